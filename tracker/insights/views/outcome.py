"""What became of weights in the city and in a district, as of a Monday that was frozen."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from flask import Response, abort
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.insights import rules
from tracker.insights.figures import outcome as drawings
from tracker.insights.rules import Group
from tracker.insights.rules.releases import ShownOutcome
from tracker.insights.store.outcomes import outcomes
from tracker.insights.views.desks import pages, viewer_of
from tracker.insights.views.frozen import Frozen, area
from tracker.insights.views.pieces import figure_file, framed
from tracker.web.charts import Chart
from tracker.web.exports import Kind

Draw = Callable[[str, ShownOutcome, date], Chart]
CHARTS: dict[str, Draw] = {
    "flow": drawings.flow,
    "populations": drawings.populations,
    "shares": drawings.shares,
    "bands": drawings.bands,
    "distribution": drawings.distribution,
    "splits": drawings.split_changes,
    "missing": drawings.missingness,
}
COUNTS = ("flow",)
"""What is drawn of an area whose change is not shown."""


class Outcome(Frozen):
    """What became of weights in an area."""

    @cached_property
    def shown(self) -> ShownOutcome | None:
        """The area's figures after their release."""
        if self.which is None:
            return None
        return outcomes(self.season, self.which, viewer_of(self.season)).areas.get(self.scope)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The charts there is something to draw for."""
        if self.shown is None or self.shown.enrolled is None:
            return ()
        if self.shown.shown.change is None:
            return COUNTS
        there = {
            "bands": self.shown.bands is not None,
            "distribution": self.shown.change is not None,
            "missing": bool(self.shown.splits),
        }
        return tuple(name for name in CHARTS if there.get(name, True))

    def chart(self, name: str) -> Chart:
        """One of its charts; 404 where it is not drawn."""
        if name not in self.names or self.shown is None or self.which is None:
            abort(404)
        return CHARTS[name](self.subject, self.shown, self.which.as_of)


@pages.get("/city/outcome")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_outcome() -> str:
    """What became of weights in the city."""
    return _page()


@pages.get("/city/outcome/<string:name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_outcome_figure(name: str, kind: Kind) -> Response:
    """One of these figures of the city."""
    return _figure(name, kind)


@pages.get("/districts/<string:code>/outcome")
@granted(Role.DISTRICT, scope="district:{code}")
def district_outcome(code: str) -> str:
    """What became of weights in a district."""
    return _page(code)


@pages.get("/districts/<string:code>/outcome/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_outcome_figure(code: str, name: str, kind: Kind) -> Response:
    """One of these figures of a district."""
    return _figure(name, kind, code)


def _figure(name: str, kind: Kind, code: str | None = None) -> Response:
    group, subject = area(code)
    return figure_file(name, group, kind, lambda: Outcome(group, subject).chart(name))


def _page(code: str | None = None) -> str:
    group, subject = area(code)
    title = gettext("%(subject)s · 体重变化", subject=subject)
    return framed("insights/_outcome.html", group, title, lambda: _context(group, subject))


def _context(group: Group, subject: str) -> dict[str, Any]:
    told = Outcome(group, subject)
    calendar = told.season.calendar
    mondays = rules.snapshot_mondays(calendar, calendar.ends)
    return told.context("outcome", {each: told.chart(each) for each in told.names}) | {
        "missing": _missing(told),
        "first_change": next(each for each in mondays if not rules.is_early(calendar, each)),
    }


def _missing(told: Outcome) -> list[str]:
    """What is not shown of an area although its change is."""
    if told.shown is None or told.shown.shown.change is None:
        return []
    names = [gettext("站测"), gettext("开始时和现在的 BMI"), gettext("变化有多大")]
    there = (told.shown.station, told.shown.bands, told.shown.change)
    return [name for name, each in zip(names, there, strict=True) if each is None]
