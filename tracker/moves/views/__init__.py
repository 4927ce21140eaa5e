"""Asking to join or to change teams, answering it, and pausing."""

from tracker.moves.views import answers, asking, pauses, transfers
from tracker.moves.views.sentences import pages

__all__ = ["answers", "asking", "pages", "pauses", "transfers"]
