"""Who may open a view: signed in, or holding a grant. Reads grants only.

The cookie carries the account with its epoch and the session's secret, when the password was last
given, and for an organizer when she was last seen; both as whole seconds. A second cookie is the
browser's mark, which outlives signing out: by it a device is known again.
"""

from tracker.accounts.guards.asking import (
    granted,
    password_again,
    password_again_for_all,
    second_factor_first,
    signed_in,
    to_confirm_password,
    to_sign_in,
    way_on,
)
from tracker.accounts.guards.cookie import (
    PASSWORD_AT,
    SEEN_AT,
    SessionUser,
    clear_session,
    current_person,
    note_password_given,
    password_is_fresh,
    person_or_none,
)
from tracker.accounts.guards.sessions import begin_session, end_this_session, install

__all__ = [
    "PASSWORD_AT",
    "SEEN_AT",
    "SessionUser",
    "begin_session",
    "clear_session",
    "current_person",
    "end_this_session",
    "granted",
    "install",
    "note_password_given",
    "password_again",
    "password_again_for_all",
    "password_is_fresh",
    "person_or_none",
    "second_factor_first",
    "signed_in",
    "to_confirm_password",
    "to_sign_in",
    "way_on",
]
