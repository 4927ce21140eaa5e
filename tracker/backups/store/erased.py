"""The lists beside the backups, and the database's own: each learns from the other.

One says who was erased, another who took back what was known of her body.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from tracker.backups.rules import BackupError
from tracker.clock import BEIJING
from tracker.database import forget_deleted
from tracker.database.ledger import NAME, WITHDRAWN, LedgerError, append, erasures
from tracker.privacy import store as privacy

Noted = Callable[[int, date, datetime], bool]
"""Carries out what a list says of a key, as of a day; whether there was anything to do."""


def carry_out_noted(folder: Path) -> int:
    """Finish what was noted beside the backups and cut off; raises BackupError."""
    try:
        return carry_out(folder / NAME)
    except (OSError, LedgerError) as error:
        raise BackupError(str(error)) from error


def carry_out(ledger: Path) -> int:
    """Finish erasures that a crash cut off after they were noted, and note those that were not.

    How many were finished.
    """
    noted = erasures(ledger) if ledger.exists() else {}
    known = privacy.erasures()
    unnoted = {key: moment for key, moment in known.items() if key not in noted}
    if unnoted or not ledger.exists():
        append(ledger, unnoted)
    carry_out_withdrawals(ledger.with_name(WITHDRAWN))
    return erase_again({key: moment for key, moment in noted.items() if key not in known})


def carry_out_withdrawals(ledger: Path) -> int:
    """The same of withdrawals: how many were finished."""
    noted = erasures(ledger) if ledger.exists() else {}
    known = privacy.withdrawals()
    unnoted = _later(known, noted)
    if unnoted:
        append(ledger, unnoted)
    return withdraw_again(_later(noted, known))


def _later(these: Mapping[int, datetime], known: Mapping[int, datetime]) -> dict[int, datetime]:
    """Those of which the other side knows nothing, or nothing as late."""
    return {key: at for key, at in these.items() if key not in known or known[key] < at}


def withdraw_again(noted: Mapping[int, datetime]) -> int:
    """Take back what these took back, unless they have decided since; how many did not stay so."""
    return _again(noted, privacy.withdraw_noted)


def erase_again(noted: Mapping[int, datetime]) -> int:
    """Erase whoever of these is here, as of the day she was erased; how many were."""
    return _again(noted, privacy.erase_noted)


def _again(noted: Mapping[int, datetime], carry_out_one: Noted) -> int:
    """Carry these out as of their days; of how many there was something to do."""
    done = sum(
        carry_out_one(key, moment.astimezone(BEIJING).date(), moment)
        for key, moment in noted.items()
    )
    if done:
        forget_deleted()
    return done
