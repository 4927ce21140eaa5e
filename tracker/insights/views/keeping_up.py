"""How the city and a district keep up, as of a Monday: never live, since weigh-ins are in it."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from flask import Response, abort
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.insights import rules, store
from tracker.insights.figures import keeping_up as drawings
from tracker.insights.rules import Group
from tracker.insights.rules.keeping_up import ShownKeepingUp, released
from tracker.insights.views.desks import pages
from tracker.insights.views.frozen import Frozen, area
from tracker.insights.views.pieces import figure_file, framed
from tracker.web.charts import Chart
from tracker.web.exports import Kind

Draw = Callable[[str, ShownKeepingUp, date], Chart]
CHARTS: dict[str, Draw] = {
    "funnel": drawings.funnel,
    "retention": drawings.retention,
    "minutes": drawings.equivalent_minutes,
    "reached": drawings.reached_150,
    "weighed": drawings.weighing_people,
    "weigh-ins": drawings.weigh_ins,
    "gaps": drawings.longest_gaps,
    "quality": drawings.quality,
}


class KeepingUp(Frozen):
    """How an area keeps up."""

    @cached_property
    def shown(self) -> ShownKeepingUp:
        """Its figures after their release; nothing before anything was frozen."""
        if self.which is None:
            return ShownKeepingUp()
        return released(store.kept(self.season.id, self.which, self.scope))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every chart, once enough are enrolled."""
        return tuple(CHARTS) if self.shown.enrolled else ()

    def chart(self, name: str) -> Chart:
        """One of its charts; 404 when it has none of this name, or none yet."""
        if name not in CHARTS or self.which is None:
            abort(404)
        return CHARTS[name](self.subject, self.shown, self.which.as_of)


@pages.get("/city/keeping-up")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_keeping_up() -> str:
    """How the city keeps up."""
    return _page()


@pages.get("/city/keeping-up/<string:name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_keeping_up_figure(name: str, kind: Kind) -> Response:
    """One of these figures of the city."""
    return _figure(name, kind)


@pages.get("/districts/<string:code>/keeping-up")
@granted(Role.DISTRICT, scope="district:{code}")
def district_keeping_up(code: str) -> str:
    """How a district keeps up."""
    return _page(code)


@pages.get("/districts/<string:code>/keeping-up/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_keeping_up_figure(code: str, name: str, kind: Kind) -> Response:
    """One of these figures of a district."""
    return _figure(name, kind, code)


def _figure(name: str, kind: Kind, code: str | None = None) -> Response:
    group, subject = area(code)
    return figure_file(name, group, kind, lambda: KeepingUp(group, subject).chart(name))


def _page(code: str | None = None) -> str:
    group, subject = area(code)
    title = gettext("%(subject)s · 坚持得怎么样", subject=subject)
    return framed("insights/_keeping_up.html", group, title, lambda: _context(group, subject))


def _context(group: Group, subject: str) -> dict[str, Any]:
    told = KeepingUp(group, subject)
    return told.context("keeping_up", {each: told.chart(each) for each in told.names}) | {
        "meanings": drawings.trait_meanings(),
        "least": rules.COUNTED_FROM,
    }
