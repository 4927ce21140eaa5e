"""The week that a notice tells of, in numbers that name nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from tracker.campaign.rules import WEEK, Calendar, first_monday, monday_of, week_days, week_monday

DAY = timedelta(days=1)
KINDS_TOLD = 3
"""So many kinds of exercise are named; the others are added up."""
OTHER = ""
"""In place of a kind: all that are not named."""

Name = TypeVar("Name")


class Tone(StrEnum):
    """In which of our own voices a notice is written."""

    WARM = "warm"
    PLAIN = "plain"
    SHORT = "short"


@dataclass(frozen=True)
class WeekTold:
    """What a group did in a week: numbers of people, of check-ins and of minutes, no shares."""

    first: date
    last: date
    """The last day that is in it so far."""
    members: int
    """Whoever was there before its Monday: enough of them, or nothing leaves the team."""
    people: int
    """Of those, who noted something."""
    check_ins: int
    minutes: int
    kinds: tuple[tuple[str, int], ...]
    """Minutes by kind, the longest first, and at the end what is not named."""

    @property
    def is_quiet(self) -> bool:
        """Whether nobody noted anything yet."""
        return not (self.people or self.check_ins or self.minutes)


def told_monday(calendar: Calendar, today: date) -> date:
    """The Monday of the week to tell of: on a Monday the one before, on other days this one.

    After self-management it stays the last week.
    """
    day = min(today, calendar.ends + DAY)
    return week_monday(calendar, day - DAY if day.weekday() == 0 else day)


def finished_monday(calendar: Calendar, today: date) -> date:
    """The Monday of the last week that is over: what a Monday's digest tells of."""
    return min(monday_of(today) - WEEK, monday_of(calendar.ends))


def is_told_by_robots(calendar: Calendar, monday: date) -> bool:
    """Whether robots tell of a week: those of self-management, and no other."""
    return first_monday(calendar) <= monday <= monday_of(calendar.ends)


def week_told(
    calendar: Calendar,
    monday: date,
    until: date,
    people: tuple[int, int],
    check_ins: Mapping[date, int],
    minutes: Mapping[str, int],
) -> WeekTold:
    """A week in numbers, up to a day: members and active people, and what was counted of both."""
    first, last = week_days(calendar, monday)
    last = min(last, until)
    return WeekTold(
        first,
        last,
        *people,
        sum(count for day, count in check_ins.items() if first <= day <= last),
        sum(minutes.values()),
        tuple(_leading(minutes)),
    )


def thanked(wishing: Sequence[Name], monday: date) -> Name | None:
    """The one whose turn it is in a week; after as many weeks as there are names, all had it."""
    return wishing[monday.toordinal() // 7 % len(wishing)] if wishing else None


def noted_since(first: date, days: Iterable[date | None]) -> bool:
    """Whether any of these days with an entry is that day or later."""
    return any(day is not None and day >= first for day in days)


def _leading(minutes: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    ordered = sorted(
        ((kind, count) for kind, count in minutes.items() if count),
        key=lambda each: (-each[1], each[0]),
    )
    yield from ordered[:KINDS_TOLD]
    rest = sum(count for _, count in ordered[KINDS_TOLD:])
    if rest:
        yield OTHER, rest
