"""Seats in the order of registering: who has one follows from the order and is stored nowhere."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class How(StrEnum):
    """How somebody was counted in."""

    CODE = "code"
    NAME = "name"


class Arrival(StrEnum):
    """What a person at the door is told."""

    IN = "in"
    IN_ALREADY = "in_already"
    FULL = "full"


class NotRegisteredError(Exception):
    """She is not on the list of this lecture."""


class InsideAlreadyError(Exception):
    """She was counted in, so her seat is hers to the end."""


class StaleCodeError(Exception):
    """A code of another half minute, of another lecture, or of none."""


@dataclass(frozen=True)
class Place:
    """Where somebody stands in the order: on a seat, or so many before her on the waiting list."""

    is_seated: bool
    before: int = 0
    """People of the waiting list before her."""


@dataclass(frozen=True)
class Mine:
    """What somebody has to do with a lecture, read together with it."""

    taken: int
    """Seats that are taken."""
    waiting: int
    place: Place | None
    registered_at: datetime | None
    moved_up: bool
    """She registered as the waiting list's, and has a seat by now."""
    came: bool


@dataclass(frozen=True)
class Guest:
    """Somebody on the list, as the lecture's organizer sees her: a name and no more."""

    participant_id: int
    name: str
    place: Place
    how: How | None
    """How she came in; None while she has not."""


def place_of(order: int, capacity: int) -> Place:
    """The place of whoever has so many people before her, on seats and the waiting list."""
    return Place(is_seated=order < capacity, before=max(0, order - capacity))


def lets_in(
    *, is_seated: bool, taken: int, inside: int, capacity: int, has_begun: bool, lets_more_in: bool
) -> bool:
    """Whether somebody at the door comes in.

    Before the lecture begins seats are kept for those who registered; once it has begun, only
    who is inside has one. Who comes without a seat finds a free one, or is let in where the
    organizer said so.
    """
    used = inside if has_begun else taken
    return is_seated or used < capacity or lets_more_in
