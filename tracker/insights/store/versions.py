"""Whether what is shown of a group may have changed: one small read, before any figure is."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.rules import CITY_SCOPE
from tracker.clock import now
from tracker.database import db
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
from tracker.teams.models import StaleRoster, StaleTeamDay, TeamRow

AREA_FRESH = timedelta(seconds=30)
"""For so long a district or the city is shown as it was last counted; a runner counts oftener."""


def version_of(group: Group) -> str:
    """A text that differs whenever anything counted or frozen of the group may have changed.

    What is due is brought up to date first: a team's or a unit's marks at once, those of a district
    or the city when nobody looked for 30 seconds. Whoever keeps a page by it adds what else the
    page depends on: the day (a new one adds days without any entry), the viewer, her language.
    """
    read = _area_state if group.is_area else _team_state
    found = read(group)
    if found.is_due and _bring_up_to_date(group, found):
        found = read(group)
    return found.version


def open_area(group: Group) -> None:
    """Bring a district or the city up to date if that is due and there is anything to count."""
    found = _area_state(group)
    if found.is_due:
        _bring_up_to_date(group, found)


class _Found(NamedTuple):
    """What one small read tells of a group."""

    version: str
    is_due: bool
    is_built: bool


def _bring_up_to_date(group: Group, found: _Found) -> bool:
    """Count what is marked; whether there was anything."""
    if group.is_area and found.is_built and not _has_marks(group):
        return False
    if group.is_area and group.district_code is None:
        refresh(group.season_id)
        return True
    teams = db.session.scalars(select(TeamRow.id).where(teams_in(group, TeamRow.id))).all()
    (refresh if group.is_area else refresh_teams)(group.season_id, teams)
    return True


def _area_state(group: Group) -> _Found:
    """Its version, and when its marks were last taken: with the whole city's, or its own."""
    area, city = aliased(RolledUpArea), aliased(RolledUpArea)
    frozen = select(func.count()).where(Snapshot.season_id == group.season_id).scalar_subquery()
    of_city = and_(city.season_id == area.season_id, city.scope == CITY_SCOPE)
    query = (
        select(area.version, area.at, city.at, frozen)
        .outerjoin(city, of_city)
        .where(area.season_id == group.season_id, area.scope == group.scope)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return _Found("", is_due=True, is_built=False)
    version, *moments, snapshots = row
    known = [at for at in moments if at]
    is_fresh = any(now() - AREA_FRESH < at <= now() for at in known)
    return _Found(f"{version}.{snapshots}", is_due=not is_fresh, is_built=bool(known))


def _has_marks(group: Group) -> bool:
    weeks = exists().where(StaleDistrictWeek.season_id == group.season_id)
    if group.district_code:
        weeks = weeks.where(StaleDistrictWeek.district_code == group.district_code)
    marked = or_(
        weeks,
        exists().where(teams_in(group, StaleTeamDay.team_id)),
        exists().where(teams_in(group, StaleRoster.team_id)),
    )
    return bool(db.session.scalar(select(marked)))


def _team_state(group: Group) -> _Found:
    """Versions of its teams, their rosters' marks, how much is frozen, and whether it is stale.

    Sums of random numbers: what changes one of them changes the sum.
    """
    teams = teams_in(group, TeamRow.id)
    versions = (
        select(func.sum(RolledUpTeam.version))
        .where(teams_in(group, RolledUpTeam.team_id))
        .scalar_subquery()
    )
    rosters = (
        select(func.sum(StaleRoster.mark))
        .where(teams_in(group, StaleRoster.team_id))
        .scalar_subquery()
    )
    releases = (
        select(func.count())
        .where(Release.season_id == group.season_id, Release.scope == group.scope)
        .scalar_subquery()
    )
    marked = exists().where(teams_in(group, StaleTeamDay.team_id))
    unbuilt = exists().where(teams, ~exists().where(RolledUpTeam.team_id == TeamRow.id))
    query = select(versions, rosters, releases, or_(marked, unbuilt))
    *found, is_due = db.session.execute(query).one()
    return _Found(".".join(map(str, found)), is_due=bool(is_due), is_built=True)
