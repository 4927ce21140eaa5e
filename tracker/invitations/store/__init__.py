"""Invitations and slips, written and read back."""

from tracker.invitations.store.beginning import begin, beginners, help_list, make_role_slips
from tracker.invitations.store.claiming import (
    add_claim,
    add_look_at,
    decline,
    offer_of,
    open_with_phone,
    teams_offered,
)
from tracker.invitations.store.forgetting import forget
from tracker.invitations.store.inviting import add_invitations, known_phones
from tracker.invitations.store.slips import (
    NONE,
    piles_of,
    renew,
    revoke,
    slip_of,
    slips_of_team,
)

__all__ = [
    "NONE",
    "add_claim",
    "add_invitations",
    "add_look_at",
    "begin",
    "beginners",
    "decline",
    "forget",
    "help_list",
    "known_phones",
    "make_role_slips",
    "offer_of",
    "open_with_phone",
    "piles_of",
    "renew",
    "revoke",
    "slip_of",
    "slips_of_team",
    "teams_offered",
]
