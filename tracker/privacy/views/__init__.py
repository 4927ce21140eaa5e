"""Pages of the room: who sees her, her consents, her copy, and leaving."""

from tracker.privacy.views import breaches, consents, records, seeing
from tracker.privacy.views.room import pages

__all__ = ["breaches", "consents", "pages", "records", "seeing"]
