"""A slip's phone is tried: a wrong one is counted on the slip, and too many make it wait."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.invitations.models import Invitation, RoleSlip
from tracker.invitations.rules import TooManyMissesError, WrongPhoneError, misses_now, waits_until


@dataclass(frozen=True)
class Tries:
    """The phone a slip is for, and the wrong ones that were given for it."""

    handle: str
    phone: str
    misses: int
    missed_at: datetime | None


def add_try(
    session: Session, table: type[Invitation | RoleSlip], tries: Tries, phone: str, now: datetime
) -> WrongPhoneError | TooManyMissesError | None:
    """Inside a caller's transaction that holds the slip: count a wrong phone, or say all is well.

    The right one forgets the wrong ones before it; while a slip waits, neither is looked at.
    """
    until = waits_until(tries.misses, tries.missed_at, now)
    if until:
        return TooManyMissesError(until)
    mine = update(table).where(table.handle == tries.handle)
    if phone == tries.phone:
        if tries.misses:
            session.execute(mine.values(misses=0, missed_at=None))
        return None
    misses = misses_now(tries.misses, tries.missed_at, now)
    session.execute(mine.values(misses=misses, missed_at=now))
    return WrongPhoneError()
