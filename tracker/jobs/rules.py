"""The timetable: what is due at a moment. Every time is Beijing's, said as such."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
JOB_MAX = 24

REFRESH_DELAYS = (0, 20, 40)
"""Seconds into a minute at which roll-ups are refreshed: no page finds them half a minute old."""
FREEZE_HOUR = 3
"""Every night at 3: on Mondays areas are due, after a round's last day teams; else nothing is."""


class Job(StrEnum):
    """What runs by the clock."""

    REFRESH = "refresh"
    FREEZE = "freeze"
    SETTLE = "settle"
    FORGET = "forget"
    KEEP_TO_DATES = "keep_to_dates"
    SPEAK = "speak"
    SEAL = "seal"
    BACK_UP = "back_up"


BACK_UP_HOUR = 2
"""Before the night's freezing and forgetting, which a backup so can undo."""


def every_minute(utc: datetime) -> bool:
    """Due whenever the scheduler asks, which is once a minute."""
    return utc is not None


def every_night(utc: datetime) -> bool:
    """Due in the one minute at which it is 03:00 in Beijing; the scheduler's clock is UTC."""
    local = utc.replace(tzinfo=UTC).astimezone(BEIJING)
    return (local.hour, local.minute) == (FREEZE_HOUR, 0)


def every_night_at_two(utc: datetime) -> bool:
    """Due in the one minute at which it is 02:00 in Beijing."""
    local = utc.replace(tzinfo=UTC).astimezone(BEIJING)
    return (local.hour, local.minute) == (BACK_UP_HOUR, 0)


TIMETABLE: dict[Job, Callable[[datetime], bool]] = {
    Job.REFRESH: every_minute,
    Job.FREEZE: every_night,
    Job.SETTLE: every_night,
    Job.FORGET: every_night,
    Job.KEEP_TO_DATES: every_night,
    Job.SPEAK: every_minute,
    Job.SEAL: every_minute,
    Job.BACK_UP: every_night_at_two,
}


def minute_of(moment: datetime) -> datetime:
    """The beginning of a moment's minute: what several runners agree on."""
    return moment - timedelta(seconds=moment.second, microseconds=moment.microsecond)
