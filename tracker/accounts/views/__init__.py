"""Pages of the room: signing in and out, and the password."""

from tracker.accounts.views import (
    codes,
    coming_back,
    numbers,
    passkeys,
    passwords,
    sessions,
    signing_in,
)
from tracker.accounts.views.room import pages

__all__ = [
    "codes",
    "coming_back",
    "numbers",
    "pages",
    "passkeys",
    "passwords",
    "sessions",
    "signing_in",
]
