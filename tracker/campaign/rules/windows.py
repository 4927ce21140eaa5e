"""What is open on a day, and why something is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.campaign.rules.calendar import Calendar, PhaseKind

ENTRY_DAYS_BACK = 6
JOINING_PHASES = frozenset({PhaseKind.ENROLMENT, PhaseKind.LATE_JOINING})
TRANSFER_PHASES = frozenset({PhaseKind.ENROLMENT, PhaseKind.SELF_MANAGEMENT})
"""Anybody may change teams in these, once in each; rounds and the showcase are not counted."""


class ClosedReason(StrEnum):
    """Why something is not open on a day."""

    NOT_YET = "not_yet"
    OVER = "over"


class Window(StrEnum):
    """What can be closed to somebody on a day."""

    JOINING = "joining"
    LOGGING = "logging"
    TRANSFER = "transfer"


class ClosedError(Exception):
    """A window is closed: why, and the day it opens or the last day it was open."""

    def __init__(self, reason: ClosedReason, day: date, window: Window = Window.LOGGING) -> None:
        super().__init__(reason, day, window)
        self.reason = reason
        self.day = day
        self.window = window


class TransferredAlreadyError(Exception):
    """She changed teams in this phase already; once a phase is the rule."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


@dataclass(frozen=True)
class OpenOn:
    """What is open on one day of a season."""

    enrolling: bool
    late_joining: bool
    logging: bool
    transfers: bool
    """Whether anybody may change teams; that each may once a phase is counted elsewhere."""
    scoring: bool
    showcase_sign_up: bool
    results: bool

    @property
    def joining(self) -> bool:
        """Whether a new person may join, in time or late."""
        return self.enrolling or self.late_joining


def open_on(calendar: Calendar, day: date) -> OpenOn:
    """What is open on a day: the one place that decides."""
    return OpenOn(
        enrolling=calendar.covered(PhaseKind.ENROLMENT, day),
        late_joining=calendar.covered(PhaseKind.LATE_JOINING, day),
        logging=calendar.logging_starts <= day <= calendar.logging_ends,
        transfers=any(calendar.covered(kind, day) for kind in TRANSFER_PHASES),
        scoring=calendar.covered(PhaseKind.ROUND, day),
        showcase_sign_up=calendar.covered(PhaseKind.SHOWCASE, day),
        results=day > calendar.ends,
    )


def check_joining(calendar: Calendar, day: date) -> None:
    """Raises ClosedError when nobody can join on the day: the next day one can, or the last."""
    if open_on(calendar, day).joining:
        return
    windows = [phase for phase in calendar.phases if phase.kind in JOINING_PHASES]
    later = [phase.first for phase in windows if phase.first > day]
    if later:
        raise ClosedError(ClosedReason.NOT_YET, min(later), Window.JOINING)
    raise ClosedError(ClosedReason.OVER, max(phase.last for phase in windows), Window.JOINING)


def check_transfer(calendar: Calendar, day: date, moved_on: Iterable[date]) -> None:
    """Whether somebody who changed teams on these days may do so on the day.

    Raises ClosedError, or TransferredAlreadyError with the day of that phase's transfer.
    """
    phases = [phase for phase in calendar.phases if phase.kind in TRANSFER_PHASES]
    current = [phase for phase in phases if phase.covers(day)]
    if not current:
        later = [phase.first for phase in phases if phase.first > day]
        reason = ClosedReason.NOT_YET if later else ClosedReason.OVER
        edge = min(later) if later else max(phase.last for phase in phases)
        raise ClosedError(reason, edge, Window.TRANSFER)
    for moved in moved_on:
        if any(phase.covers(moved) for phase in current):
            raise TransferredAlreadyError(moved)


def entry_days(calendar: Calendar, enrolled_on: date, today: date) -> tuple[date, date]:
    """First and last day that may be noted today; raises ClosedError when there is none."""
    opens = max(calendar.logging_starts, enrolled_on)
    if opens > calendar.ends:
        raise ClosedError(ClosedReason.OVER, calendar.ends)
    if today > calendar.logging_ends:
        raise ClosedError(ClosedReason.OVER, calendar.logging_ends)
    if today < opens:
        raise ClosedError(ClosedReason.NOT_YET, opens)
    return max(opens, today - timedelta(days=ENTRY_DAYS_BACK)), min(today, calendar.ends)
