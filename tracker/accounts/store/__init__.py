"""Accounts, sign-ins, grants and the access log, written and read back."""

from tracker.accounts.store.grants import (
    add_all_ended,
    add_city_organizer,
    add_ended_grants,
    add_grant,
    end_grants,
    grant,
    holders,
    revoke,
)
from tracker.accounts.store.looks import add_look, note_look, note_looks
from tracker.accounts.store.passing import (
    add_passing_account,
    add_passing_grant,
    end_passing_grants,
)
from tracker.accounts.store.passwords import hashed
from tracker.accounts.store.people import account_id_of, add_account, end_sessions, person
from tracker.accounts.store.signing_in import change_password, confirm_password, sign_in

__all__ = [
    "account_id_of",
    "add_account",
    "add_all_ended",
    "add_city_organizer",
    "add_ended_grants",
    "add_grant",
    "add_look",
    "add_passing_account",
    "add_passing_grant",
    "change_password",
    "confirm_password",
    "end_grants",
    "end_passing_grants",
    "end_sessions",
    "grant",
    "hashed",
    "holders",
    "note_look",
    "note_looks",
    "person",
    "revoke",
    "sign_in",
]
