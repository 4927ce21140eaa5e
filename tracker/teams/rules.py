"""Districts, kinds of unit, join codes, and what a roster says of a member."""

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from tracker.accounts.rules import (
    CITY_SCOPE,
    Person,
    Role,
    district_scope,
    team_scope,
    unit_scope,
)

UNIT_NAME_MAX = 60
TEAM_NAME_MAX = 40
PLACES = 50
"""How many people a team takes in, unless somebody says otherwise."""
JOIN_CODE_LENGTH = 12
JOIN_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that looks like another; 12 of 31 are 59 bits, too many to guess."""

DAY = timedelta(days=1)
SUNDAY = 6


class UnitKind(StrEnum):
    """What kind of employer a unit is."""

    ENTERPRISE = "enterprise"
    GOVERNMENT = "government"
    INSTITUTION = "institution"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    SOCIETY = "society"


@dataclass(frozen=True)
class District:
    """One of the 16 districts; population from the 2020 census, tile position ours."""

    sort: int
    code: str
    name: str
    english: str
    population: int
    tile_row: int
    tile_col: int


@dataclass(frozen=True)
class Team:
    """A team as a value, with where it belongs."""

    id: int
    name: str
    unit_id: int
    unit_name: str
    district_code: str
    season_id: int


@dataclass(frozen=True)
class Unit:
    """An employer as a value."""

    id: int
    name: str
    kind: UnitKind
    district_code: str
    season_id: int


@dataclass(frozen=True)
class Leaders:
    """Who leads a team, by name."""

    leader: str | None
    deputy: str | None


@dataclass(frozen=True)
class Member:
    """A member as her leader sees her: kilogram-blind."""

    participant_id: int
    name: str
    phone_masked: str
    joined_on: date
    shows_entries: bool
    """Whether she agreed that her leader sees that she logged and when."""


@dataclass(frozen=True)
class NewTeam:
    """A team about to be opened, and where; its unit is made if the district has none so called."""

    season_id: int
    district_code: str
    unit_name: str
    unit_kind: UnitKind
    name: str


@dataclass(frozen=True)
class Appointed:
    """Somebody about to lead: found by phone, or given an account under this name."""

    phone: str
    name: str


@dataclass(frozen=True)
class OpenedTeam:
    """What came of opening a team."""

    team_id: int
    code: str
    first_passwords: Mapping[str, str]
    """By phone, for whoever had no account before; they are kept nowhere."""


@dataclass(frozen=True)
class Code:
    """A team's join code as its leaders see it."""

    code: str
    created_at: datetime
    revoked_at: datetime | None


class TeamNameTakenError(Exception):
    """The unit has a team of this name."""


class NameNeededError(Exception):
    """Nobody has this phone yet, so a name is needed with it."""

    def __init__(self, phone: str) -> None:
        super().__init__(phone)
        self.phone = phone


class UnknownTeamError(Exception):
    """No such team for whoever asks."""


class UnknownUnitError(Exception):
    """No such unit for whoever asks."""


class UnknownCodeError(Exception):
    """A join code that never was, or was revoked."""


class TeamFullError(Exception):
    """Every place in this team is taken."""


class TeamClosedError(Exception):
    """The team, or its unit, takes nobody in any more."""


class SameLeaderError(Exception):
    """Leader and deputy must be two people."""


class SameTeamError(Exception):
    """She is in this team already."""


class TooEarlyError(Exception):
    """A transfer cannot come before `first`, the day her stay in her team began."""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


class BackwardsError(ValueError):
    """A pause cannot end before it begins."""


class OverlappingLeaveError(Exception):
    """She has a pause on some of these days already."""


class UnknownLeaveError(Exception):
    """She has no pause that begins on this day and still goes on."""


def may_lead(person: Person, team: Team) -> bool:
    """Whether somebody is this team's leader or deputy."""
    return person.holds([Role.LEADER, Role.DEPUTY], team_scope(team.id))


def may_invite(person: Person, team: Team) -> bool:
    """Whether somebody hands out a team's join codes: its leaders, its contact, the organizers."""
    return (
        may_lead(person, team)
        or person.holds([Role.CONTACT], unit_scope(team.unit_id))
        or person.holds([Role.DISTRICT], district_scope(team.district_code))
        or person.holds([Role.CITY], CITY_SCOPE)
    )


def may_see_unit(person: Person, unit: Unit) -> bool:
    """Whether somebody sees a unit's teams with their join codes."""
    return (
        person.holds([Role.CONTACT], unit_scope(unit.id))
        or person.holds([Role.DISTRICT], district_scope(unit.district_code))
        or person.holds([Role.CITY], CITY_SCOPE)
    )


def plain_name(text: str) -> str:
    """A name as typed, without the control and invisible characters that copying brings along."""
    visible = "".join(
        " " if each.isspace() else each
        for each in text
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    return " ".join(visible.split())


def days_touched(first: date, last: date) -> frozenset[date]:
    """Days whose figures change when her team changes from `first` on, with entries until `last`.

    A week is counted in the team of its Monday, so that Monday is touched too: the one before, and
    the one after a Sunday, since a season's first Sunday belongs to the week that follows it.
    """
    days = {first + timedelta(days=number) for number in range((last - first).days + 1)} | {first}
    mondays = {day - timedelta(days=day.weekday()) for day in days}
    return frozenset(days | mondays | {day + DAY for day in days if day.weekday() == SUNDAY})


@cache
def districts() -> tuple[District, ...]:
    """The 16 districts in their customary order."""
    path = Path(__file__).parent / "districts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        District(
            sort=int(row["sort"]),
            code=row["code"],
            name=row["name"],
            english=row["english"],
            population=int(row["population_2020"]),
            tile_row=int(row["tile_row"]),
            tile_col=int(row["tile_col"]),
        )
        for row in rows
    )


def district(code: str) -> District:
    """The district with this GB/T 2260 code; raises LookupError."""
    for found in districts():
        if found.code == code:
            return found
    raise LookupError(code)
