"""Roles, the scopes they are held over, and whoever is signed in with hers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.accounts.rules.codes import Way

NAME_MAX = 30


class Role(StrEnum):
    """What somebody may do for others; each grant has one of these and a scope."""

    LEADER = "leader"
    DEPUTY = "deputy"
    CONTACT = "contact"
    EDUCATOR = "educator"
    DISTRICT = "district"
    CITY = "city"
    STATISTICIAN = "statistician"
    STATION = "station"
    """At one weighing station, until it closes."""
    GATE = "gate"
    """At the gate of one showcase, until late notes are no longer taken."""
    LEADER_OFFERED = "leader_offered"
    """Asked to lead and not answered yet: no rights at all."""
    DEPUTY_OFFERED = "deputy_offered"
    FORMER_LEADER = "former_leader"
    """Somebody took over from her, and she has not read it yet: no rights at all."""


HELD_ALONE = (Role.LEADER, Role.DEPUTY, Role.LEADER_OFFERED, Role.DEPUTY_OFFERED)
"""Roles that one person at a time has over a scope."""
WITHOUT_RIGHTS = frozenset({Role.LEADER_OFFERED, Role.DEPUTY_OFFERED, Role.FORMER_LEADER})
"""What only waits to be read or answered; nobody grants it by hand."""
ORGANIZERS = frozenset({Role.CONTACT, Role.EDUCATOR, Role.DISTRICT, Role.CITY, Role.STATISTICIAN})
"""Roles at a desk on other people's data: idle sessions end, sensitive steps ask again."""


@dataclass(frozen=True)
class Grant:
    """One role in one season over a scope: `team:<id>`, `unit:<id>`, `district:<code>`, `city`."""

    role: Role
    scope: str
    season_id: int


@dataclass(frozen=True)
class Person:
    """Whoever is signed in, as a value: never a row, never with a phone in full."""

    account_id: int
    name: str
    epoch: int
    grants: tuple[Grant, ...] = ()
    """Those in force in this session: what nobody confirmed who must is not among them."""
    withheld: tuple[Grant, ...] = ()
    """Hers as well, once the second factor is given in this session."""
    session_id: int = 0
    seen_on: date | None = None
    has_factor: bool = False
    """Whether a passkey is registered, which then is asked for."""
    is_confirmed: bool = False
    """Whether this session has given the second factor."""
    has_news: bool = False
    """Whether something became of the account on another device that this one has not shown."""
    way: Way = Way()  # noqa: RUF009 - it is frozen
    """What this session owes to how she came back in."""

    def holds(self, roles: Iterable[Role], scope: str) -> bool:
        """Whether one of these roles is held over exactly this scope."""
        wanted = frozenset(roles)
        return any(grant.role in wanted and grant.scope == scope for grant in self.grants)

    def scopes(self, *roles: Role) -> tuple[str, ...]:
        """The scopes held in any of these roles, in the order they were granted."""
        return tuple(grant.scope for grant in self.grants if grant.role in roles)

    @property
    def is_organizer(self) -> bool:
        """Whether any role held is one that ends idle sessions, be it in force or withheld."""
        held = (*self.grants, *self.withheld) if self.withheld else self.grants
        return any(grant.role in ORGANIZERS for grant in held)


class RoleTakenError(Exception):
    """Somebody else has this role over this scope, and only one person can."""


class NotGrantedError(Exception):
    """The role to be taken away is not held over this scope."""


def district_scope(code: str) -> str:
    """The scope key of a district."""
    return f"district:{code}"


def team_scope(team_id: int) -> str:
    """The scope key of a team."""
    return f"team:{team_id}"


def unit_scope(unit_id: int) -> str:
    """The scope key of a unit."""
    return f"unit:{unit_id}"


def station_scope(station_id: int) -> str:
    """The scope key of a weighing station."""
    return f"station:{station_id}"


def gate_scope(showcase_id: int) -> str:
    """The scope key of the gate of a showcase."""
    return f"gate:{showcase_id}"


def participant_scope(participant_id: int) -> str:
    """The key of one person in the access log; no role is held over her."""
    return f"participant:{participant_id}"


CITY_SCOPE = "city"

_SCOPES = {
    Role.LEADER: re.compile(r"team:[0-9]+"),
    Role.DEPUTY: re.compile(r"team:[0-9]+"),
    Role.CONTACT: re.compile(r"unit:[0-9]+"),
    Role.EDUCATOR: re.compile(r"district:[0-9]{6}"),
    Role.DISTRICT: re.compile(r"district:[0-9]{6}"),
    Role.CITY: re.compile(CITY_SCOPE),
    Role.STATISTICIAN: re.compile(CITY_SCOPE),
    Role.STATION: re.compile(r"station:[0-9]+"),
    Role.GATE: re.compile(r"gate:[0-9]+"),
    Role.LEADER_OFFERED: re.compile(r"team:[0-9]+"),
    Role.DEPUTY_OFFERED: re.compile(r"team:[0-9]+"),
    Role.FORMER_LEADER: re.compile(r"team:[0-9]+"),
}


def scope_fits(role: Role, scope: str) -> bool:
    """Whether a role can be held over this kind of scope."""
    return _SCOPES[role].fullmatch(scope) is not None
