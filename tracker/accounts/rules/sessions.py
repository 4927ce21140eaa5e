"""Sessions: what the cookie names, what is kept of it, and until when."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from tracker.accounts.rules.devices import Device
from tracker.accounts.rules.roles import ORGANIZERS, Grant

COOKIE_PARTS = 3
SESSION_LONG = timedelta(days=200)
"""A participant stays signed in for a season; no cookie lives longer."""
ENDED_KEPT = timedelta(days=30)
"""So long an ended session is on record: by then she asked about the device she did not know."""
NEWS_KEPT = timedelta(days=180)


class News(StrEnum):
    """What became of an account on one device, and is told on its others."""

    NEW_DEVICE = "new_device"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    FACTOR_RESET = "factor_reset"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of what happened
    SLIP_USED = "slip_used"
    SLIP_CANCELLED = "slip_cancelled"
    PHONE_CHANGED = "phone_changed"


@dataclass(frozen=True)
class CookieId:
    """What the cookie says: the account with its epoch, and the session's secret."""

    account_id: int
    epoch: int
    token: str

    @property
    def text(self) -> str:
        """As it stands in the cookie."""
        return f"{self.account_id}:{self.epoch}:{self.token}"


@dataclass(frozen=True)
class SignedInDevice:
    """One session as its owner sees it; of where it was nothing is known."""

    id: int
    device: Device
    began_at: datetime
    seen_on: date
    is_this: bool


@dataclass(frozen=True)
class NewsItem:
    """One thing that became of the account; `device` is the one it was done on, if it is known."""

    id: int
    kind: News
    at: datetime
    device: Device | None


def new_token() -> str:
    """A secret of 192 bits that nobody guesses."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """What is kept of a secret of so many bits: a slow hash would protect it no better."""
    return sha256(token.encode()).hexdigest()


def device_hash(account_id: int, token: str) -> str:
    """What is kept of a browser's mark: for each account another, so that no two can be linked."""
    return token_hash(f"{account_id}:{token}")


def cookie_id(text: str) -> CookieId | None:
    """What a cookie names, or None for anything else, a cookie of former times among it."""
    parts = text.split(":")
    if len(parts) != COOKIE_PARTS or not parts[2]:
        return None
    if not all(part.isascii() and part.isdigit() for part in parts[:2]):
        return None
    return CookieId(int(parts[0]), int(parts[1]), parts[2])


def is_of_former_times(text: str) -> bool:
    """Whether a cookie is from before sessions were listed: account and epoch alone."""
    return bool(text) and cookie_id(text) is None


def divided(
    grants: Iterable[Grant], *, is_open: bool
) -> tuple[tuple[Grant, ...], tuple[Grant, ...]]:
    """The grants in force, and those that wait until the second factor is given."""
    held = tuple(grants)
    if is_open:
        return held, ()
    waiting = tuple(grant for grant in held if grant.role in ORGANIZERS)
    return tuple(grant for grant in held if grant.role not in ORGANIZERS), waiting
