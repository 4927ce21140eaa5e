"""Whether what is shown of a group may have changed: one small read, before any figure is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.rules import CITY_SCOPE
from tracker.clock import now
from tracker.database import Prepared, db, reader
from tracker.insights.models import (
    Release,
    RolledUpArea,
    RolledUpTeam,
    Snapshot,
    StaleDistrictWeek,
)
from tracker.insights.rules import Group
from tracker.insights.store.rollups import refresh, refresh_teams
from tracker.insights.store.stays import teams_in
from tracker.teams.models import StaleRoster, StaleTeamDay, TeamRow, UnitRow

AREA_FRESH = timedelta(seconds=30)
"""For so long a district or the city is shown as it was last counted; a runner counts oftener."""

Inside = Callable[[Any], ColumnElement[bool]]
"""Only rows of a group's teams, by their column with the team's key."""


def version_of(group: Group) -> str:
    """A text that differs whenever anything counted or frozen of the group may have changed.

    What is due is brought up to date first: a team's or a unit's marks at once, those of a district
    or the city when nobody looked for 30 seconds. Whoever keeps a page by it adds what else the
    page depends on: the day (a new one adds days without any entry), the viewer, her language.
    """
    read = _area_state if group.is_area else _team_state
    found = read(group)
    if found.is_due:
        _bring_up_to_date(group)
        found = read(group)
    return found.version


def open_area(group: Group) -> None:
    """Bring a district or the city up to date if that is due and there is anything to count."""
    found = _area_state(group)
    if found.is_due:
        _bring_up_to_date(group)


class _Found(NamedTuple):
    """What one small read tells of a group."""

    version: str
    is_due: bool


def _bring_up_to_date(group: Group) -> None:
    """Count what is marked."""
    if group.is_area and group.district_code is None:
        refresh(group.season_id)
        return
    teams = db.session.scalars(select(TeamRow.id).where(teams_in(group, TeamRow.id))).all()
    (refresh if group.is_area else refresh_teams)(group.season_id, teams)


def _area_state(group: Group) -> _Found:
    """Its version, and whether it has marks that nobody took for half a minute."""
    values = {"season_id": group.season_id, "scope": group.scope}
    if group.district_code:
        values["code"] = group.district_code
    row = (DISTRICT if group.district_code else CITY).row(reader(), **values)
    if row is None:
        return _Found("", is_due=True)
    version, at, at_with_city, snapshots, marked = row
    known = [each for each in (at, at_with_city) if each]
    is_fresh = any(now() - AREA_FRESH < each <= now() for each in known)
    return _Found(f"{version}.{snapshots}", is_due=not is_fresh and bool(marked or not known))


def _team_state(group: Group) -> _Found:
    """Versions of its teams, their rosters' marks, how much is frozen, and whether it is stale."""
    values = {"season_id": group.season_id, "scope": group.scope}
    if group.unit_id is not None:
        values["unit_id"] = group.unit_id
    else:
        values["team_id"] = group.team_id
    *found, is_due = (TEAM if group.unit_id is None else UNIT).row(reader(), **values) or ("", True)
    return _Found(".".join(map(str, found)), is_due=bool(is_due))


def _area_query(units: list[ColumnElement[bool]], *weeks: ColumnElement[bool]) -> Any:
    """Version, when marks were taken (its own, the whole city's), snapshots, marks there are."""
    area, city = aliased(RolledUpArea), aliased(RolledUpArea)
    season_id: BindParameter[int] = bindparam("season_id")
    frozen = select(func.count()).where(Snapshot.season_id == season_id).scalar_subquery()
    marked = or_(
        exists().where(StaleDistrictWeek.season_id == season_id, *weeks),
        _marked(StaleTeamDay.team_id, units),
        _marked(StaleRoster.team_id, units),
    )
    return (
        select(area.version, area.at, city.at, frozen, marked)
        .outerjoin(city, and_(city.season_id == area.season_id, city.scope == CITY_SCOPE))
        .where(area.season_id == season_id, area.scope == bindparam("scope"))
    )


def _marked(team_id: Any, units: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether a team of these units has a mark: from the marks, which are few, to the units."""
    theirs = exists().where(TeamRow.id == team_id, UnitRow.id == TeamRow.unit_id, *units)
    return exists(select(team_id).where(theirs))


def _team_query(inside: Inside) -> Any:
    """Sums of random numbers: what changes one of them changes the sum."""
    versions = select(func.sum(RolledUpTeam.version)).where(inside(RolledUpTeam.team_id))
    rosters = select(func.sum(StaleRoster.mark)).where(inside(StaleRoster.team_id))
    releases = select(func.count()).where(
        Release.season_id == bindparam("season_id"), Release.scope == bindparam("scope")
    )
    marked = exists().where(inside(StaleTeamDay.team_id))
    is_built = exists().where(RolledUpTeam.team_id == TeamRow.id)
    unbuilt = exists().where(inside(TeamRow.id), ~is_built)
    counted = (each.scalar_subquery() for each in (versions, rosters, releases))
    return select(*counted, or_(marked, unbuilt))


def _teams(*where: ColumnElement[bool]) -> Any:
    return select(TeamRow.id).join(UnitRow, UnitRow.id == TeamRow.unit_id).where(*where)


OF_SEASON = UnitRow.season_id == bindparam("season_id")
CITY = Prepared(lambda: _area_query([OF_SEASON]))
DISTRICT = Prepared(
    lambda: _area_query(
        [OF_SEASON, UnitRow.district_code == bindparam("code")],
        StaleDistrictWeek.district_code == bindparam("code"),
    )
)
TEAM = Prepared(lambda: _team_query(lambda team_id: team_id == bindparam("team_id")))
UNIT = Prepared(
    lambda: _team_query(lambda team_id: team_id.in_(_teams(UnitRow.id == bindparam("unit_id"))))
)
