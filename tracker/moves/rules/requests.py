"""A request: what kind it is, what came of it, how long it lies open."""

from datetime import timedelta
from enum import StrEnum

EXPIRES_AFTER = timedelta(days=14)
"""How long a request waits for an answer; then it may be asked anew."""


class MoveKind(StrEnum):
    """What is asked: a first team, or another one."""

    JOIN = "join"
    TRANSFER = "transfer"


class Outcome(StrEnum):
    """What came of a request that is no longer open."""

    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
