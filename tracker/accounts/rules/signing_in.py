"""Failures, locks, idle time, and how long a password given counts as fresh."""

import ipaddress
from datetime import datetime, timedelta

FAILURES_UNTIL_LOCK = 5
FAILURE_WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
ADDRESS_FAILURES = 100
ORGANIZER_IDLE = timedelta(minutes=30)
SEEN_STEP = timedelta(minutes=1)
"""What a touch adds within it is not noted: an idle session ends a minute early at most."""
FRESH = timedelta(minutes=10)


class WrongPasswordError(Exception):
    """Phone and password do not match; said alike for a phone nobody has."""


class LockedError(Exception):
    """Too many failures for this phone or address; `until` is when it opens again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


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
