"""Phones, passwords, roles, locks and idle time: what is true of signing in."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

PHONE_LENGTH = 11
NO_PHONE_MARK = "-"
"""Begins what stands where an account has no phone: no phone does."""

NAME_MAX = 30
PASSWORD_MIN = 8
PASSWORD_MAX = 128

FAILURES_UNTIL_LOCK = 5
FAILURE_WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
ADDRESS_FAILURES = 100
ORGANIZER_IDLE = timedelta(minutes=30)
SEEN_STEP = timedelta(minutes=1)
"""What a touch adds within it is not noted: an idle session ends a minute early at most."""
FRESH = timedelta(minutes=10)

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_NOT_DIALLED = frozenset({"Zs", "Cc", "Cf", "Pd"})
"""Spaces, dashes and the invisible marks that phones put around a copied number."""
_COUNTRY = re.compile(r"^(\+|00)?86(?=1[3-9])")

_MOST_GUESSED = """
password password1 password123 passw0rd p@ssw0rd qwertyui qwerty123 qwertyuiop 1qaz2wsx
1q2w3e4r q1w2e3r4 asdfghjkl zxcvbnm123 abc12345 abc123456 abcd1234 a1234567 a12345678
a123456789 123456abc 123456789a 12341234 12121212 11223344 11112222 12344321 123123123
87654321a 147258369 159357159 5201314520 52013145201314 woaini520 woaini123 woaini1314
woaini5201314 iloveyou iloveyou1 beijing123 jiankang123 admin123 admin888 administrator
"""
OBVIOUS_PASSWORDS = frozenset(_MOST_GUESSED.split())


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


@dataclass(frozen=True)
class HashedPassword:
    """What is kept of a password; a value of its own, so that no plain one is stored for it."""

    encoded: str


class PasswordProblem(StrEnum):
    """Why a new password is refused."""

    SHORT = "short"
    LONG = "long"
    PHONE = "phone"
    OBVIOUS = "obvious"


class PhoneTakenError(Exception):
    """An account with this phone exists already."""


class UnknownPhoneError(Exception):
    """Nobody has an account with this phone."""


class RoleTakenError(Exception):
    """Somebody else has this role over this scope, and only one person can."""


class NotGrantedError(Exception):
    """The role to be taken away is not held over this scope."""


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
    dialled = "".join(each for each in plain if unicodedata.category(each) not in _NOT_DIALLED)
    digits = _COUNTRY.sub("", dialled)
    return digits if _PHONE.fullmatch(digits) else None


def plain_password(text: str) -> str:
    """A password in one form, whether a Chinese keyboard typed it full-width or not."""
    return unicodedata.normalize("NFKC", text)


def password_problem(text: str) -> PasswordProblem | None:
    """Why this may not be a password, or None when it may."""
    password = plain_password(text)
    if len(password) < PASSWORD_MIN:
        return PasswordProblem.SHORT
    if len(password) > PASSWORD_MAX:
        return PasswordProblem.LONG
    if phone_of(password):
        return PasswordProblem.PHONE
    if password.casefold() in OBVIOUS_PASSWORDS or _is_one_step(password):
        return PasswordProblem.OBVIOUS
    return None


def _is_one_step(password: str) -> bool:
    """Whether it only repeats one character or counts up or down: 88888888, 12345678, hgfedcba."""
    digits = [ord(each) for each in password.replace("90", "9:").replace("09", ":9")]
    steps = {after - before for before, after in pairwise(digits)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 line is given."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def is_locked(until: datetime, now: datetime) -> bool:
    """Whether a lock is in force; a clock that was set back does not lock anybody for a day."""
    return now < until <= now + LOCK


def is_idle(seen: datetime, now: datetime) -> bool:
    """Whether an organizer was away long enough for the session to end."""
    return now - seen >= ORGANIZER_IDLE


def is_fresh(password_at: datetime | None, now: datetime) -> bool:
    """Whether the password was given recently enough for a sensitive step."""
    return password_at is not None and now - password_at <= FRESH


def no_phone(key: int) -> str:
    """What stands where an account has no phone: unique, and no phone."""
    return NO_PHONE_MARK + f"{key:x}"[-(PHONE_LENGTH - 1) :]


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
