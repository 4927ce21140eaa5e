"""Pauses: proposed by a leader, set, answered and ended by the person herself."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed, hold
from tracker.database import Day, Prepared, insert, reader
from tracker.moves.models import PauseProposal
from tracker.moves.rules import PAUSE_DAYS_MAX, Pause, PauseTooLongError, Proposal
from tracker.teams.rules import BackwardsError

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
