"""When a station is open and to whom, codes that name a person for minutes, and what is shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.accounts.rules import CITY_SCOPE, Person, Role, district_scope, unit_scope
from tracker.teams.rules import JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH

PLACE_MAX = 40
DOORS_MAX = 12
"""Phones that one station may let in; one that was let in by mistake is shut out again."""

CODE_ALPHABET, CODE_LENGTH = JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH
NUMBER_DIGITS = 8
"""To be read out: so many that nobody meets a living one by trying."""

CODE_LASTS = timedelta(minutes=10)
CODE_FRESH = timedelta(minutes=5)
"""A code with less left is not shown again; a new one is made."""
SAVING_LASTS = timedelta(minutes=5)
"""How much longer a weight can be saved whose page was opened in time."""

STARS_MAX = 2

DUTIES = frozenset(
    {Role.LEADER, Role.DEPUTY, Role.CONTACT, Role.DISTRICT, Role.CITY, Role.STATISTICIAN}
)
"""Whoever has one of these over people never sees a weight of theirs, so weighs nobody."""


class Standing(StrEnum):
    """Where a station is in its day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


class Answer(StrEnum):
    """What becomes of a weight that was typed."""

    NOTED = "noted"
    LOOK_AGAIN = "look_again"


class UnknownStationError(Exception):
    """No such station."""


class UnknownDoorError(Exception):
    """A door code that never was, was shut, or let somebody in already."""


class TooManyDoorsError(Exception):
    """A station lets in only so many phones."""


class HasDutyError(Exception):
    """Who leads or organizes people does not weigh them."""


class UnusableCodeError(Exception):
    """Nobody can be weighed by this code now; why is never told to whoever holds the scales."""


class NotOpenError(Exception):
    """Outside a station's hours."""

    def __init__(self, station: "Station", standing: Standing) -> None:
        super().__init__(station.id, standing)
        self.station = station
        self.standing = standing


@dataclass(frozen=True)
class NewStation:
    """A station about to be opened; without a unit it is its district's."""

    season_id: int
    district_code: str
    unit_id: int | None
    place: str
    day: date
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Station:
    """One place on one day."""

    id: int
    season_id: int
    district_code: str
    unit_id: int | None
    place: str
    day: date
    opens: datetime
    closes: datetime

    def standing(self, now: datetime) -> Standing:
        """Whether it is open at this moment; at the moment it closes it is not any more."""
        if now >= self.closes:
            return Standing.OVER
        return Standing.OPEN if now >= self.opens else Standing.NOT_YET

    def check_open(self, now: datetime) -> None:
        """Raises NotOpenError outside its hours."""
        standing = self.standing(now)
        if standing is not Standing.OPEN:
            raise NotOpenError(self, standing)


@dataclass(frozen=True)
class Door:
    """One phone that may be let in: who should hold it, and the code until it was used."""

    id: int
    name: str
    code: str
    used: bool
    shut: bool


@dataclass(frozen=True)
class Shown:
    """A person's code as she shows it: to scan, or to read out."""

    code: str
    number: str
    wants_height: bool
    expires_at: datetime

    @property
    def spoken(self) -> str:
        """The number in two halves, as it is read out."""
        half = NUMBER_DIGITS // 2
        return f"{self.number[:half]} {self.number[half:]}"


@dataclass(frozen=True)
class Guest:
    """Who stands on the scales, as little as the staff need to know that it is she."""

    participant_id: int
    hidden_name: str
    wants_height: bool


@dataclass(frozen=True)
class Weighed:
    """What was typed at the scales, and whether they were looked at a second time."""

    grams: int
    height_mm: int | None
    looked_again: bool


def hidden_name(name: str) -> str:
    """A family name with stars: 王*, 欧**."""
    return name[:1] + "*" * max(1, min(len(name) - 1, STARS_MAX))


def may_run(person: Person, station: Station) -> bool:
    """Whether somebody opens and closes this station: its unit's contact, the organizers above."""
    return (
        (station.unit_id is not None and person.holds([Role.CONTACT], unit_scope(station.unit_id)))
        or person.holds([Role.DISTRICT], district_scope(station.district_code))
        or person.holds([Role.CITY], CITY_SCOPE)
    )


def check_duty(person: Person) -> None:
    """Raises HasDutyError for whoever must never see a weight of the people in her care."""
    if any(grant.role in DUTIES for grant in person.grants):
        raise HasDutyError
