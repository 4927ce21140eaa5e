"""Districts, units, teams, their names and places, and the codes that let people in."""

import csv
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

UNIT_NAME_MAX = 60
TEAM_NAME_MAX = 40
PLACES = 50
"""How many people a team takes in, unless somebody says otherwise."""
JOIN_CODE_LENGTH = 12
JOIN_CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that looks like another; 12 of 31 are 59 bits, too many to guess."""


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
    closed: bool = False
    merged_into: str | None = None
    """The name of the unit that its teams went to."""


@dataclass(frozen=True)
class NewTeam:
    """A team about to be opened, and where; its unit is made if the district has none so called."""

    season_id: int
    district_code: str
    unit_name: str
    unit_kind: UnitKind
    name: str


@dataclass(frozen=True)
class Code:
    """A team's join code as its leaders see it."""

    code: str
    created_at: datetime
    revoked_at: datetime | None


class TeamNameTakenError(Exception):
    """The unit has a team of this name."""


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


def plain_name(text: str) -> str:
    """A name as typed, without the control and invisible characters that copying brings along."""
    visible = "".join(
        " " if each.isspace() else each
        for each in text
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    return " ".join(visible.split())


@cache
def districts() -> tuple[District, ...]:
    """The 16 districts in their customary order."""
    path = Path(__file__).parent.parent / "districts.csv"
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
