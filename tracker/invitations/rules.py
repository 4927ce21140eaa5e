"""Who is invited, what a slip's code is, how long it counts, and how often it may be guessed."""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.accounts.rules import Role, masked
from tracker.campaign.rules import JOINING_PHASES, Calendar, PhaseKind
from tracker.teams.rules import JOIN_CODE_ALPHABET

HANDLE_LENGTH = 7
PROOF_LENGTH = 7
GROUP = 4
VALID = timedelta(days=14)
"""How long a slip counts after enrolment, or after it was made if that is later."""

KEPT = timedelta(days=14)
"""How long invitations outlive joining: time for a contact to fetch what she uploaded."""
ROLE_VALID = timedelta(days=30)
APPOINTED = (Role.LEADER, Role.DEPUTY, Role.CONTACT)
"""Who may begin with a slip, and be listed where a district can help."""

RECOVERY_VALID = timedelta(days=3)
RECOVERY_KEPT = timedelta(days=14)
"""So long the desk that printed a slip finds it on its list."""

MISSES_MAX = 5
MISS_WINDOW = timedelta(minutes=15)
"""So many wrong phones for one slip, and it waits so long after the last of them."""


@dataclass(frozen=True)
class Invited:
    """Somebody whom a unit wishes to invite, as she stands in its roster."""

    name: str
    phone: str
    """Her 11 digits."""
    team_id: int | None
    """None lets her choose one of the unit's teams."""
    line: int
    """Where she stands in the roster, which is the order of the slips."""


class SlipState(StrEnum):
    """What the contact knows of a slip: what she did herself and what day it is, nothing else."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Slip:
    """One invitation as its contact sees it; whether it was claimed or declined is not in it."""

    id: int
    name: str
    phone: str
    team_id: int | None
    team_name: str
    """Empty where she may choose."""
    handle: str
    last_day: date
    revoked: bool

    @property
    def phone_masked(self) -> str:
        """Enough for the contact to know whom she means."""
        return masked(self.phone)

    def state(self, today: date) -> SlipState:
        """Open until it expires, or until the contact took it back."""
        if self.revoked:
            return SlipState.REVOKED
        return SlipState.OPEN if today <= self.last_day else SlipState.EXPIRED


@dataclass(frozen=True)
class Pile:
    """How many people of one team a unit invited; team 0 is of whoever may choose."""

    team_id: int
    team_name: str
    people: int


@dataclass(frozen=True)
class Duty:
    """What somebody was appointed to be, and where, as it reads."""

    role: Role
    place: str


@dataclass(frozen=True)
class Beginner:
    """Somebody appointed by others who has never come, and the slip she may begin with."""

    account_id: int
    name: str
    phone_masked: str
    duties: tuple[Duty, ...]
    handle: str | None
    last_day: date | None

    def has_slip(self, today: date) -> bool:
        """Whether there is a slip that counts."""
        return self.last_day is not None and today <= self.last_day


@dataclass(frozen=True)
class LockedOut:
    """Somebody who leads and gave too many wrong passwords a moment ago."""

    name: str
    duty: Duty
    until: datetime


@dataclass(frozen=True)
class HelpList:
    """Where a district can help those who lead; of participants it says nothing."""

    beginners: list[Beginner]
    without_leader: list[str]
    without_deputy: list[str]
    locked_out: list[LockedOut]


@dataclass(frozen=True)
class Offer:
    """What a slip offers to whoever holds it and knows its phone."""

    invitation_id: int
    name: str
    phone: str
    unit_id: int
    unit_name: str
    season_id: int
    team_id: int | None
    misses: int
    missed_at: datetime | None


@dataclass(frozen=True)
class PrintedRecovery:
    """A slip that opens a new password, as its desk sees it; whether it was used is not in it."""

    id: int
    sealed_name: str
    handle: str
    made_at: datetime
    expires_at: datetime
    revoked: bool

    def is_open(self, now: datetime) -> bool:
        """As far as the desk knows: not taken back, and not too old."""
        return not self.revoked and now < self.expires_at


def namesakes(slips: Iterable[Slip]) -> frozenset[str]:
    """Names that stand on more than one slip, which whoever hands them out has to tell apart."""
    return frozenset(
        name for name, times in Counter(each.name for each in slips).items() if times > 1
    )


class UnknownSlipError(Exception):
    """No slip has this code; said alike for one that was revoked."""


class UnknownInvitationError(Exception):
    """The unit has no such invitation."""


class WrongPhoneError(Exception):
    """The slip is for another phone."""


class TooManyMissesError(Exception):
    """Too many wrong phones for this slip; `until` is when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class SlipExpiredError(Exception):
    """The slip counted until `last_day`."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


class SlipUsedError(Exception):
    """The slip let somebody in, or was declined: nobody is told which."""


def new_handle() -> str:
    """What the database knows of a code, and finds it by."""
    return "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(HANDLE_LENGTH))


def code_of(handle: str, secret: str) -> str:
    """The whole code, as it is printed: the handle and a proof that only the secret can make."""
    key = hmac.digest(secret.encode(), b"tracker: slips", hashlib.sha256)
    number = int.from_bytes(hmac.digest(key, handle.encode(), hashlib.sha256))
    letters = []
    for _ in range(PROOF_LENGTH):
        number, index = divmod(number, len(JOIN_CODE_ALPHABET))
        letters.append(JOIN_CODE_ALPHABET[index])
    return handle + "".join(letters)


def handle_of(code: str, secret: str) -> str:
    """The handle of a code however typed; raises UnknownSlipError when the proof is not ours."""
    plain = "".join(code.split()).replace("-", "").lower()
    handle = plain[:HANDLE_LENGTH]
    if not hmac.compare_digest(code_of(handle, secret).encode(), plain.encode()):
        raise UnknownSlipError
    return handle


def readable(code: str) -> str:
    """A code as it is typed from paper: in groups."""
    return "-".join(code[first : first + GROUP] for first in range(0, len(code), GROUP))


def last_day_of(calendar: Calendar, made_on: date) -> date:
    """The last day on which a slip counts: two weeks after enrolment or after it was made.

    It never outlives joining.
    """
    enrolment = calendar.only(PhaseKind.ENROLMENT).last
    closes = max(phase.last for phase in calendar.phases if phase.kind in JOINING_PHASES)
    return min(max(enrolment, made_on) + VALID, closes)


def misses_now(misses: int, missed_at: datetime | None, now: datetime) -> int:
    """How many wrong phones in a row there are with this one; after a while it is the first."""
    recent = missed_at is not None and now < missed_at + MISS_WINDOW
    return misses + 1 if recent else 1


def is_forgotten(calendar: Calendar, today: date) -> bool:
    """Whether nobody has needed a season's invitations for a while: joining is over for good."""
    closes = max(phase.last for phase in calendar.phases if phase.kind in JOINING_PHASES)
    return today > closes + KEPT


def last_role_day_of(calendar: Calendar, made_on: date) -> date:
    """The last day on which an appointed leader's slip counts: a month, within the season."""
    return min(made_on + ROLE_VALID, max(made_on, calendar.logging_ends))


def waits_until(misses: int, missed_at: datetime | None, now: datetime) -> datetime | None:
    """Until when a slip waits after too many wrong phones, if it does."""
    if missed_at is None or misses < MISSES_MAX or now >= missed_at + MISS_WINDOW:
        return None
    return missed_at + MISS_WINDOW
