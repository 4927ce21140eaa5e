"""Pages of the room: signing in and out, and the password."""

from tracker.accounts.views import passwords, signing_in
from tracker.accounts.views.room import pages

__all__ = ["pages", "passwords", "signing_in"]
