"""When all areas are frozen together, and how one such snapshot is told from another."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.campaign.rules import WEEK, Calendar, monday_of

NOTE_MAX = 200
FIRST = 1
"""The version that a moment is frozen in at first."""

Parts = Mapping[tuple[str, str], Mapping[str, Any]]
"""What is frozen of each area in each section, by (section, scope); plain JSON values."""


class UnknownSnapshotError(Exception):
    """Nothing was frozen as of this day."""


class NoteNeededError(Exception):
    """A snapshot that supersedes another must say why."""


@dataclass(frozen=True)
class SnapshotOf:
    """Which snapshot: as of the beginning of a Monday, when it was frozen, and what it holds."""

    as_of: date
    version: int
    frozen_at: datetime
    data_hash: str
    note: str = ""
    """Why it supersedes the version before it; empty in the first."""

    def is_final(self, calendar: Calendar) -> bool:
        """Whether its last week was seven days over: only the season's last one waits for that."""
        return self.as_of >= final_monday(calendar)


def final_monday(calendar: Calendar) -> date:
    """The season's last snapshot: by then its last week is final, so no later Monday is frozen."""
    return monday_of(calendar.ends) + 2 * WEEK


def snapshot_monday(calendar: Calendar, today: date) -> date | None:
    """The Monday as of which areas are frozen today; None before self-management's first one."""
    monday = min(monday_of(today), final_monday(calendar))
    return monday if monday > calendar.starts else None


def first_snapshot_monday(calendar: Calendar) -> date:
    """The Monday as of which the season's first snapshot is frozen."""
    return monday_of(calendar.starts + timedelta(days=7))


def snapshot_mondays(calendar: Calendar, today: date) -> tuple[date, ...]:
    """Every Monday up to today as of which areas are, or should have been, frozen."""
    last = snapshot_monday(calendar, today)
    if last is None:
        return ()
    first = first_snapshot_monday(calendar)
    return tuple(first + WEEK * place for place in range((last - first) // WEEK + 1))


def data_hash(parts: Parts) -> str:
    """SHA-256 of the figures in a canonical form: the same data gives the same hash."""
    ordered = [[*key, parts[key]] for key in sorted(parts)]
    text = json.dumps(ordered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seed_of(hashed: str) -> int:
    """The seed of whatever is drawn by lot for a snapshot."""
    return int(hashed[:16], 16)
