"""What became of weights in the city and in a district, as of a Monday that was frozen."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope
from tracker.insights import figures, rules, store
from tracker.insights.figures import outcome as drawings
from tracker.insights.rules import Group, SnapshotOf
from tracker.insights.rules.releases import ShownOutcome
from tracker.insights.store.outcomes import outcomes
from tracker.insights.views.desks import open_season, pages, viewer_of
from tracker.insights.views.pieces import figure_file
from tracker.teams.guards import district_or_404
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


class Told:
    """What is shown of one area as of the snapshot asked for, or of the latest."""

    def __init__(self, scope: str, subject: str) -> None:
        self.season, self.scope, self.subject = open_season(), scope, subject
        self.frozen = {each.as_of: each for each in store.snapshots(self.season.id)}

    @cached_property
    def which(self) -> SnapshotOf | None:
        """The snapshot; None before the first, 404 for a day that was not frozen."""
        asked = request.args.get("as_of")
        if asked is None:
            return next(reversed(self.frozen.values()), None)
        found = [each for day, each in self.frozen.items() if day.isoformat() == asked]
        return found[0] if found else abort(404)

    @cached_property
    def shown(self) -> ShownOutcome | None:
        """The area's figures after their release."""
        if self.which is None:
            return None
        return outcomes(self.season, self.which, viewer_of(self.season)).areas.get(self.scope)

    @property
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
    return _page(_city(), url_for("insights.city_page"), "insights.city_outcome")


@pages.get("/city/outcome/<string:name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_outcome_figure(name: str, kind: Kind) -> Response:
    """One of these figures of the city."""
    return figure_file(name, Group(open_season().id), kind, lambda: _city().chart(name))


@pages.get("/districts/<string:code>/outcome")
@granted(Role.DISTRICT, scope="district:{code}")
def district_outcome(code: str) -> str:
    """What became of weights in a district."""
    above = url_for("insights.district_page", code=code)
    return _page(_district(code), above, "insights.district_outcome", code=code)


@pages.get("/districts/<string:code>/outcome/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_outcome_figure(code: str, name: str, kind: Kind) -> Response:
    """One of these figures of a district."""
    group = Group(open_season().id, district_or_404(code).code)
    return figure_file(name, group, kind, lambda: _district(code).chart(name))


def _city() -> Told:
    return Told(CITY_SCOPE, gettext("全市"))


def _district(code: str) -> Told:
    return Told(district_scope(code), figures.district_name(district_or_404(code)))


def _page(told: Told, above: str, endpoint: str, **address: Any) -> str:
    as_of, calendar = request.args.get("as_of"), told.season.calendar
    mondays = rules.snapshot_mondays(calendar, calendar.ends)
    charts = [
        (
            told.chart(name),
            url_for(f"{endpoint}_figure", name=name, kind="json", as_of=as_of, **address),
        )
        for name in told.names
    ]
    return render_template(
        "insights/outcome.html",
        told=told,
        above=above,
        here=url_for(endpoint, **address),
        is_past=as_of is not None,
        is_final=told.which is not None and told.which.is_final(calendar),
        charts=charts,
        missing=_missing(told),
        snapshots=[(each, each.is_final(calendar)) for each in reversed(told.frozen.values())],
        first_snapshot=mondays[0],
        first_change=next(each for each in mondays if not rules.is_early(calendar, each)),
    )


def _missing(told: Told) -> list[str]:
    """What is not shown of an area although its change is."""
    if told.shown is None or told.shown.shown.change is None:
        return []
    names = [gettext("站测"), gettext("开始时和现在的 BMI"), gettext("变化有多大")]
    there = (told.shown.station, told.shown.bands, told.shown.change)
    return [name for name, each in zip(names, there, strict=True) if each is None]
