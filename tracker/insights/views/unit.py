"""Pages of a unit's figures, for its contact and the organizers above."""

from flask import Response, render_template, url_for
from flask_babel import gettext

from tracker.campaign.rules import Season
from tracker.clock import today
from tracker.insights import figures, store
from tracker.insights.rules import Group
from tracker.insights.rules.overview import Change
from tracker.insights.rules.targets import units_of
from tracker.insights.store import Desk
from tracker.insights.views.desks import (
    LIVE,
    drawn,
    known_name,
    moments,
    open_season,
    pages,
    viewer_of,
)
from tracker.teams.guards import current_unit, unit_contact
from tracker.teams.store import teams_in, teams_of_unit
from tracker.web.exports import Kind, chart_file

FIGURE = "insights.unit_figure"


@pages.get("/units/<key:unit_id>/figures")
@unit_contact
def unit_page(unit_id: int) -> str:
    """How many of a unit take part, and its teams by name; nothing is ranked."""
    unit, desk = current_unit(), unit_desk(unit_id)
    return render_template(
        "insights/unit.html",
        unit=unit,
        desk=desk,
        units=desk.units,
        team_count=len(desk.part_overviews),
        charts=drawn(desk, LIVE, FIGURE, unit_id=unit_id),
        here=url_for("insights.unit_page", unit_id=unit_id),
        agreed=desk.shows_change,
        title=gettext("%(unit)s的数字", unit=unit.name),
        **moments(desk),
    )


@pages.get("/units/<key:unit_id>/figures/<string:name>.<file:kind>")
@unit_contact
def unit_figure(unit_id: int, name: str, kind: Kind) -> Response:
    """One of a unit's figures of taking part."""
    known_name(LIVE, name)
    return chart_file(LIVE[name](unit_desk(unit_id)), kind)


def unit_desk(unit_id: int) -> Desk:
    """A unit's figures, brought up to date with its district's."""
    season, unit = open_season(), current_unit()
    store.open_area(Group(season.id, unit.district_code))
    teams = teams_of_unit(unit_id)
    agreed = store.units_see(season.id, unit.district_code)
    return Desk(
        season,
        Group(season.id, unit.district_code, unit_id=unit_id),
        unit.name,
        today(),
        viewer_of(season),
        teams,
        figures.team_names(teams),
        unit_changes=_changes(season, unit.district_code) if agreed else {},
        shows_change=agreed,
    )


def _changes(season: Season, code: str) -> dict[str, Change]:
    """The changes of a district's units as of the last snapshot; none before there is one."""
    frozen = store.snapshots(season.id)
    if not frozen:
        return {}
    units = units_of(teams_in(season.id, code))
    return store.unit_changes(season, frozen[-1], code, units, viewer_of(season), agreed=True)
