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
from tracker.invitations.store.recovering import (
    Desk,
    Given,
    add_recovery_slip,
    change_number_by_slip,
    check_recovery,
    forget_recovery,
    recover,
    recovery_slip,
    recovery_slips,
    revoke_recovery,
)
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
    "Desk",
    "Given",
    "add_claim",
    "add_invitations",
    "add_look_at",
    "add_recovery_slip",
    "begin",
    "beginners",
    "change_number_by_slip",
    "check_recovery",
    "decline",
    "forget",
    "forget_recovery",
    "help_list",
    "known_phones",
    "make_role_slips",
    "offer_of",
    "open_with_phone",
    "piles_of",
    "recover",
    "recovery_slip",
    "recovery_slips",
    "renew",
    "revoke",
    "revoke_recovery",
    "slip_of",
    "slips_of_team",
    "teams_offered",
]
