"""What a leader or deputy marks for one of today's people, and takes back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.rules import Calendar, Deed
from tracker.campaign.store import add_deed, hold
from tracker.database import insert, writing
from tracker.followup.models import FollowUp
from tracker.followup.rules import (
    AlreadyAskedError,
    Mark,
    NothingToUndoError,
    Outcome,
    UnknownMemberError,
)
from tracker.followup.store.people import logged, todays
from tracker.moves.models import PauseProposal
from tracker.moves.store import propose_pause

DEEDS = {Outcome.CONTACTED: Deed.CONTACTED, Outcome.NUMBER_WRONG: Deed.NUMBER_WRONG}
"""What is written down; a proposed pause writes its own."""


def mark(
    actor_id: int, team_id: int, wanted: Mark, calendar: Calendar, today: date, now: datetime
) -> None:
    """What came of asking one of today's people; the same mark twice by one leader is one.

    Raises UnknownMemberError for anybody else, AlreadyAskedError if somebody else was first.
    """
    her = wanted.participant_id
    if her not in {each.participant_id for each in todays(team_id, calendar, today)}:
        raise UnknownMemberError(her)
    with writing() as session:
        hold(session, her)
        if not _add_mark(session, actor_id, wanted, today, now):
            _check_same(session, actor_id, wanted, today)
        elif wanted.until:
            propose_pause(session, actor_id, her, today, wanted.until, now)
        else:
            add_deed(session, actor_id, her, DEEDS[wanted.outcome], "", now)


def undo(actor_id: int, team_id: int, participant_id: int, today: date, now: datetime) -> None:
    """Take back today's mark, or that a number was wrong on any day; a pause is offered no more.

    Raises UnknownMemberError or NothingToUndoError.
    """
    if participant_id not in {each.participant_id for each in logged(team_id, today)}:
        raise UnknownMemberError(participant_id)
    with writing() as session:
        hold(session, participant_id)
        found = _last_mark(session, participant_id, today)
        if found is None:
            raise NothingToUndoError(participant_id)
        session.delete(found)
        session.execute(
            delete(PauseProposal).where(
                PauseProposal.participant_id == participant_id, PauseProposal.at == found.at
            )
        )
        add_deed(session, actor_id, participant_id, Deed.MARK_TAKEN_BACK, "", now)


def _add_mark(session: Session, actor_id: int, wanted: Mark, today: date, now: datetime) -> bool:
    """Whether it is the first of today."""
    values: dict[str, Any] = {
        "participant_id": wanted.participant_id,
        "day": today,
        "outcome": wanted.outcome,
        "until": wanted.until,
        "actor_id": actor_id,
        "at": now,
    }
    statement = (
        insert(FollowUp)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["participant_id", "day"])
        .returning(FollowUp.day)
    )
    return session.scalar(statement) is not None


def _check_same(session: Session, actor_id: int, wanted: Mark, today: date) -> None:
    """Nothing is wrong with a double tap; raises AlreadyAskedError for anything else."""
    query = (
        select(FollowUp.outcome, FollowUp.until, FollowUp.actor_id, Account.name)
        .join(Account, Account.id == FollowUp.actor_id)
        .where(FollowUp.participant_id == wanted.participant_id, FollowUp.day == today)
    )
    there = session.execute(query).one()
    if (there.actor_id, there.outcome, there.until) != (actor_id, wanted.outcome, wanted.until):
        raise AlreadyAskedError(there.name)


def _last_mark(session: Session, participant_id: int, today: date) -> FollowUp | None:
    query = (
        select(FollowUp)
        .where(
            FollowUp.participant_id == participant_id,
            (FollowUp.day == today) | (FollowUp.outcome == Outcome.NUMBER_WRONG),
        )
        .order_by(FollowUp.day.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)
