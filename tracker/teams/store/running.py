"""Running a unit's teams: their names, their places, and closing what is empty."""

from datetime import date, datetime

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.accounts.rules import team_scope
from tracker.accounts.store import add_all_ended
from tracker.database import writing
from tracker.teams.models import JoinCode, Membership, TeamRow, UnitRow
from tracker.teams.rules import (
    TeamNameTakenError,
    TeamNotEmptyError,
    UnitNameTakenError,
    UnitNotEmptyError,
)
from tracker.teams.store.room import hold_team
from tracker.teams.store.stale import add_roster_marks


def rename_team(team_id: int, name: str) -> None:
    """A team's new name; raises TeamClosedError or TeamNameTakenError."""
    with writing() as session:
        hold_team(session, team_id)
        try:
            session.execute(update(TeamRow).where(TeamRow.id == team_id).values(name=name))
        except IntegrityError:
            raise TeamNameTakenError(name) from None
        add_roster_marks(session, [team_id])  # so that pages that were kept are made anew


def rename_unit(unit_id: int, name: str) -> None:
    """A unit's new name; raises UnitNameTakenError, since two units of a name would be one."""
    with writing() as session:
        try:
            session.execute(update(UnitRow).where(UnitRow.id == unit_id).values(name=name))
        except IntegrityError:
            raise UnitNameTakenError(name) from None
        add_roster_marks(session, _teams(session, unit_id))


def set_places(team_id: int, places: int) -> None:
    """How many people a team takes in; whoever is in it stays. Raises TeamClosedError."""
    with writing() as session:
        hold_team(session, team_id)
        session.execute(update(TeamRow).where(TeamRow.id == team_id).values(places=places))


def close_team(team_id: int, today: date, now: datetime) -> None:
    """A team without anybody in it takes nobody in any more.

    Raises TeamClosedError or TeamNotEmptyError.
    """
    with writing() as session:
        hold_team(session, team_id)
        if _somebody_in(session, [team_id], today):
            raise TeamNotEmptyError(team_id)
        add_closed(session, team_id, now)


def close_unit(unit_id: int, today: date, now: datetime) -> None:
    """A unit without anybody in its teams gets no team any more, and they close with it.

    Raises UnitNotEmptyError.
    """
    row = select(UnitRow.id).where(UnitRow.id == unit_id).with_for_update(key_share=True)
    with writing() as session:
        session.execute(row)
        teams = _teams(session, unit_id, closed=False)
        for team_id in teams:
            hold_team(session, team_id)
        if _somebody_in(session, teams, today):
            raise UnitNotEmptyError(unit_id)
        for team_id in teams:
            add_closed(session, team_id, now)
        session.execute(update(UnitRow).where(UnitRow.id == unit_id).values(closed_at=now))


def add_closed(
    session: Session, team_id: int, now: datetime, merged_into: int | None = None
) -> None:
    """Inside a caller's transaction: nobody joins any more, nobody leads or is asked to."""
    codes = (JoinCode.team_id == team_id) & JoinCode.revoked_at.is_(None)
    session.execute(update(JoinCode).where(codes).values(revoked_at=now))
    add_all_ended(session, team_scope(team_id), now)
    values = {"closed_at": now, "merged_into": merged_into}
    session.execute(update(TeamRow).where(TeamRow.id == team_id).values(**values))
    if merged_into is not None:  # what became part of it before leads on to where people are now
        earlier = update(TeamRow).where(TeamRow.merged_into == team_id)
        session.execute(earlier.values(merged_into=merged_into))
    add_roster_marks(session, [team_id])


def _teams(session: Session, unit_id: int, *, closed: bool = True) -> list[int]:
    query = select(TeamRow.id).where(TeamRow.unit_id == unit_id).order_by(TeamRow.id)
    return list(session.scalars(query if closed else query.where(TeamRow.closed_at.is_(None))))


def _somebody_in(session: Session, team_ids: list[int], today: date) -> bool:
    stays = (
        Membership.team_id.in_(team_ids),
        Membership.last.is_(None) | (Membership.last >= today),
    )
    return bool(session.scalar(select(exists().where(*stays))))
