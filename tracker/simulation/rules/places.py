"""Districts' units and teams, in proportion to census population."""

from dataclasses import dataclass

import numpy as np

from tracker.simulation.rules.names import NUMERALS, team_name, unit_names
from tracker.simulation.rules.plan import Floats, Integers, Plan, keys, shares
from tracker.teams.rules import JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH, UnitKind, districts

TEAM_SIZE = 24
FEWEST_IN_TEAM = 3
TEAMS_PER_UNIT = np.array([0.5, 0.22, 0.12, 0.08, 0.04, 0.02, 0.01, 0.005, 0.005])
KIND_SHARES = {
    UnitKind.ENTERPRISE: 0.46,
    UnitKind.GOVERNMENT: 0.14,
    UnitKind.INSTITUTION: 0.14,
    UnitKind.SCHOOL: 0.12,
    UnitKind.HOSPITAL: 0.09,
    UnitKind.SOCIETY: 0.05,
}


@dataclass(frozen=True)
class Places:
    """Units and teams as parallel columns; a team's district is its unit's."""

    unit_id: Integers
    unit_name: list[str]
    unit_kind: list[UnitKind]
    unit_district: list[str]
    team_id: Integers
    team_unit: Integers
    team_name: list[str]
    team_size: Integers
    join_code: list[str]

    @property
    def team_district(self) -> list[str]:
        """The district code of every team."""
        return [self.unit_district[unit] for unit in self.team_unit]


def make_places(plan: Plan, rng: np.random.Generator) -> Places:
    """Every unit and team of the season."""
    teams = max(1, round(plan.people / TEAM_SIZE))
    per_district = _teams_by_district(teams)
    sizes = [_unit_sizes(rng, count) for count in per_district]
    codes = [d.code for d, units in zip(districts(), sizes, strict=True) for _ in units]
    names = [d.name for d, units in zip(districts(), sizes, strict=True) for _ in units]
    team_counts = [count for units in sizes for count in units]
    kinds = _kinds(rng, len(codes))
    unit_name = unit_names(rng, kinds, names)
    return Places(
        unit_id=keys(rng, len(codes)),
        unit_name=unit_name,
        unit_kind=kinds,
        unit_district=codes,
        team_id=keys(rng, teams),
        team_unit=np.repeat(np.arange(len(codes)), team_counts),
        team_name=[
            team_name(called[len(place) :], position)
            for called, place, count in zip(unit_name, names, team_counts, strict=True)
            for position in range(count)
        ],
        team_size=shares(plan.people, rng.uniform(0.75, 1.25, teams), FEWEST_IN_TEAM),
        join_code=_join_codes(rng, teams),
    )


def _teams_by_district(teams: int) -> Integers:
    population: Floats = np.array([float(district.population) for district in districts()])
    return shares(teams, population, least=1 if teams >= len(population) else 0)


def _unit_sizes(rng: np.random.Generator, teams: int) -> list[int]:
    """How many teams each unit of a district has."""
    sizes: list[int] = []
    while (left := int(teams) - sum(sizes)) > 0:
        drawn = int(rng.choice(len(NUMERALS), p=TEAMS_PER_UNIT)) + 1
        sizes.append(min(left, drawn))
    return sizes


def _kinds(rng: np.random.Generator, count: int) -> list[UnitKind]:
    drawn = rng.choice(len(KIND_SHARES), count, p=list(KIND_SHARES.values()))
    return [tuple(KIND_SHARES)[kind] for kind in drawn]


def _join_codes(rng: np.random.Generator, teams: int) -> list[str]:
    letters = rng.choice(list(JOIN_CODE_ALPHABET), (teams, JOIN_CODE_LENGTH))
    return ["".join(row) for row in letters]
