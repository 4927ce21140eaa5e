"""Places in a team: the last one is given once."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tracker.teams.models import Membership, TeamRow
from tracker.teams.rules import TeamClosedError, TeamFullError, UnknownTeamError


def take_place(session: Session, team_id: int) -> None:
    """Inside a caller's transaction: nobody else takes a place in this team until it ends.

    Raises UnknownTeamError, TeamClosedError or TeamFullError. SQLite has one writer anyway; on
    PostgreSQL the team is locked in a way that foreign keys do not wait for, so nor does a save.
    Whoever holds a person too holds her first.
    """
    query = (
        select(TeamRow.places, TeamRow.closed_at)
        .where(TeamRow.id == team_id)
        .with_for_update(key_share=True)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownTeamError(team_id)
    if row.closed_at:
        raise TeamClosedError(team_id)
    # A statement of its own, so that on PostgreSQL it sees who came in before the lock was ours.
    inside = session.scalar(
        select(func.count()).where(Membership.team_id == team_id, Membership.last.is_(None))
    )
    if (inside or 0) >= row.places:
        raise TeamFullError(team_id)


def people_inside() -> ScalarSelect[int]:
    """SQL for how many places of a team are taken: by whoever has no last day in it."""
    return (
        select(func.count())
        .where(Membership.team_id == TeamRow.id, Membership.last.is_(None))
        .correlate(TeamRow)
        .scalar_subquery()
    )
