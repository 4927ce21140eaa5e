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
from tracker.accounts.store.news import add_news, answer_news, news
from tracker.accounts.store.passing import (
    add_passing_account,
    add_passing_grant,
    end_passing_grants,
)
from tracker.accounts.store.passwords import hashed
from tracker.accounts.store.people import (
    account_id_of,
    add_account,
    end_sessions,
    person,
    signed_in,
)
from tracker.accounts.store.sessions import (
    NewSession,
    SeenSessions,
    add_session,
    begin_session,
    end_other_sessions,
    end_session,
    end_session_of,
    end_strange_device,
    forget_sessions,
    sessions,
    write_seen,
)
from tracker.accounts.store.signing_in import change_password, confirm_password, sign_in

__all__ = [
    "NewSession",
    "SeenSessions",
    "account_id_of",
    "add_account",
    "add_all_ended",
    "add_city_organizer",
    "add_ended_grants",
    "add_grant",
    "add_look",
    "add_news",
    "add_passing_account",
    "add_passing_grant",
    "add_session",
    "answer_news",
    "begin_session",
    "change_password",
    "confirm_password",
    "end_grants",
    "end_other_sessions",
    "end_passing_grants",
    "end_session",
    "end_session_of",
    "end_sessions",
    "end_strange_device",
    "forget_sessions",
    "grant",
    "hashed",
    "holders",
    "news",
    "note_look",
    "note_looks",
    "person",
    "revoke",
    "sessions",
    "sign_in",
    "signed_in",
    "write_seen",
]
