"""How far a squad and a district are: counted, and what is still open as words can say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.showcases.rules.squads import Squad
from tracker.teams.rules import district

FEWEST_SHOWN = 10
"""From so many people on, their share at rehearsals is shown to whoever is not in the squad."""


class Open(StrEnum):
    """What a squad still lacks."""

    NOBODY_ASKED = "nobody_asked"
    PLACES = "places"
    SUBSTITUTES = "substitutes"
    REHEARSAL = "rehearsal"
    ATTENDANCE = "attendance"
    CONFIRMING = "confirming"


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal; it was held once somebody noted who came."""

    id: int
    squad_id: int
    starts: datetime
    place: str
    held_at: datetime | None
    came: int
    """How many of the squad's present people were there."""


@dataclass(frozen=True)
class Readiness:
    """A squad in numbers."""

    squad: Squad
    is_asked: bool
    """Whether anybody was asked at all."""
    agreed: int
    substitutes: int
    rehearsals: tuple[Rehearsal, ...]

    @property
    def free(self) -> int:
        """Places nobody agreed to take yet."""
        return max(0, self.squad.size - self.agreed)

    @property
    def substitutes_free(self) -> int:
        """The same of substitutes."""
        return max(0, self.squad.substitutes - self.substitutes)

    @property
    def held(self) -> int:
        """Rehearsals that took place."""
        return sum(each.held_at is not None for each in self.rehearsals)

    @property
    def people(self) -> int:
        """Everybody who agreed."""
        return self.agreed + self.substitutes

    @property
    def came(self) -> tuple[int, int] | None:
        """Attendances and how many there could have been, over the rehearsals held."""
        if not self.held or not self.people:
            return None
        came = sum(each.came for each in self.rehearsals if each.held_at)
        return came, self.held * self.people

    @property
    def came_shown(self) -> tuple[int, int] | None:
        """The same where so few people are not recognized by it."""
        return self.came if self.people >= FEWEST_SHOWN else None

    def open_points(self, now: datetime) -> tuple[Open, ...]:
        """What is still to be done, the first thing first."""
        lacks = {
            Open.NOBODY_ASKED: not self.is_asked,
            Open.PLACES: self.is_asked and self.free > 0 and not self.squad.is_confirmed,
            Open.SUBSTITUTES: self.is_asked and self.substitutes_free > 0,
            Open.REHEARSAL: not self.rehearsals,
            Open.ATTENDANCE: any(
                each.held_at is None and each.starts < now for each in self.rehearsals
            ),
            Open.CONFIRMING: self.is_asked and not self.squad.is_confirmed,
        }
        return tuple(point for point, is_open in lacks.items() if is_open)


@dataclass(frozen=True)
class DistrictReadiness:
    """A district in an event: its squads, and the sums over them."""

    district_code: str
    teams: int
    """How many it may bring."""
    squads: tuple[Readiness, ...]

    @property
    def confirmed(self) -> int:
        """Squads that are settled."""
        return sum(each.squad.is_confirmed for each in self.squads)

    @property
    def agreed(self) -> int:
        """Places taken."""
        return sum(min(each.agreed, each.squad.size) for each in self.squads)

    @property
    def needed(self) -> int:
        """Places there are."""
        return sum(each.squad.size for each in self.squads)

    @property
    def substitutes(self) -> int:
        """Substitutes who agreed."""
        return sum(each.substitutes for each in self.squads)

    @property
    def rehearsed(self) -> int:
        """Squads that have rehearsed at least once."""
        return sum(each.held > 0 for each in self.squads)

    @property
    def lacking(self) -> int:
        """Teams it could still nominate."""
        return max(0, self.teams - len(self.squads))


def by_district(
    invited: Mapping[str, int], squads: Iterable[Readiness]
) -> tuple[DistrictReadiness, ...]:
    """Each invited district with its squads, in the customary order."""
    found: dict[str, list[Readiness]] = {code: [] for code in invited}
    for each in squads:
        found.setdefault(each.squad.district_code, []).append(each)
    return tuple(
        DistrictReadiness(code, invited.get(code, 0), tuple(theirs))
        for code, theirs in sorted(found.items(), key=lambda each: district(each[0]).sort)
    )
