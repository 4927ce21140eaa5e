"""What somebody who joins has answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.accounts.rules import HashedPassword
from tracker.campaign.rules import ConsentKind
from tracker.weight.rules import Body, Goal, Reading

OLDEST_AGE = 100


@dataclass(frozen=True)
class Newcomer:
    """Somebody without an account."""

    phone: str
    name: str
    password: HashedPassword


@dataclass(frozen=True)
class Claim:
    """A slip, by its handle, and the team it is to be used for."""

    handle: str
    team_id: int


@dataclass(frozen=True)
class Answers:
    """Six decisions; body, goal and first reading only from an adult who gave consent (2)."""

    consents: Mapping[ConsentKind, tuple[bool, str]]
    body: Body | None = None
    goal: Goal | None = None
    reading: Reading | None = None
    version: int = 0
    """Which version of the notice she was shown; 0: none is published."""
