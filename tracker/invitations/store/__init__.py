"""Invitations and slips, written and read back."""

from tracker.invitations.store.inviting import add_invitations, known_phones

__all__ = ["add_invitations", "known_phones"]
