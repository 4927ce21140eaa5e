"""Asking for the file, deciding, and how long an approval lasts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.campaign.rules import Calendar
from tracker.insights.rules import SnapshotOf, is_early

PURPOSE_MIN, PURPOSE_MAX = 15, 500
"""A purpose is at least a sentence."""
VALID = timedelta(days=14)
"""How long an approved file can be downloaded; then it is deleted, and asked for anew."""


class Standing(StrEnum):
    """What has become of a request."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


class UnknownRequestError(Exception):
    """No such request in this season, or it is somebody else's."""


class DecidedAlreadyError(Exception):
    """Somebody else was quicker; a decision is made once."""


class OwnRequestError(Exception):
    """Nobody decides on her own request."""


class NotApprovedError(Exception):
    """The request waits, was refused, or its approval has expired."""


class TooFewError(Exception):
    """So few people agreed or have a result that any file would be about single ones."""


@dataclass(frozen=True)
class Download:
    """One copy that left the server."""

    at: datetime
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Request:
    """A request with everything that became of it, as both sides see it."""

    id: int
    asked_by: str
    asked_at: datetime
    as_of: date
    version: int
    purpose: str
    standing: Standing
    decided_by: str | None = None
    decided_at: datetime | None = None
    expires_at: datetime | None = None
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """How many of those enrolled agreed to the evaluation at this moment."""

    people: int
    enrolled: int


def standing(approved: bool | None, expires_at: datetime | None, now: datetime) -> Standing:  # noqa: FBT001 - as it is kept
    """What has become of a request by now."""
    if approved is None:
        return Standing.WAITING
    if not approved or expires_at is None:
        return Standing.REFUSED
    return Standing.APPROVED if now < expires_at else Standing.EXPIRED


def moments(calendar: Calendar, snapshots: Iterable[SnapshotOf]) -> tuple[SnapshotOf, ...]:
    """Snapshots a file can be asked for, newest first, each in its latest version.

    Before day 42 no change is shown, and so none is handed out.
    """
    in_force = {each.as_of: each for each in snapshots if not is_early(calendar, each.as_of)}
    return tuple(in_force[as_of] for as_of in sorted(in_force, reverse=True))
