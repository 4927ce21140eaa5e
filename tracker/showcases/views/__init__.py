"""Events and their settings, districts and squads in them, rehearsals, and a person's answers."""

from tracker.showcases.views import districts, events, own, readiness, rehearsals, settings, squads
from tracker.showcases.views.room import pages

__all__ = [
    "districts",
    "events",
    "own",
    "pages",
    "readiness",
    "rehearsals",
    "settings",
    "squads",
]
