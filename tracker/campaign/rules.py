"""The season's calendar: phases, rounds, and what is open on a day."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

SEASON_NAME_MAX = 60
CONSENT_VERSION = 1
ENTRY_DAYS_BACK = 6
ENTRY_DAYS_AFTER = 3
WEEK = timedelta(days=7)
ADULT_AGE = 18
YOUNGEST_AGE = 16


class PhaseKind(StrEnum):
    """Kinds of phase; they may overlap."""

    ENROLMENT = "enrolment"
    LATE_JOINING = "late_joining"
    SELF_MANAGEMENT = "self_management"
    ROUND = "round"
    SHOWCASE = "showcase"
    WRAP_UP = "wrap_up"


JOINING_PHASES = frozenset({PhaseKind.ENROLMENT, PhaseKind.LATE_JOINING})


class ConsentKind(StrEnum):
    """The six consents of the campaign's notice, each its own tick."""

    TERMS = "terms"
    BODY_DATA = "body_data"
    LEADER_SEES = "leader_sees"
    NAME_IN_STANDINGS = "name_in_standings"
    EVALUATION = "evaluation"
    PHOTOGRAPHS = "photographs"


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

    @property
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


@dataclass(frozen=True)
class Participant:
    """A person's part in a season, as a value."""

    id: int
    account_id: int
    name: str
    season: Season
    enrolled_on: date
    left_on: date | None
    body_data: bool
    """Whether consent (2), body data, is given now."""


class ClosedReason(StrEnum):
    """Why something is not open on a day."""

    NOT_YET = "not_yet"
    OVER = "over"


class Window(StrEnum):
    """What can be closed to somebody on a day."""

    JOINING = "joining"
    LOGGING = "logging"


class ClosedError(Exception):
    """A window is closed: why, and the day it opens or the last day it was open."""

    def __init__(self, reason: ClosedReason, day: date, window: Window = Window.LOGGING) -> None:
        super().__init__(reason, day, window)
        self.reason = reason
        self.day = day
        self.window = window


class AlreadyJoinedError(Exception):
    """This account takes part in the season already."""


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


def open_on(calendar: Calendar, day: date) -> OpenOn:
    """What is open on a day: the one place that decides."""
    enrolling = calendar.covered(PhaseKind.ENROLMENT, day)
    return OpenOn(
        enrolling=enrolling,
        late_joining=calendar.covered(PhaseKind.LATE_JOINING, day),
        logging=calendar.logging_starts <= day <= calendar.logging_ends,
        transfers=enrolling or calendar.covered(PhaseKind.SELF_MANAGEMENT, day),
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


def monday_of(day: date) -> date:
    """The Monday on or before a day."""
    return day - timedelta(days=day.weekday())


def first_monday(calendar: Calendar) -> date:
    """The Monday of week 1: a Sunday at the very start belongs to week 1 as well."""
    start = calendar.starts
    return start if start.weekday() == 0 else monday_of(start) + WEEK


def week_number(calendar: Calendar, day: date) -> int:
    """The season's week a day lies in: 1 from the start, 0 or less before it."""
    if calendar.starts <= day < first_monday(calendar):
        return 1
    return (monday_of(day) - first_monday(calendar)).days // 7 + 1


def text_hash(text: str) -> str:
    """SHA-256 of the words a person was shown when she decided."""
    return hashlib.sha256(text.encode()).hexdigest()
