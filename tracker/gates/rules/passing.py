"""When a gate lets in, what becomes of several phones' notes of one person, and who came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from tracker.accounts.rules import CITY_SCOPE, Person, Role, gate_scope
from tracker.gates.rules.tokens import is_number
from tracker.showcases.rules import Member, Showcase, Squad, State, may_run_showcase

BEIJING = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
PREPARED = timedelta(days=3)
"""How long before the day phones may load their list, while there is still a network."""
LATE = timedelta(days=2)
"""How long after the day a phone that found no network may still hand in what it noted."""
DOORS_MAX = 20
BATCH_MAX = 100
KEY_MIN, KEY_MAX = 16, 40
WHY_MAX = 60
TOKEN_MAX = 200
MOMENT_MAX = 4_102_444_800_000
"""Milliseconds up to the year 2100; nothing later is a time of day."""
STARS_MAX = 2


class How(StrEnum):
    """How somebody was checked in."""

    SCAN = "scan"
    NUMBER = "number"
    HAND = "hand"


class Standing(StrEnum):
    """Where a gate is in its days."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    OVER = "over"


class BadBatchError(Exception):
    """Nothing a gate's page would send."""


class UnknownTicketError(Exception):
    """Nobody has a ticket of this number, or no ticket at all."""


class NotInsideError(Exception):
    """She was not checked in, so nothing can be taken back."""


class UnknownDoorError(Exception):
    """A door code that never was, was shut, or let somebody in already."""


class TooManyDoorsError(Exception):
    """A gate lets in only so many phones."""


class GateOverError(Exception):
    """Nothing is taken any more."""


@dataclass(frozen=True)
class Hours:
    """A showcase's day by the clock, and until when late notes are taken."""

    first: datetime
    last: datetime
    until: datetime

    def standing(self, now: datetime) -> Standing:
        """Where this moment is."""
        if now >= self.until:
            return Standing.OVER
        if now >= self.last:
            return Standing.LATE
        return Standing.OPEN if now >= self.first else Standing.NOT_YET

    def believed(self, at: datetime, received: datetime) -> datetime:
        """A phone's time as far as it can be true: on the day, and not after it was handed in."""
        return max(self.first, min(at, received, self.last - timedelta(seconds=1)))


@dataclass(frozen=True)
class Door:
    """One gate's phone: who should hold it, and the code until it was used."""

    id: int
    name: str
    code: str
    used: bool
    shut: bool


@dataclass(frozen=True)
class Ticket:
    """A person's number at one showcase."""

    participant_id: int
    number: str


@dataclass(frozen=True)
class Entry:
    """What a phone noted: by a token or by a number that was read out, and its own clock's time."""

    key: str
    at: datetime
    token: str
    number: str


@dataclass(frozen=True)
class Noted:
    """A note that is about to be kept: whose, by which name of its own, when and how."""

    participant_id: int
    key: str
    at: datetime
    how: How


@dataclass(frozen=True)
class Passage:
    """One note of one person at one gate, as it is kept."""

    participant_id: int
    key: str
    at: datetime
    how: How
    door_id: int | None
    gate: str
    """The name of the phone's door; both are empty for the organizers' own."""
    undone_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Twice:
    """Somebody who was noted more than once: the first note, and those after it."""

    name: str
    number: str
    first: Passage
    later: list[Passage]


@dataclass(frozen=True)
class Present:
    """A squad, and how many of its people are in."""

    squad: Squad
    present: int
    confirmed: int


@dataclass(frozen=True)
class Overview:
    """A gate at this moment, for who organizes it."""

    squads: list[Present]
    people: int
    twice: list[Twice]


@dataclass(frozen=True)
class Listed:
    """One line of the list at the gate."""

    member: Member
    number: str
    inside: Passage | None


def hours(showcase: Showcase) -> Hours:
    """The whole of its day in Beijing, whatever its programme says: people come early and late."""
    first = datetime.combine(showcase.day, time(), BEIJING).astimezone(UTC)
    return Hours(first, first + DAY, first + DAY + LATE)


def has_gate(showcase: Showcase, now: datetime) -> bool:
    """Whether phones may be let in and load their list."""
    when = hours(showcase)
    return showcase.is_published and when.first - PREPARED <= now < when.until


def hidden_name(name: str) -> str:
    """A family name with stars: 王*, 欧**."""
    return name[:1] + "*" * max(1, min(len(name) - 1, STARS_MAX))


def may_stand_at_gate(person: Person, showcase: Showcase) -> bool:
    """Whether somebody was let in at this gate, or organizes the event."""
    let_in = person.holds([Role.GATE], gate_scope(showcase.id))
    return let_in or may_run_showcase(person, showcase) or person.holds([Role.CITY], CITY_SCOPE)


def firsts(passages: Iterable[Passage]) -> dict[int, Passage]:
    """Who is in: of each person's notes that stand the earliest, in whatever order they came."""
    return {each[0].participant_id: each[0] for each in _by_person(passages)}


def twice(passages: Iterable[Passage]) -> list[tuple[Passage, ...]]:
    """The notes of everybody who was noted more than once, the earliest first."""
    return [each for each in _by_person(passages) if len(each) > 1]


def present(squads: Sequence[Squad], members: Iterable[Member], here: set[int]) -> list[Present]:
    """Each confirmed squad with how many of its people are in; somebody in two counts in both."""
    people: dict[int, list[int]] = {}
    for member in members:
        people.setdefault(member.squad_id, []).append(member.participant_id)
    return [
        Present(squad, len(here.intersection(hers)), len(hers))
        for squad in squads
        if squad.is_confirmed
        for hers in [people.get(squad.id, [])]
    ]


def gives_certificate(showcase: Showcase, inside: Passage | None) -> bool:
    """Only to who came, and once it is over."""
    return showcase.state is State.OVER and inside is not None


def entries_of(sent: Any) -> list[Entry]:
    """What a phone sent, as values; raises BadBatchError."""
    found = sent.get("entries") if isinstance(sent, Mapping) else None
    if not isinstance(found, list) or len(found) > BATCH_MAX:
        raise BadBatchError
    return [_entry(each) for each in found]


def moment_of(milliseconds: Any) -> datetime:
    """A moment as a phone writes it; raises BadBatchError."""
    if type(milliseconds) is not int or not 0 <= milliseconds < MOMENT_MAX:
        raise BadBatchError
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds(moment: datetime) -> int:
    """A moment as a phone reads it."""
    return round(moment.timestamp() * 1000)


def _entry(sent: Any) -> Entry:
    if not isinstance(sent, Mapping):
        raise BadBatchError
    key, token, number = (sent.get(name, "") for name in ("key", "token", "number"))
    if not all(isinstance(each, str) for each in (key, token, number)):
        raise BadBatchError
    if not KEY_MIN <= len(key) <= KEY_MAX or not key.isascii() or len(token) > TOKEN_MAX:
        raise BadBatchError
    return Entry(key, moment_of(sent.get("at")), token, number if is_number(number) else "")


def _by_person(passages: Iterable[Passage]) -> list[tuple[Passage, ...]]:
    standing = (each for each in passages if each.undone_at is None)
    ordered = sorted(standing, key=lambda each: (each.participant_id, each.at, each.key))
    return [tuple(hers) for _, hers in groupby(ordered, key=lambda each: each.participant_id)]
