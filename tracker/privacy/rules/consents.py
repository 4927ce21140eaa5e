"""The six consents as a person decided them, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.campaign.rules import ConsentKind

SHORTEST = timedelta(microseconds=1)
"""Two decisions in one moment are kept apart by so much, in the order in which they came."""


@dataclass(frozen=True)
class Decision:
    """What somebody decided about one consent, and to which words."""

    kind: ConsentKind
    given: bool
    decided_at: datetime
    version: int = 0
    """Of the notice that was in force."""


class NeededConsentError(Exception):
    """Nobody takes part without this consent: to withdraw it is to leave."""


class NoConsentError(Exception):
    """She took consent (2) back, so nothing about her body may be stored."""


def latest(decisions: Iterable[Decision]) -> dict[ConsentKind, Decision]:
    """Of everything she ever decided, what counts: the latest of each consent."""
    ordered = sorted(decisions, key=lambda each: each.decided_at)
    return {each.kind: each for each in ordered}


def moment_after(before: Decision | None, now: datetime) -> datetime:
    """When a decision is put down: now, but never at or before the one it follows."""
    return now if before is None else max(now, before.decided_at + SHORTEST)
