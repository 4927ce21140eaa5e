"""Phones, passwords, roles, locks and idle time: what is true of signing in."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

PHONE_LENGTH = 11
NAME_MAX = 30
PASSWORD_MIN = 8
PASSWORD_MAX = 128

FAILURES_UNTIL_LOCK = 5
FAILURE_WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
ADDRESS_FAILURES = 100
ORGANIZER_IDLE = timedelta(minutes=30)
FRESH = timedelta(minutes=10)

_PHONE = re.compile(r"1[3-9]\d{9}")


class Role(StrEnum):
    """What somebody may do for others; each grant has one of these and a scope."""

    LEADER = "leader"
    DEPUTY = "deputy"
    CONTACT = "contact"
    EDUCATOR = "educator"
    DISTRICT = "district"
    CITY = "city"


ORGANIZERS = frozenset({Role.CONTACT, Role.EDUCATOR, Role.DISTRICT, Role.CITY})
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

    def holds(self, roles: Iterable[Role], scope: str) -> bool:
        """Whether one of these roles is held over exactly this scope."""
        wanted = frozenset(roles)
        return any(grant.role in wanted and grant.scope == scope for grant in self.grants)

    def scopes(self, *roles: Role) -> tuple[str, ...]:
        """The scopes held in any of these roles, in the order they were granted."""
        return tuple(grant.scope for grant in self.grants if grant.role in roles)

    @property
    def is_organizer(self) -> bool:
        """Whether any role held is one that ends idle sessions."""
        return any(grant.role in ORGANIZERS for grant in self.grants)


class PhoneTakenError(Exception):
    """An account with this phone exists already."""


class WrongPasswordError(Exception):
    """Phone and password do not match; said alike for a phone nobody has."""


class LockedError(Exception):
    """Too many failures for this phone or address; `until` is when it opens again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def phone_of(text: str) -> str | None:
    """The 11 digits of a mainland mobile number however typed, or None if it is not one."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[\s\-]", "", plain).removeprefix("+86")
    return digits if _PHONE.fullmatch(digits) else None


def masked(phone: str) -> str:
    """A phone as others see it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}"


def district_scope(code: str) -> str:
    """The scope key of a district."""
    return f"district:{code}"


def team_scope(team_id: int) -> str:
    """The scope key of a team."""
    return f"team:{team_id}"


def unit_scope(unit_id: int) -> str:
    """The scope key of a unit."""
    return f"unit:{unit_id}"


CITY_SCOPE = "city"


@dataclass(frozen=True)
class Look:
    """One viewer's looks at one scope on one day, as the person concerned reads them."""

    viewer: str
    scope: str
    what: str
    day: date
    looks: int
