"""Codes by text message, the slip that opens a new password, and the code one keeps for oneself."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CODE_LENGTH = 6
CODE_VALID = timedelta(minutes=5)
CODE_PAUSE = timedelta(seconds=60)
CODE_TRIES = 5
CODES_A_DAY = 10
NUMBERS_AN_HOUR = 200
"""So many numbers from one address: a company of 5,000 has one, and no guesser gets far."""
NUMBERS_WINDOW = timedelta(hours=1)
CODES_KEPT = timedelta(days=2)
HIDDEN = timedelta(hours=48)
"""So long a session that began with a slip shows nothing of health."""

OWN_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that is read as another one from paper."""
OWN_LENGTH = 16
GROUP = 4


class Purpose(StrEnum):
    """What a code is for: it opens nothing else."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    VERIFY = "verify"
    OLD_NUMBER = "old_number"
    NEW_NUMBER = "new_number"


@dataclass(frozen=True)
class Way:
    """How somebody without her password comes back: what a session needs to know of it."""

    must_change: bool = False
    """Whether the password is one that somebody else has seen."""
    hidden_until: datetime | None = None
    """Until when this session shows nothing of health."""
    cancel_until: datetime | None = None
    """Until when this session can undo what a slip did."""


@dataclass(frozen=True)
class Standing:
    """What the page of an account says of its number and of the ways back."""

    phone_masked: str
    is_verified: bool
    has_own_code: bool
    cancel_until: datetime | None


class TooSoonError(Exception):
    """Another code was asked for a moment ago; `until` is when the next may be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class TooManyCodesError(Exception):
    """A number had its codes of this day, or an address asked for too many numbers."""


class WrongTextCodeError(Exception):
    """Not the code, or no longer; said alike for a number that nobody has."""


class NothingToCancelError(Exception):
    """No slip was used lately, or this session began with it."""


def new_text_code() -> str:
    """Six digits that nobody can foresee."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"


def digits_of(text: str) -> str:
    """A code however typed: full-width, with spaces or a hyphen."""
    return "".join(str(int(each)) for each in text if each.isdecimal())


def code_hash(secret: str, purpose: Purpose, phone: str, code: str) -> str:
    """What is kept of a code, which fits this number and purpose alone."""
    said = f"{purpose}:{phone}:{code}".encode()
    key = hmac.digest(secret.encode(), b"tracker: codes", hashlib.sha256)
    return hmac.digest(key, said, hashlib.sha256).hex()


def new_own_code() -> str:
    """A code of 79 bits to keep at home: nobody guesses it, so guesses need not be counted."""
    return "".join(secrets.choice(OWN_ALPHABET) for _ in range(OWN_LENGTH))


def own_code_hash(account_id: int, typed: str) -> str:
    """What is kept of it, however it is typed; without a key, since it lies in a drawer for years.

    Nobody tries 79 bits, so a key would protect it no better, and a change of keys would end it.
    """
    plain = "".join(each for each in typed.lower() if each in OWN_ALPHABET)
    said = f"{account_id}:{plain}".encode()
    return hashlib.sha256(said).hexdigest()


def in_groups(code: str) -> str:
    """A code as it is written down."""
    return "-".join(code[first : first + GROUP] for first in range(0, len(code), GROUP))


def way_of(
    *, must_change: bool, opened_at: datetime | None, began_at: datetime, now: datetime
) -> Way:
    """What a session may show after a slip opened a new password, and whether it can undo that."""
    if opened_at is None or now >= opened_at + HIDDEN:
        return Way(must_change)
    until = opened_at + HIDDEN
    if began_at >= opened_at:
        return Way(must_change, hidden_until=until)
    return Way(must_change, cancel_until=until)
