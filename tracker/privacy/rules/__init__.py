"""What is kept about a person: every table that points at one, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.campaign.rules import Calendar
from tracker.compliance.rules.retention import LEAVING_DAYS
from tracker.privacy.rules.columns import COLUMNS
from tracker.privacy.rules.fates import Fate, Kept, Key
from tracker.privacy.rules.kept import KEPT
from tracker.privacy.rules.leaving import (
    NUMBER_DIGITS,
    Erased,
    Leaving,
    NotLeavingError,
    Said,
    counts_by_group,
    number_typed,
)

__all__ = [
    "COLUMNS",
    "KEPT",
    "LEAVING_DAYS",
    "NUMBER_DIGITS",
    "Erased",
    "Fate",
    "Kept",
    "Key",
    "Leaving",
    "NotLeavingError",
    "Said",
    "counts_by_group",
    "number_typed",
]

BARE_NAME = "—"
"""Stands where her name was, in the access log of those she looked at."""
NO_PASSWORD = "-"  # noqa: S105  (the mark that no password fits)


Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Copy:
    """Everything kept about one person, table by table, and who looked at her."""

    tables: dict[str, Rows]
    looked_at_you: Rows
    calendars: dict[int, Calendar] = field(default_factory=dict)
    """Her parts in seasons, each with its season's days, for the charts."""


@dataclass(frozen=True)
class Certificate:
    """What an erased person is told: a number, a moment, how much is gone."""

    number: int
    erased_at: datetime
    rows_deleted: int
    left_on_disk: bool
    """Whether copies may still lie in the database's log, because somebody was reading it."""


class NotNotedError(Exception):
    """An erasure could not be noted beside the backups, which still have her: it was not done."""


class UnknownPersonError(Exception):
    """Nobody has this phone."""


def codebook() -> dict[str, Any]:
    """What each table and column of an export means, and what erasure would leave."""
    return {
        "tables": {
            kept.name: {"about": kept.about, "erasure": kept.fate.value, "why": kept.why}
            for kept in KEPT
        },
        "columns": COLUMNS,
    }
