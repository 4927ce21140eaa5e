"""A pause: from a day to a day, no reason asked, eight weeks of a season at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.campaign.rules import Calendar
from tracker.teams.rules import BackwardsError

PAUSE_DAYS = 14
"""How long a pause is unless she says otherwise, both days included."""
PAUSE_DAYS_MAX = 56
"""Eight weeks: who is away for longer takes part no longer, and may say so."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    """Days on which somebody pauses, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Proposal:
    """A pause that somebody who leads her team proposed and she has not answered."""

    first: date
    last: date
    by: str


class PauseInPastError(Exception):
    """A pause begins today at the earliest: what is past stays as it was."""


class PauseTooLateError(Exception):
    """A pause lies inside the season, which ends on `last`."""

    def __init__(self, last: date) -> None:
        super().__init__(last)
        self.last = last


class PauseTooLongError(Exception):
    """More days than a season has for pauses; `left` are left."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class NotProposedError(Exception):
    """No such pause is proposed to her, or its days are over."""


def confirmed(calendar: Calendar, asked: Pause, today: date) -> Pause:
    """What becomes of a proposed pause when she agrees today: what is past of it stays as it was.

    A leader may not know by heart when the season ends; nothing is paused after it.
    """
    return Pause(max(asked.first, today), min(asked.last, calendar.ends))


def check_pause(calendar: Calendar, wanted: Pause, today: date, taken: Iterable[Pause]) -> None:
    """Whether somebody who paused on these days may pause so.

    Raises BackwardsError, PauseInPastError, PauseTooLateError or PauseTooLongError.
    """
    if wanted.last < wanted.first:
        raise BackwardsError(wanted.last)
    if wanted.first < today:
        raise PauseInPastError(wanted.first)
    if wanted.last > calendar.ends:
        raise PauseTooLateError(calendar.ends)
    left = PAUSE_DAYS_MAX - sum(each.days for each in taken)
    if wanted.days > left:
        raise PauseTooLongError(max(left, 0))
