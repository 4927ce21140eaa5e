"""What a backup is called, which ones stay, and what can go wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NAME = re.compile(r"tracker-(\d{8}T\d{6}Z)\.backup")
MOMENT = "%Y%m%dT%H%M%SZ"
DUE_AFTER = timedelta(hours=20)
"""A night's backup is due although the one before was made late."""


class BackupError(Exception):
    """It could not be done, and nothing half is left; the message says what to do."""


class NotEmptyError(BackupError):
    """The database to restore into has rows."""


class NoDataKeyError(BackupError):
    """What the backup holds of phones and names could not be read."""


class NoLedgerError(BackupError):
    """Nothing says who was erased since the backup."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds."""

    kind: str
    """The database it is of: `sqlite` or `postgresql`."""
    revision: str
    made_at: datetime
    rows: dict[str, int]
    """How many rows each table has."""
    sha256: str
    """Of everything in it, before it was compressed and encrypted."""
    sequences: dict[str, int]
    """How far PostgreSQL had counted."""
    data_keys: tuple[str, ...] = ()
    """The ids of those that phones and names in it need; older backups do not say."""

    @property
    def row_count(self) -> int:
        """Rows in all tables."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Restored:
    """What restoring did."""

    contents: Contents
    revision: str
    """The newest one, to which the backup was brought."""
    erased_again: int
    """People who were in the backup and had been erased."""


def file_name(moment: datetime) -> str:
    """What a backup of this moment is called."""
    return f"tracker-{moment.astimezone(UTC).strftime(MOMENT)}.backup"


def moment_of(name: str) -> datetime | None:
    """The moment in a backup's name; None for any other file's."""
    found = NAME.fullmatch(name)
    return datetime.strptime(found[1], MOMENT).replace(tzinfo=UTC) if found else None


def superseded(names: Iterable[str], keep: int) -> list[str]:
    """Backups that are older than the newest `keep`; the newest one always stays."""
    backups = sorted((name for name in names if moment_of(name)), reverse=True)
    return backups[max(keep, 1) :]


def is_due(names: Iterable[str], now: datetime) -> bool:
    """Whether the newest backup is too old, or there is none."""
    moments = [moment for name in names if (moment := moment_of(name))]
    return not moments or now - max(moments) >= DUE_AFTER
