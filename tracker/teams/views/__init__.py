"""Pages of a team's codes, its settings and its lead, of a unit, and of opening a team."""

from tracker.teams.views import codes, lead, settings, units
from tracker.teams.views.door import pages

__all__ = ["codes", "lead", "pages", "settings", "units"]
