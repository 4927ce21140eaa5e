"""What the city and a district learn, as of a Monday: reach, right answers, what is missed most."""

from functools import cached_property
from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.insights import rules, store
from tracker.insights.figures import learning as drawings
from tracker.insights.rules import Group
from tracker.insights.rules.learning import ShownLearned, released
from tracker.insights.views.desks import pages
from tracker.insights.views.frozen import Frozen, area
from tracker.insights.views.pieces import figure_file, framed
from tracker.learning.store import lessons
from tracker.web.charts import Chart
from tracker.web.exports import Kind
from tracker.web.filters import language

REACH, RIGHT, MISSED = "reach", "right", "missed"


class Learning(Frozen):
    """What an area learned."""

    @cached_property
    def shown(self) -> ShownLearned:
        """Its figures after their release; nothing before anything was frozen."""
        if self.which is None:
            return ShownLearned()
        return released(store.learned_as_of(self.season.id, self.which, self.scope))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every chart, once enough are enrolled; of missed questions once one may be named."""
        if not self.shown.enrolled:
            return ()
        return (REACH, RIGHT, MISSED) if self.shown.missed else (REACH, RIGHT)

    def chart(self, name: str) -> Chart:
        """One of its charts; 404 when it has none of this name, or none yet."""
        if self.which is None:
            abort(404)
        as_of = self.which.as_of
        if name == REACH:
            return drawings.reach(self.subject, self.shown, as_of)
        if name == RIGHT:
            return drawings.right_answers(self.subject, self.shown, as_of)
        return drawings.most_missed(self.subject, self.shown, as_of, _asked())


def _asked() -> dict[str, str]:
    """Every question in the reader's language, by its id."""
    bank, code = lessons().bank, language()
    return {each.id: each.ask.read_in(code) for each in bank.questions.values()}


@pages.get("/city/learning")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_learning() -> str:
    """What the city learned."""
    return _page()


@pages.get("/city/learning/<any(reach, right, missed):name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_learning_figure(name: str, kind: Kind) -> Response:
    """One of these figures of the city."""
    return _figure(name, kind)


@pages.get("/districts/<string:code>/learning")
@granted(Role.DISTRICT, scope="district:{code}")
def district_learning(code: str) -> str:
    """What a district learned."""
    return _page(code)


@pages.get("/districts/<string:code>/learning/<any(reach, right, missed):name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_learning_figure(code: str, name: str, kind: Kind) -> Response:
    """One of these figures of a district."""
    return _figure(name, kind, code)


def _figure(name: str, kind: Kind, code: str | None = None) -> Response:
    group, subject = area(code)
    return figure_file(
        f"learning-{name}", group, kind, lambda: Learning(group, subject).chart(name)
    )


def _page(code: str | None = None) -> str:
    group, subject = area(code)
    title = gettext("%(subject)s · 学习情况", subject=subject)
    return framed("insights/_learning.html", group, title, lambda: _context(group, subject))


def _context(group: Group, subject: str) -> dict[str, Any]:
    told = Learning(group, subject)
    return told.context("learning", {each: told.chart(each) for each in told.names}) | {
        "least": rules.COUNTED_FROM,
        "desk": None if group.district_code else url_for("learning.edit_list"),
    }
