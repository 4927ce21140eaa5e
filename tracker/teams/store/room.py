"""Places in a team: the last one is given once."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.teams.rules import TeamClosedError, TeamFullError, UnknownTeamError


@dataclass(frozen=True)
class HeldTeam:
    """A team that nobody else changes or enters until the transaction ends."""

    id: int
    name: str
    unit_id: int
    places: int
    season_id: int
    district_code: str


def hold_team(session: Session, team_id: int) -> HeldTeam:
    """Inside a caller's transaction: an open team, whose changes and newcomers wait until it ends.

    Raises UnknownTeamError or TeamClosedError. SQLite has one writer anyway; on PostgreSQL the
    team is locked in a way that foreign keys do not wait for, so nor does a save. Whoever holds
    a person too holds her first, and of several teams the one with the smaller key.
    """
    query = (
        select(TeamRow.name, TeamRow.unit_id, TeamRow.places, TeamRow.closed_at)
        .where(TeamRow.id == team_id)
        .with_for_update(key_share=True)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownTeamError(team_id)
    if row.closed_at:
        raise TeamClosedError(team_id)
    # A statement of its own: joined, a team whose unit changed while this waited would be missed.
    unit = select(UnitRow.season_id, UnitRow.district_code).where(UnitRow.id == row.unit_id)
    season_id, district_code = session.execute(unit).one()
    return HeldTeam(team_id, row.name, row.unit_id, row.places, season_id, district_code)


def take_place(session: Session, team_id: int) -> None:
    """Inside a caller's transaction: nobody else takes a place in this team until it ends.

    Raises UnknownTeamError, TeamClosedError or TeamFullError.
    """
    take_places(session, hold_team(session, team_id), 1)


def take_places(session: Session, team: HeldTeam, wanted: int) -> None:
    """Inside a caller's transaction: so many places at once; raises TeamFullError."""
    # A statement of its own, so that on PostgreSQL it sees who came in before the lock was ours.
    inside = session.scalar(
        select(func.count()).where(Membership.team_id == team.id, Membership.last.is_(None))
    )
    if (inside or 0) + wanted > team.places:
        raise TeamFullError(team.id)


def people_inside() -> ScalarSelect[int]:
    """SQL for how many places of a team are taken: by whoever has no last day in it."""
    return (
        select(func.count())
        .where(Membership.team_id == TeamRow.id, Membership.last.is_(None))
        .correlate(TeamRow)
        .scalar_subquery()
    )
