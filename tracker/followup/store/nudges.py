"""What the system said to a person of itself, and until when she wants to hear nothing."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import LimitedError
from tracker.campaign.store import hold
from tracker.database import Connected, Prepared, insert, reader, writing
from tracker.followup.models import MuteRow, NudgeRow
from tracker.followup.rules import (
    FOREVER,
    MUTE_DAYS,
    Nudge,
    NudgeKind,
    Wish,
    day_in_beijing,
    may_nudge,
    still_shown,
)

SAID = Prepared(
    lambda: (
        select(MuteRow.muted_until, NudgeRow.at, NudgeRow.kind)
        .select_from(ParticipantRow)
        .outerjoin(MuteRow, MuteRow.participant_id == ParticipantRow.id)
        .outerjoin(NudgeRow, NudgeRow.participant_id == ParticipantRow.id)
        .where(ParticipantRow.id == bindparam("participant_id"))
        .order_by(NudgeRow.at.desc())
        .limit(1)
    )
)
"""Her wish and what was said last, if anything was."""


def comeback_shown(participant_id: int, now: datetime) -> bool:
    """Whether a page may open with the question for who was silent, which counts as a message.

    The same message stays for the rest of its day; reading it again says nothing new. Whoever
    limited what is done with her data is not spoken to.
    """
    wish, last = _said(reader(), participant_id)
    if still_shown(now, NudgeKind.COMEBACK, last, wish):
        return True
    if not may_nudge(now, last, wish):
        return False
    try:
        with writing() as session:
            return add_nudge(session, participant_id, NudgeKind.COMEBACK, now)
    except LimitedError:
        return False


def add_nudge(session: Session, participant_id: int, kind: NudgeKind, now: datetime) -> bool:
    """Inside a caller's transaction: whether this may be said to her now; then it is written down.

    She is held, so that of two messages at one moment one is said. Raises NotTakingPartError.
    """
    hold(session, participant_id)
    wish, last = _said(session, participant_id)
    if not may_nudge(now, last, wish):
        return False
    session.add(NudgeRow(participant_id=participant_id, kind=kind, at=now))
    session.flush()
    return True


def mute(participant_id: int, now: datetime, *, forever: bool) -> None:
    """Say nothing to her for a month, or never again."""
    until = FOREVER if forever else day_in_beijing(now) + MUTE_DAYS
    statement = insert(MuteRow).values(participant_id=participant_id, muted_until=until)
    with writing() as session:
        hold(session, participant_id)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["participant_id"],
                set_={"muted_until": statement.excluded.muted_until},
            )
        )


def unmute(participant_id: int) -> None:
    """She may be spoken to again."""
    with writing() as session:
        hold(session, participant_id)
        session.execute(delete(MuteRow).where(MuteRow.participant_id == participant_id))


def muted_until(participant_id: int, today: date) -> date | None:
    """Until when she wants to hear nothing, if that is not over."""
    wish, _ = _said(reader(), participant_id)
    until = wish.muted_until
    return until if until and until >= today else None


def _said(on: Connected, participant_id: int) -> tuple[Wish, Nudge | None]:
    row = SAID.row(on, participant_id=participant_id)
    if row is None:
        return Wish(), None
    until, at, kind = row
    return Wish(until), Nudge(at, kind) if at else None
