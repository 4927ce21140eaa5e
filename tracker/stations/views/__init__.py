"""Opening a station, letting phones in, a person's own code, and the scales."""

from tracker.stations.views import doors, opening, own, scales
from tracker.stations.views.room import pages

__all__ = ["doors", "opening", "own", "pages", "scales"]
