"""A request: what kind it is, what came of it, how long it lies open, how often one may ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EXPIRES_AFTER = timedelta(days=14)
"""How long a request waits for an answer; then it may be asked anew."""
ASKS_MAX = 3
"""So many requests within that time, those she took back included, so that nobody is pestered."""
WAITING_MAX = 30
"""So many newcomers wait at one team at most: a longer list is nobody's own doing."""
SEARCH_MIN = 2
FOUND_MAX = 10


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


@dataclass(frozen=True)
class Asked:
    """Somebody's request as she sees it herself."""

    id: int
    kind: MoveKind
    team_id: int
    team: str
    unit: str
    asked_at: datetime
    expires_at: datetime
    outcome: Outcome | None
    closed_at: datetime | None
    by: str | None
    why: str

    def state(self, now: datetime) -> Outcome | None:
        """What came of it; None while it waits."""
        late = self.outcome is None and self.expires_at <= now
        return Outcome.EXPIRED if late else self.outcome


@dataclass(frozen=True)
class Waiting:
    """A request as a leader sees it: a name, a masked phone, from where to where."""

    id: int
    kind: MoveKind
    name: str
    phone_masked: str
    team_id: int
    team: str
    comes_from: str | None
    asked_at: datetime
    expires_at: datetime


class OpenRequestError(Exception):
    """She has a request that waits for an answer."""


class AskedTooOftenError(Exception):
    """Enough requests for now; `until` is when she may ask again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class DeclinedLatelyError(Exception):
    """This team said no not long ago; `until` is when she may ask it again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class ManyWaitingError(Exception):
    """So many wait at this team that its leaders answer those first."""


class UnknownRequestError(Exception):
    """No such request for whoever asks."""


class AnsweredAlreadyError(Exception):
    """Somebody else answered it first, or it is no longer open."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class OwnRequestError(Exception):
    """Nobody answers her own request."""


def check_asking(
    earlier: Iterable[tuple[int, datetime, Outcome | None, datetime | None]],
    team_id: int,
    now: datetime,
) -> None:
    """Whether somebody may ask a team who asked before: team, when, what came of it and when.

    Raises AskedTooOftenError or DeclinedLatelyError.
    """
    listed = list(earlier)
    for asked_team, _, outcome, closed_at in listed:
        if asked_team == team_id and outcome is Outcome.DECLINED and closed_at:
            until = closed_at + EXPIRES_AFTER
            if now < until:
                raise DeclinedLatelyError(until)
    lately = sorted(at for _, at, _, _ in listed if now - at < EXPIRES_AFTER)
    if len(lately) >= ASKS_MAX:
        raise AskedTooOftenError(lately[-ASKS_MAX] + EXPIRES_AFTER)
