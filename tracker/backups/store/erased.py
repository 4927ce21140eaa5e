"""The list of erasures beside the backups, and the database's own: each learns from the other."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tracker.backups.rules import BackupError
from tracker.clock import BEIJING
from tracker.database import forget_deleted
from tracker.database.ledger import NAME, LedgerError, append, erasures
from tracker.privacy import store as privacy


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
    return erase_again({key: moment for key, moment in noted.items() if key not in known})


def erase_again(noted: Mapping[int, datetime]) -> int:
    """Erase whoever of these is here, as of the day she was erased; how many were."""
    done = sum(
        privacy.erase_noted(key, moment.astimezone(BEIJING).date(), moment)
        for key, moment in noted.items()
    )
    if done:
        forget_deleted()
    return done
