"""What a page shows of teams: by band, by name inside a band, and never one that is last alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.standings.rules.switches import Switches
from tracker.standings.rules.teams import Band, State
from tracker.teams.rules import Team

ALONE = 2
"""A lowest band with fewer teams than this would name somebody last."""


@dataclass(frozen=True)
class Placed:
    """A team and what was settled of it."""

    team: Team
    state: State
    band: Band | None


@dataclass(frozen=True)
class Board:
    """The last settled week of a season."""

    monday: date
    settled_at: datetime
    rules_version: int
    teams: tuple[Placed, ...]

    def of(self, team_id: int) -> Placed | None:
        """One team's place in it."""
        return next((each for each in self.teams if each.team.id == team_id), None)


@dataclass(frozen=True)
class MemberPoints:
    """Somebody who agreed to be named, with her points for exercise in this round."""

    name: str
    points: int


def compared(teams: Iterable[Placed], switches: Switches) -> list[Placed]:
    """Only teams with a band, of units that want to be compared."""
    return [
        each
        for each in teams
        if each.band and switches.compares(each.team.district_code, each.team.unit_id)
    ]


def by_band(teams: Sequence[Placed]) -> Mapping[Band, tuple[Placed, ...]]:
    """A list's teams by band, by unit and name inside one.

    A team that would be alone in the last band stands in the middle one.
    """
    found: dict[Band, list[Placed]] = {band: [] for band in Band}
    for each in sorted(teams, key=lambda each: (each.team.unit_name, each.team.name)):
        if each.band:
            found[each.band].append(each)
    if len(found[Band.CHEER]) < ALONE:
        found[Band.STEADY] = sorted(
            found[Band.STEADY] + found.pop(Band.CHEER),
            key=lambda each: (each.team.unit_name, each.team.name),
        )
        found[Band.CHEER] = []
    return {band: tuple(found[band]) for band in Band}
