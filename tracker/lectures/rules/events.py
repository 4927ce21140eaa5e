"""A lecture: when and where, who holds it, who may come, and where it is in its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.accounts.rules import CITY_SCOPE, Person, Role, district_scope, unit_scope
from tracker.teams.rules import Team

TITLE_MAX = 40
NAME_MAX = 40
"""Of the speaker, with what she is."""
PLACE_MAX = 60
CAPACITY_MAX = 2_000

DOOR_OPENS_BEFORE = timedelta(minutes=30)
"""People come in from half an hour before; a code earlier than that is nobody's attendance."""


class Standing(StrEnum):
    """Where a lecture is: the door opens before it begins, and shuts when it is over."""

    COMING = "coming"
    DOOR_OPEN = "door_open"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class UnknownLectureError(Exception):
    """No such lecture for whoever asks."""


class CancelledError(Exception):
    """The lecture is cancelled, has begun or is over: what was asked goes no more."""


class DoorClosedError(Exception):
    """Nobody is counted before the door opens or after the lecture has ended."""


class TooFewSeatsError(Exception):
    """More people have a seat than there would be."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


@dataclass(frozen=True)
class Host:
    """Who holds a lecture: a unit, a district, or with neither the city."""

    season_id: int
    district_code: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class NewLecture:
    """A lecture as it was typed; `for_district` and `for_unit` both None is everybody."""

    title: str
    speaker: str
    place: str
    day: date
    starts: datetime
    ends: datetime
    capacity: int
    lets_more_in: bool
    """Whether somebody without a seat is let in although there is none left."""
    for_district: str | None
    for_unit: int | None


@dataclass(frozen=True)
class Lecture:
    """A lecture as a value; its secret is never part of it."""

    id: int
    host: Host
    title: str
    speaker: str
    place: str
    day: date
    starts: datetime
    ends: datetime
    capacity: int
    lets_more_in: bool
    for_district: str | None
    for_unit: int | None
    for_unit_name: str | None
    changed_at: datetime | None
    """When its day, time, place or speaker last became another; None if it is as announced."""
    cancelled_at: datetime | None

    def standing(self, now: datetime) -> Standing:
        """Where it is at a moment."""
        return standing(self.starts, self.ends, self.cancelled_at, now)


@dataclass(frozen=True)
class Held:
    """Lectures held in one district, or by the city, and how many came."""

    district_code: str | None
    lectures: int
    came: int
    """Whoever came to two counts twice."""
    people: int


def standing(
    starts: datetime, ends: datetime, cancelled_at: datetime | None, now: datetime
) -> Standing:
    """Where a lecture of these hours is; at the moment it ends it is over."""
    if cancelled_at is not None:
        return Standing.CANCELLED
    if now >= ends:
        return Standing.OVER
    if now >= starts:
        return Standing.RUNNING
    return Standing.DOOR_OPEN if now >= door_opens(starts) else Standing.COMING


def door_opens(starts: datetime) -> datetime:
    """From when on people are counted in."""
    return starts - DOOR_OPENS_BEFORE


def may_come(lecture: Lecture, team: Team | None) -> bool:
    """Whether somebody of this team may come; whoever is in none comes where everybody may."""
    if lecture.for_unit is not None:
        return team is not None and team.unit_id == lecture.for_unit
    if lecture.for_district is not None:
        return team is not None and team.district_code == lecture.for_district
    return True


def may_run_lecture(person: Person, host: Host) -> bool:
    """Whether somebody organizes a lecture: whoever holds it.

    A unit's is its contact's alone: who of its people comes is not the organizers' business.
    """
    if host.unit_id is not None:
        return person.holds([Role.CONTACT], unit_scope(host.unit_id))
    if host.district_code is not None:
        return person.holds([Role.DISTRICT], district_scope(host.district_code))
    return person.holds([Role.CITY], CITY_SCOPE)
