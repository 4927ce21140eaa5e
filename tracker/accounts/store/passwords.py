"""Argon2: hashing a password and checking one."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.accounts.rules import HashedPassword, plain_password

HASHER = PasswordHasher()
"""Argon2id with the library's defaults (RFC 9106, low memory)."""


def hashed(password: str) -> HashedPassword:
    """What to keep of a new password. It takes 0.1 s: ask before a transaction, not inside."""
    return HashedPassword(HASHER.hash(plain_password(password)))


def matches(encoded: str, password: str) -> bool:
    """Whether this is the password that was hashed."""
    try:
        return HASHER.verify(encoded, plain_password(password))
    except (VerificationError, InvalidHashError):
        return False


def no_ones_hash() -> str:
    """A hash with today's parameters that no password has; to verify it costs what any costs."""
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


def is_outdated(encoded: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(encoded)
