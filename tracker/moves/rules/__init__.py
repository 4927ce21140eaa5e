"""What may be asked: to be let into a team, to change teams, to pause."""

from tracker.moves.rules.pauses import (
    PAUSE_DAYS,
    PAUSE_DAYS_MAX,
    Pause,
    PauseInPastError,
    PauseTooLateError,
    PauseTooLongError,
    Proposal,
    check_pause,
)
from tracker.moves.rules.requests import EXPIRES_AFTER, MoveKind, Outcome

__all__ = [
    "EXPIRES_AFTER",
    "PAUSE_DAYS",
    "PAUSE_DAYS_MAX",
    "MoveKind",
    "Outcome",
    "Pause",
    "PauseInPastError",
    "PauseTooLateError",
    "PauseTooLongError",
    "Proposal",
    "check_pause",
]
