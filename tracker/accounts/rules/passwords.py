"""What may be a password."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tracker.accounts.rules.phones import phone_of

PASSWORD_MIN = 8
PASSWORD_MAX = 128

_MOST_GUESSED = """
password password1 password123 passw0rd p@ssw0rd qwertyui qwerty123 qwertyuiop 1qaz2wsx
1q2w3e4r q1w2e3r4 asdfghjkl zxcvbnm123 abc12345 abc123456 abcd1234 a1234567 a12345678
a123456789 123456abc 123456789a 12341234 12121212 11223344 11112222 12344321 123123123
87654321a 147258369 159357159 5201314520 52013145201314 woaini520 woaini123 woaini1314
woaini5201314 iloveyou iloveyou1 beijing123 jiankang123 admin123 admin888 administrator
"""
OBVIOUS_PASSWORDS = frozenset(_MOST_GUESSED.split())


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
