"""Accounts, sign-ins, grants and the access log, written and read back."""

from tracker.accounts.store.grants import (
    add_city_organizer,
    add_grant,
    end_grants,
    grant,
    holders,
    revoke,
)
from tracker.accounts.store.looks import add_look, note_look
from tracker.accounts.store.passwords import hashed
from tracker.accounts.store.people import account_id_of, add_account, end_sessions, person
from tracker.accounts.store.signing_in import change_password, confirm_password, sign_in

__all__ = [
    "account_id_of",
    "add_account",
    "add_city_organizer",
    "add_grant",
    "add_look",
    "change_password",
    "confirm_password",
    "end_grants",
    "end_sessions",
    "grant",
    "hashed",
    "holders",
    "note_look",
    "person",
    "revoke",
    "sign_in",
]
