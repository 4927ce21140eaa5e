"""What stands in a timetable: an item by all, a squad in an item, a break, a speech."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

TITLE_MAX = 30
MINUTES_MAX = 180
CHANGEOVER_MAX = 30
GAP_MAX = 60
CHANGEOVER_PRESET = 2
"""Minutes between one entry and the next: one squad leaves the floor, the other comes."""
GAP_PRESET = 15
"""Minutes between two appearances of one person or coach: a walk, other clothes, a breath."""
CALL_AHEAD = timedelta(minutes=10)
"""How long before its turn a squad stands at the entrance."""


class EntryKind(StrEnum):
    """What an entry is."""

    TOGETHER = "together"
    SQUAD = "squad"
    SPEECH = "speech"
    BREAK = "break"


class UnknownEntryError(Exception):
    """No such entry in this timetable."""


class NoTimetableError(Exception):
    """This event has no timetable, or none that is published."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the timetable since this page was opened; nothing was done."""


class BegunError(Exception):
    """What has been on, or is, keeps its place; the rest is moved, not planned anew."""


@dataclass(frozen=True)
class Entry:
    """One thing on the floor, and who is in it."""

    id: int
    kind: EntryKind
    minutes: int
    changeover: int
    """Minutes the floor needs after it."""
    group: int = 0
    """Its place in the programme; the order within a group is free."""
    pinned: datetime | None = None
    """The moment it does not begin before, such as an opening speech."""
    people: frozenset[int] = field(default=frozenset(), repr=False)
    coach: str = ""

    @property
    def length(self) -> timedelta:
        """How long it is on."""
        return timedelta(minutes=self.minutes)

    @property
    def clearing(self) -> timedelta:
        """How long the floor needs after it."""
        return timedelta(minutes=self.changeover)


@dataclass(frozen=True)
class Timed:
    """An entry with its place in time."""

    entry: Entry
    starts: datetime

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.starts + self.entry.length

    @property
    def free(self) -> datetime:
        """When the floor is ready for the next."""
        return self.ends + self.entry.clearing


def minutes_between(first: datetime, second: datetime) -> int:
    """Whole minutes from one moment to another, never more than there are."""
    return int((second - first).total_seconds() // 60)
