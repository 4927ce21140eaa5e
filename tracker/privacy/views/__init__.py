"""Pages of the room: who sees her, her consents, her copy, and leaving."""

from tracker.privacy.views.room import pages

__all__ = ["pages"]
