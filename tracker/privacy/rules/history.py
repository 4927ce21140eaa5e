"""What somebody brought from a former season, kept apart from the season's log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.exercise.rules import Effort
from tracker.weight.rules.quantities import Source


@dataclass(frozen=True, order=True)
class BroughtReading:
    """A weight of a former season."""

    day: date
    source: Source
    grams: int
    waist_mm: int | None


@dataclass(frozen=True, order=True)
class BroughtEntry:
    """A stretch of exercise of a former season, with the key it had."""

    day: date
    key: str
    kind: str
    effort: Effort
    minutes: int


@dataclass(frozen=True)
class History:
    """What was brought: one weight a day and source, one stretch a key, by days."""

    readings: tuple[BroughtReading, ...] = ()
    entries: tuple[BroughtEntry, ...] = ()

    @property
    def days(self) -> tuple[date, date] | None:
        """The first day and the last, if there is any."""
        found = [each.day for each in self.readings] + [each.day for each in self.entries]
        return (min(found), max(found)) if found else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.readings or self.entries)


@dataclass(frozen=True)
class Month:
    """One month of what was brought, the latest day first."""

    first: date
    readings: tuple[BroughtReading, ...]
    entries: tuple[BroughtEntry, ...]

    @property
    def minutes(self) -> int:
        """Minutes of exercise, as they were noted."""
        return sum(each.minutes for each in self.entries)


def months(history: History) -> tuple[Month, ...]:
    """Month by month, the latest first."""
    firsts = {each.day.replace(day=1) for each in history.readings}
    firsts |= {each.day.replace(day=1) for each in history.entries}
    return tuple(
        Month(first, _of_month(history.readings, first), _of_month(history.entries, first))
        for first in sorted(firsts, reverse=True)
    )


def kept_with(history: History, *, readings: bool) -> History:
    """What may be kept of it: weights only with consent (2)."""
    return history if readings else History((), history.entries)


def there_already(brought: History, before: History) -> int:
    """How many rows of it are there already."""
    days = {(each.day, each.source) for each in before.readings}
    keys = {each.key for each in before.entries}
    readings = sum((each.day, each.source) in days for each in brought.readings)
    return readings + sum(each.key in keys for each in brought.entries)


def _of_month(rows: Iterable[Any], first: date) -> tuple[Any, ...]:
    found = [row for row in rows if row.day.replace(day=1) == first]
    return tuple(reversed(found))
