"""Requests and pauses, written and read back."""

from tracker.moves.store.pauses import proposal_to, propose_pause

__all__ = ["proposal_to", "propose_pause"]
