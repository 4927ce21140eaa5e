"""How the city and a district keep up, as of a Monday: never live, since weigh-ins are in it."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from flask import Response, abort, render_template, url_for
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope
from tracker.campaign.rules import Season
from tracker.insights import figures, rules, store
from tracker.insights.figures import keeping_up as drawings
from tracker.insights.rules import Group, SnapshotOf
from tracker.insights.rules.keeping_up import ShownKeepingUp, released
from tracker.insights.views.desks import asked_snapshot, open_season, pages
from tracker.insights.views.pieces import figure_file
from tracker.teams.guards import district_or_404
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


class Kept:
    """What is shown of one area as of the snapshot asked for, or the latest."""

    def __init__(self, scope: str, subject: str) -> None:
        self.season: Season = open_season()
        self.scope, self.subject = scope, subject
        asked = asked_snapshot(self.season)
        self.frozen = {each.as_of: each for each in store.snapshots(self.season.id)}
        latest = next(reversed(self.frozen.values()), None)
        self.is_latest = asked is None
        self.which: SnapshotOf | None = asked or latest

    @cached_property
    def shown(self) -> ShownKeepingUp:
        """Its figures after their release; nothing before anything was frozen."""
        if self.which is None:
            return ShownKeepingUp()
        return released(store.kept(self.season.id, self.which, self.scope))

    def chart(self, name: str) -> Chart:
        """One of its charts; 404 when it has none of this name, or none yet."""
        if name not in CHARTS or self.which is None:
            abort(404)
        return CHARTS[name](self.subject, self.shown, self.which.as_of)


@pages.get("/city/keeping-up")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_keeping_up() -> str:
    """How the city keeps up."""
    kept = _city()
    return _page(kept, url_for("insights.city_page"), "insights.city_keeping_up")


@pages.get("/city/keeping-up/<string:name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_keeping_up_figure(name: str, kind: Kind) -> Response:
    """One of these figures of the city."""
    return figure_file(name, Group(open_season().id), kind, lambda: _city().chart(name))


@pages.get("/districts/<string:code>/keeping-up")
@granted(Role.DISTRICT, scope="district:{code}")
def district_keeping_up(code: str) -> str:
    """How a district keeps up."""
    above = url_for("insights.district_page", code=code)
    return _page(_district(code), above, "insights.district_keeping_up", code=code)


@pages.get("/districts/<string:code>/keeping-up/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_keeping_up_figure(code: str, name: str, kind: Kind) -> Response:
    """One of these figures of a district."""
    group = Group(open_season().id, district_or_404(code).code)
    return figure_file(name, group, kind, lambda: _district(code).chart(name))


def _city() -> Kept:
    return Kept(CITY_SCOPE, gettext("全市"))


def _district(code: str) -> Kept:
    return Kept(district_scope(code), figures.district_name(district_or_404(code)))


def _page(kept: Kept, above: str, endpoint: str, **address: Any) -> str:
    asked = None if kept.is_latest or kept.which is None else kept.which.as_of.isoformat()
    calendar = kept.season.calendar
    drawn = [
        (
            kept.chart(name),
            url_for(f"{endpoint}_figure", name=name, kind="json", as_of=asked, **address),
        )
        for name in (CHARTS if kept.shown.enrolled else ())
    ]
    return render_template(
        "insights/keeping_up.html",
        kept=kept,
        above=above,
        here=url_for(endpoint, **address),
        charts=drawn,
        meanings=drawings.trait_meanings(),
        snapshots=[(each, each.is_final(calendar)) for each in reversed(kept.frozen.values())],
        first_snapshot=rules.first_snapshot_monday(calendar),
        least=rules.COUNTED_FROM,
    )
