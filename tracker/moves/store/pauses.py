"""Pauses: proposed by a leader, set, answered and ended by the person herself."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.rules import Calendar, Deed
from tracker.campaign.store import add_deed, hold
from tracker.database import Day, Prepared, db, insert, reader, writing
from tracker.moves.models import PauseProposal
from tracker.moves.rules import (
    PAUSE_DAYS_MAX,
    NotProposedError,
    Pause,
    PauseTooLongError,
    Proposal,
    check_pause,
    confirmed,
)
from tracker.teams.models import Leave
from tracker.teams.rules import BackwardsError
from tracker.teams.store import add_leave

PROPOSED = Prepared(
    lambda: (
        select(PauseProposal.first, PauseProposal.last, Account.name)
        .join(Account, Account.id == PauseProposal.actor_id)
        .where(
            PauseProposal.participant_id == bindparam("participant_id"),
            PauseProposal.last >= bindparam("today", type_=Day),
        )
    )
)


def propose_pause(
    session: Session, actor_id: int, participant_id: int, first: date, last: date, now: datetime
) -> None:
    """Inside a caller's transaction: a pause she is asked about; the latest proposal counts.

    Nothing is paused by it. Raises NotTakingPartError, BackwardsError or PauseTooLongError.
    """
    wanted = Pause(first, last)
    if last < first:
        raise BackwardsError(last)
    if wanted.days > PAUSE_DAYS_MAX:
        raise PauseTooLongError(PAUSE_DAYS_MAX)
    hold(session, participant_id)
    proposed = {"actor_id": actor_id, "first": first, "last": last, "at": now}
    session.execute(
        insert(PauseProposal)
        .values(participant_id=participant_id, **proposed)
        .on_conflict_do_update(index_elements=["participant_id"], set_=proposed)
    )
    add_deed(session, actor_id, participant_id, Deed.PAUSE_PROPOSED, f"{first} – {last}", now)


def proposal_to(participant_id: int, today: date) -> Proposal | None:
    """The pause she is asked about, unless its days are over."""
    row = PROPOSED.row(reader(), participant_id=participant_id, today=today)
    return None if row is None else Proposal(*row)


def pauses(participant_id: int) -> list[Pause]:
    """Her pauses of this season, the earliest first."""
    query = select(Leave.first, Leave.last).where(Leave.participant_id == participant_id)
    return [Pause(*row) for row in db.session.execute(query.order_by(Leave.first))]


def pause(participant_id: int, calendar: Calendar, wanted: Pause, today: date) -> None:
    """She pauses on these days; what was proposed to her meanwhile is answered by it.

    Raises NotTakingPartError, OverlappingLeaveError and what `check_pause` raises.
    """
    with writing() as session:
        hold(session, participant_id)
        check_pause(calendar, wanted, today, pauses(participant_id))
        add_leave(session, participant_id, wanted.first, wanted.last)
        _forget(session, participant_id)


def confirm_proposal(participant_id: int, calendar: Calendar, asked: Pause, today: date) -> Pause:
    """She agrees to the pause that she was shown: the days from today on are paused.

    Raises NotProposedError, also when another one was proposed since, and what `pause` raises.
    """
    with writing() as session:
        hold(session, participant_id)
        row = session.get(PauseProposal, participant_id, populate_existing=True)
        if row is None or Pause(row.first, row.last) != asked or row.last < today:
            raise NotProposedError(participant_id)
        wanted = confirmed(calendar, asked, today)
        check_pause(calendar, wanted, today, pauses(participant_id))
        add_leave(session, participant_id, wanted.first, wanted.last)
        _forget(session, participant_id)
    return wanted


def refuse_proposal(participant_id: int) -> None:
    """She goes on; nothing of the proposal is kept where anybody who leads could see it."""
    with writing() as session:
        hold(session, participant_id)
        _forget(session, participant_id)


def _forget(session: Session, participant_id: int) -> None:
    session.execute(delete(PauseProposal).where(PauseProposal.participant_id == participant_id))
