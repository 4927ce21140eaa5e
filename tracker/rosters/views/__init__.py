"""Pages for rosters of people and for a district's sheet of units and teams."""

from tracker.rosters.views import people, places
from tracker.rosters.views.shared import pages

__all__ = ["pages", "people", "places"]
