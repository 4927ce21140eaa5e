"""How seldom the system itself speaks to a person: once a week, by day, never if she says so."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BETWEEN_NUDGES = timedelta(days=7)
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
MUTE_DAYS = timedelta(days=30)
FOREVER = date.max
"""Kept as the last day there is."""
BEIJING = ZoneInfo("Asia/Shanghai")


class NudgeKind(StrEnum):
    """What the system says of itself."""

    COMEBACK = "comeback"
    """The card that meets somebody who was silent for ten days."""


@dataclass(frozen=True)
class Nudge:
    """One thing that was said to her."""

    at: datetime
    kind: NudgeKind


@dataclass(frozen=True)
class Wish:
    """Until when she wants to hear nothing; None, if she said no such thing."""

    muted_until: date | None = None


def is_quiet(moment: datetime) -> bool:
    """Whether it is night in Beijing: from 21:00 to 8:00."""
    local = moment.astimezone(BEIJING).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def may_nudge(moment: datetime, last: Nudge | None, wish: Wish) -> bool:
    """Whether the system may say something now; a clock that was set back allows nothing."""
    if not _is_welcome(moment, wish):
        return False
    return last is None or moment - last.at >= BETWEEN_NUDGES


def still_shown(moment: datetime, kind: NudgeKind, last: Nudge | None, wish: Wish) -> bool:
    """Whether what was said on a page today is still said there: it is the same message."""
    if last is None or last.kind is not kind or not _is_welcome(moment, wish):
        return False
    return day_in_beijing(last.at) == day_in_beijing(moment)


def _is_welcome(moment: datetime, wish: Wish) -> bool:
    muted = wish.muted_until is not None and day_in_beijing(moment) <= wish.muted_until
    return not muted and not is_quiet(moment)


def day_in_beijing(moment: datetime) -> date:
    """The day that this moment lies in, there."""
    return moment.astimezone(BEIJING).date()
