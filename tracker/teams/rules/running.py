"""Running the teams of a unit: merging and closing them, and what its page shows of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.teams.rules.leading import Lead
from tracker.teams.rules.places import Code, Team

PLACES_MIN, PLACES_MAX = 10, 500
"""A team of fewer places would tell a contact how few people are in it: she could try it out."""
COUNTED_FROM = 10
"""The people of a unit or a part of it are counted from so many on for whoever is not in it."""


@dataclass(frozen=True)
class TeamOnBoard:
    """A team as its unit's page shows it: nothing about members."""

    team: Team
    places: int
    closed: bool
    merged_into: str | None
    """The name of the team that it became part of."""
    codes: tuple[Code, ...]
    lead: Lead


class TeamNotEmptyError(Exception):
    """Somebody is in the team, so it cannot be closed; it can become part of another."""


class UnitNotEmptyError(Exception):
    """Somebody is in one of the unit's teams."""


class UnitClosedError(Exception):
    """The unit gets no team any more."""


class UnitNameTakenError(Exception):
    """The district has another unit of this name."""


class FarTeamError(Exception):
    """Teams are merged within one unit, by organizers within one district."""


class FarUnitError(Exception):
    """Units are merged within one district of one season, and not with themselves."""


class SameTeamNamesError(Exception):
    """Two units have teams of one name, which must be told apart before they are one unit."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(*names)
        self.names = tuple(names)


def countable(people: int) -> int | None:
    """How many people may be said to be in a team, to whoever is not in it; None: too few."""
    return people if people >= COUNTED_FROM else None
