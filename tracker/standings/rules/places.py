"""Which lists of teams somebody may choose from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.accounts.rules import Grant, Role
from tracker.teams.rules import Team


class Place(StrEnum):
    """Whose teams a page lists."""

    DISTRICT = "district"
    UNIT = "unit"
    SEASON = "season"


@dataclass(frozen=True)
class Places:
    """The reader's own team, unit and district, as far as she has any."""

    team: Team | None = None
    led_team_id: int | None = None
    unit_id: int | None = None
    unit_name: str = ""
    district_code: str | None = None

    @property
    def offered(self) -> tuple[Place, ...]:
        """What she may choose from, the first unless she chooses."""
        district = (Place.DISTRICT,) if self.district_code else ()
        unit = (Place.UNIT,) if self.unit_id else ()
        return (*district, *unit, Place.SEASON)

    def chosen(self, asked: str | None) -> Place:
        """What she asked for, if it is offered to her."""
        return next((each for each in self.offered if each.value == asked), self.offered[0])

    def with_team(self, found: Team | None) -> "Places":
        """The same, at home where this team is."""
        if found is None:
            return self
        return replace(
            self,
            team=found,
            unit_id=found.unit_id,
            unit_name=found.unit_name,
            district_code=found.district_code,
        )

    def with_district(self, code: str | None) -> "Places":
        """The same, at home in a district."""
        return replace(self, district_code=code)


def places_of(own: Team | None, grants: Iterable[Grant]) -> Places:
    """From a team she is in, or else from what she does for others in this season."""
    if own:
        return Places().with_team(own)
    found = Places()
    for grant in grants:
        kind, _, key = grant.scope.partition(":")
        if grant.role in {Role.LEADER, Role.DEPUTY} and found.led_team_id is None:
            found = replace(found, led_team_id=int(key))
        elif grant.role is Role.CONTACT and found.unit_id is None:
            found = replace(found, unit_id=int(key))
        elif kind == "district" and found.district_code is None:
            found = replace(found, district_code=key)
    return found
