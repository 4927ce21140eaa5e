"""Who holds which grant over somebody today."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.accounts.rules import CITY_SCOPE, Role

ORDER = (
    Role.LEADER,
    Role.DEPUTY,
    Role.CONTACT,
    Role.DISTRICT,
    Role.EDUCATOR,
    Role.CITY,
    Role.STATISTICIAN,
    Role.STATION,
    Role.GATE,
)
"""The nearest first; whoever is only asked to lead, or led before, sees nothing."""


@dataclass(frozen=True)
class Reach:
    """The scopes over which a role sees something of her today, each with its name."""

    scopes: dict[str, str] = field(default_factory=lambda: {CITY_SCOPE: ""})
    in_squad: bool = False
    """Whether she is asked to be in a squad, or is in one."""
    in_lecture: bool = False
    """Whether she has a seat or waits for one."""
    calls: bool = False
    """Whether she asked for a doctor's call."""


@dataclass(frozen=True)
class Held:
    """One grant in force over one of these scopes."""

    role: Role
    scope: str
    name: str
    """Whose it is; empty for herself."""


@dataclass(frozen=True)
class Watchers:
    """Everybody of one role over one scope, by name."""

    role: Role
    scope: str
    place: str
    names: tuple[str, ...]


def by_role(reach: Reach, held: Iterable[Held]) -> list[Watchers]:
    """The grants over her by role and place, the nearest first.

    A grant of her own is told without her name: what it lets her see of herself is hers anyway.
    """
    found: dict[tuple[Role, str], set[str]] = {}
    for each in held:
        if each.role in ORDER and each.scope in reach.scopes:
            names = found.setdefault((each.role, each.scope), set())
            names.update({each.name} - {""})
    here = [
        Watchers(role, scope, reach.scopes[scope], tuple(sorted(names)))
        for (role, scope), names in found.items()
        if names
    ]
    return sorted(here, key=lambda each: (ORDER.index(each.role), each.place, each.scope))
