"""The season's calendar: phases, rounds, weeks, and the presets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

SEASON_NAME_MAX = 60
ENTRY_DAYS_AFTER = 3
WEEK = timedelta(days=7)
RETENTION = timedelta(days=180)
"""How long personal data outlives its season: time for the final report, then no reason to keep."""


class PhaseKind(StrEnum):
    """Kinds of phase; they may overlap."""

    ENROLMENT = "enrolment"
    LATE_JOINING = "late_joining"
    SELF_MANAGEMENT = "self_management"
    ROUND = "round"
    SHOWCASE = "showcase"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True)
class Phase:
    """A stretch of days, both ends included."""

    kind: PhaseKind
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the day lies in this phase."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """A season's phases and the questions asked of them."""

    phases: tuple[Phase, ...]

    def only(self, kind: PhaseKind) -> Phase:
        """The phase of a kind that every season has once; raises LookupError if it is missing."""
        for phase in self.phases:
            if phase.kind is kind:
                return phase
        raise LookupError(kind)

    @property
    def logging_starts(self) -> date:
        """The first day anybody can join and log."""
        return self.only(PhaseKind.ENROLMENT).first

    @property
    def logging_ends(self) -> date:
        """The last day on which entries are taken, for days of self-management at the latest."""
        return self.ends + timedelta(days=ENTRY_DAYS_AFTER)

    @cached_property
    def starts(self) -> date:
        """The first day of self-management."""
        return self.only(PhaseKind.SELF_MANAGEMENT).first

    @property
    def ends(self) -> date:
        """The last day of self-management."""
        return self.only(PhaseKind.SELF_MANAGEMENT).last

    @property
    def rounds(self) -> tuple[Phase, ...]:
        """The rounds in their order."""
        found = (phase for phase in self.phases if phase.kind is PhaseKind.ROUND)
        return tuple(sorted(found, key=lambda phase: phase.first))

    def covered(self, kind: PhaseKind, day: date) -> bool:
        """Whether any phase of this kind covers the day."""
        return any(phase.kind is kind and phase.covers(day) for phase in self.phases)


@dataclass(frozen=True)
class Season:
    """A season as a value."""

    id: int
    name: str
    calendar: Calendar
    notice_version: int = 0
    """Which version of the notice is in force; 0 before the first is published."""


class UnknownSeasonError(Exception):
    """No such season."""


BEIJING_2024 = Calendar(
    (
        Phase(PhaseKind.ENROLMENT, date(2024, 7, 11), date(2024, 8, 10)),
        Phase(PhaseKind.SELF_MANAGEMENT, date(2024, 8, 11), date(2024, 11, 10)),
        Phase(PhaseKind.ROUND, date(2024, 8, 12), date(2024, 9, 8)),
        Phase(PhaseKind.ROUND, date(2024, 9, 9), date(2024, 10, 6)),
        Phase(PhaseKind.ROUND, date(2024, 10, 7), date(2024, 11, 10)),
        Phase(PhaseKind.SHOWCASE, date(2024, 9, 23), date(2024, 10, 27)),
        Phase(PhaseKind.WRAP_UP, date(2024, 11, 11), date(2024, 11, 30)),
    )
)
"""The 2024 Beijing season: dates from the campaign's announcement, rounds of 4 + 4 + 5 weeks."""


def shifted(calendar: Calendar, weeks: int) -> Calendar:
    """The same calendar, moved by whole weeks so that weekdays stay what they were."""
    return Calendar(
        tuple(
            replace(phase, first=phase.first + weeks * WEEK, last=phase.last + weeks * WEEK)
            for phase in calendar.phases
        )
    )


def with_late_joining(calendar: Calendar) -> Calendar:
    """The same calendar, also open for joining through self-management."""
    late = Phase(PhaseKind.LATE_JOINING, calendar.starts, calendar.ends)
    return Calendar((*calendar.phases, late))


def monday_of(day: date) -> date:
    """The Monday on or before a day."""
    return day - timedelta(days=day.weekday())


def first_monday(calendar: Calendar) -> date:
    """The Monday of week 1: a Sunday at the very start belongs to week 1 as well."""
    start = calendar.starts
    return start if start.weekday() == 0 else monday_of(start) + WEEK


def week_monday(calendar: Calendar, day: date) -> date:
    """The Monday of the week a day counts in: days before the first Monday are in week 1."""
    first = first_monday(calendar)
    return first if calendar.starts <= day < first else monday_of(day)


def week_days(calendar: Calendar, monday: date) -> tuple[date, date]:
    """First and last day that count in the week of a Monday: week 1 may have a day before it."""
    first = first_monday(calendar)
    begins = min(calendar.starts, monday) if monday == first else monday
    ends = monday + WEEK - timedelta(days=1)
    return begins, min(ends, calendar.starts - timedelta(days=1)) if monday < first else ends


def week_number(calendar: Calendar, day: date) -> int:
    """The season's week a day lies in: 1 from the start, 0 or less before it."""
    return (week_monday(calendar, day) - first_monday(calendar)).days // 7 + 1


def week_numbers(calendar: Calendar, days: Iterable[date]) -> set[int]:
    """The same for many days at once: the weeks that any of them lies in."""
    starts, monday = calendar.starts.toordinal(), first_monday(calendar).toordinal()
    numbers = {day.toordinal() for day in days}
    return {1 if starts <= each < monday else (each - monday) // 7 + 1 for each in numbers}


def kept_until(calendar: Calendar) -> date:
    """The last day on which a season's personal data is kept."""
    return max(phase.last for phase in calendar.phases) + RETENTION
