"""Where standings are on: three switches in a row, an employer's off until it says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.accounts.rules import CITY_SCOPE, district_scope, unit_scope


@dataclass(frozen=True)
class Switches:
    """Every switch of a season that somebody set."""

    by_scope: Mapping[str, bool]

    @property
    def season(self) -> bool:
        """Whether the city has them on; on unless it said no."""
        return self.by_scope.get(CITY_SCOPE, True)

    def district(self, code: str) -> bool:
        """Whether a district has its own switch on; on unless it said no."""
        return self.by_scope.get(district_scope(code), True)

    def unit(self, unit_id: int) -> bool:
        """Whether an employer has its own switch on; off unless it said yes."""
        return self.by_scope.get(unit_scope(unit_id), False)

    def compares(self, district_code: str, unit_id: int) -> bool:
        """Whether a unit's teams are in any comparison: all three must be on."""
        return self.season and self.district(district_code) and self.unit(unit_id)
