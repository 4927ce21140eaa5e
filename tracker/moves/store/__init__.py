"""Requests and pauses, written and read back."""

from tracker.moves.store.answers import approve, decline, waiting_at
from tracker.moves.store.pauses import (
    confirm_proposal,
    pause,
    pauses,
    proposal_to,
    propose_pause,
    refuse_proposal,
)
from tracker.moves.store.requests import (
    ask_as_newcomer,
    ask_to_join,
    ask_transfer,
    code_in_force,
    latest_request,
    moved_on,
    open_team,
    open_teams_beside,
    units_called,
    withdraw,
)

__all__ = [
    "approve",
    "ask_as_newcomer",
    "ask_to_join",
    "ask_transfer",
    "code_in_force",
    "confirm_proposal",
    "decline",
    "latest_request",
    "moved_on",
    "open_team",
    "open_teams_beside",
    "pause",
    "pauses",
    "proposal_to",
    "propose_pause",
    "refuse_proposal",
    "units_called",
    "waiting_at",
    "withdraw",
]
