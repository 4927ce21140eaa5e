"""The code at the door: another one every half minute, and each lives only around its own."""

import hashlib
import hmac
from base64 import b32encode
from datetime import datetime

STEP = 30
"""Seconds a code is shown: long enough to point a phone at, too short to be posted anywhere."""
AROUND = (-1, 0, 1)
"""Steps a code is good for: servers' clocks may differ by one, and a slow page takes its time."""

CODE_BYTES = 10
CODE_LENGTH = 16
"""Ten bytes in base 32 without padding: nobody meets a living one by trying."""
SECRET_LENGTH = 64
"""Thirty-two random bytes, written in hex."""


def code_at(secret: str, lecture_id: int, moment: datetime) -> str:
    """The code that a lecture's door shows at a moment."""
    return _code(secret, lecture_id, _step(moment))


def is_code_of(code: str, secret: str, lecture_id: int, moment: datetime) -> bool:
    """Whether a code is this lecture's, of this half minute or the one before or after.

    Every candidate is compared to its end, so that how long it takes tells nothing.
    """
    typed, now = code.encode(), _step(moment)
    same = [
        hmac.compare_digest(typed, _code(secret, lecture_id, now + by).encode()) for by in AROUND
    ]
    return any(same)


def seconds_left(moment: datetime) -> int:
    """How long a code shown now is still the one of its half minute, and at least a second."""
    return STEP - int(moment.timestamp()) % STEP


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def _code(secret: str, lecture_id: int, step: int) -> str:
    message = f"lecture:{lecture_id}:{step}".encode()
    made = hmac.new(bytes.fromhex(secret), message, hashlib.sha256).digest()
    return b32encode(made[:CODE_BYTES]).decode().lower()
