"""A timetable as a value: its settings, its rows in order, and what is asked to change."""

from dataclasses import dataclass
from datetime import datetime

from tracker.showcases.rules import Item, Squad
from tracker.timetables.rules.entries import CALL_AHEAD, EntryKind, Timed
from tracker.timetables.rules.running import Live, Marks, slide


@dataclass(frozen=True)
class Settings:
    """What a timetable is planned by."""

    starts: datetime
    changeover: int
    gap: int


@dataclass(frozen=True)
class Row:
    """A row: when, what was noted on the day, and what it shows."""

    timed: Timed
    marks: Marks
    title: str
    item: Item | None
    squad: Squad | None

    @property
    def id(self) -> int:
        """The key of the entry."""
        return self.timed.entry.id

    @property
    def kind(self) -> EntryKind:
        """What it is."""
        return self.timed.entry.kind

    @property
    def call(self) -> datetime:
        """When its people stand at the entrance."""
        return self.timed.starts - CALL_AHEAD

    @property
    def is_agreed(self) -> bool:
        """Whether it may be shown to everybody: a squad once it is confirmed, all else always."""
        return self.squad is None or self.squad.is_confirmed


@dataclass(frozen=True)
class Timetable:
    """All of it, in order."""

    showcase_id: int
    settings: Settings
    edition: int
    """Counts changes of the plan: who edits says which one she saw."""
    version: int
    """Counts those and every tap of the day: what a board is as of."""
    is_published: bool
    early: bool
    """Whether things may begin before their published times."""
    rows: tuple[Row, ...]
    nominated: tuple[Squad, ...] = ()
    """All squads of the event, in the table or not."""

    @property
    def slots(self) -> list[Timed]:
        """The entries with their times."""
        return [each.timed for each in self.rows]

    @property
    def marks(self) -> list[Marks]:
        """What was noted about each."""
        return [each.marks for each in self.rows]

    @property
    def has_begun(self) -> bool:
        """Whether anything was noted on the day."""
        return any(each != Marks() for each in self.marks)

    @property
    def fixed(self) -> int:
        """How many rows at the top have been on or are, and keep their places."""
        kept = [place for place, each in enumerate(self.marks, 1) if each.started]
        return max(kept, default=0)

    def live(self, now: datetime) -> list[tuple[Row, Live]]:
        """Each row with when it was, is or will be."""
        found = slide(self.slots, self.marks, now, early=self.early)
        return list(zip(self.rows, found, strict=True))


@dataclass(frozen=True)
class Move:
    """An entry to another place, counted without it."""

    entry_id: int
    place: int
