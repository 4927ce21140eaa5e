"""How many people an area or a unit means to enrol, as an organizer typed it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.accounts.rules import district_scope, unit_scope
from tracker.teams.rules import Team, districts

TARGET_MAX = 1_000_000
"""No district has as many workers; more is a slip of the finger."""


class NoTargetError(ValueError):
    """What was typed is no whole number of people from 1 to TARGET_MAX."""


@dataclass(frozen=True)
class DistrictWishes:
    """What a district decided: how many people each unit enrols, and what its units may see."""

    targets: Mapping[str, int | None]
    units_see: bool | None = None
    """Whether its units see their own health figures; None leaves it as it was."""


def target_of(text: str) -> int | None:
    """A number of people, grouped or in full width as some type it; None where nothing is."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip().removesuffix("人").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()):
        raise NoTargetError(text)
    people = int(plain[: len(str(TARGET_MAX)) + 1])
    if not 1 <= people <= TARGET_MAX or len(plain) > len(str(TARGET_MAX)):
        raise NoTargetError(text)
    return people


def city_target(targets: Mapping[str, int]) -> int | None:
    """The city's target is the sum of its districts', once each of them has one."""
    scopes = [district_scope(each.code) for each in districts()]
    return sum(targets[each] for each in scopes) if all(map(targets.get, scopes)) else None


def units_of(teams: Iterable[Team]) -> dict[str, str]:
    """The units of these teams by their scopes, by name."""
    named = {unit_scope(each.unit_id): each.unit_name for each in teams}
    return dict(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))
