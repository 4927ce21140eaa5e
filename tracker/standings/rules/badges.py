"""A few kind badges, for herself alone: each is given once, and none can be lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from tracker.campaign.rules import Calendar, week_days, week_monday

SILENCE = timedelta(days=10)
"""Coming back after so many days without an entry is worth a badge of its own."""
REGULAR_DAYS = 3
REGULAR_WEEKS = 4
KINDS_TRIED = 5


class Badge(StrEnum):
    """What can be had; not one of them asks for a kilogram or for every day."""

    FIRST_WEEK = "first_week"
    COMEBACK = "comeback"
    REGULAR_MONTH = "regular_month"
    WHOLE_ROUND = "whole_round"
    CURIOUS = "curious"


@dataclass(frozen=True)
class Given:
    """A badge and the day it was earned."""

    badge: Badge
    on: date


def badges(
    calendar: Calendar, noted: Iterable[date], exercised: Iterable[tuple[date, str]]
) -> tuple[Given, ...]:
    """Every badge that these entries earned, oldest first."""
    days = sorted(set(noted))
    moved = sorted(set(exercised))
    found = {
        Badge.FIRST_WEEK: days[0] if days else None,
        Badge.COMEBACK: _comeback(days),
        Badge.REGULAR_MONTH: _regular(calendar, moved),
        Badge.WHOLE_ROUND: _whole_round(calendar, days),
        Badge.CURIOUS: _curious(moved),
    }
    given = [Given(badge, on) for badge, on in found.items() if on is not None]
    return tuple(sorted(given, key=lambda each: each.on))


def _comeback(days: Sequence[date]) -> date | None:
    return next((after for before, after in pairwise(days) if after - before > SILENCE), None)


def _regular(calendar: Calendar, moved: Sequence[tuple[date, str]]) -> date | None:
    """The day on which a fourth week with exercise on three days was full; they need not follow."""
    by_week: dict[date, set[date]] = {}
    weeks = 0
    for day, _ in moved:
        inside = by_week.setdefault(week_monday(calendar, day), set())
        known = len(inside)
        inside.add(day)
        weeks += known < REGULAR_DAYS == len(inside)
        if weeks == REGULAR_WEEKS and len(inside) == REGULAR_DAYS:
            return day
    return None


def _whole_round(calendar: Calendar, days: Sequence[date]) -> date | None:
    """An entry in every week of a round, whichever it is."""
    for round_ in calendar.rounds:
        monday, ends = round_.first, []
        while monday <= round_.last:
            first, last = week_days(calendar, monday)
            ends.append(next((day for day in days if first <= day <= last), None))
            monday += timedelta(days=7)
        there = [day for day in ends if day is not None]
        if len(there) == len(ends):
            return there[-1]
    return None


def _curious(moved: Sequence[tuple[date, str]]) -> date | None:
    kinds: set[str] = set()
    for day, kind in moved:
        kinds.add(kind)
        if len(kinds) == KINDS_TRIED:
            return day
    return None
