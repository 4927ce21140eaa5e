"""Pages of teams, units, districts and the city, their figures, and what organizers set."""

from tracker.insights.views import (
    area,
    briefs,
    keeping_up,
    learning,
    outcome,
    seen,
    targets,
    team,
    unit,
)
from tracker.insights.views.desks import pages

__all__ = [
    "area",
    "briefs",
    "keeping_up",
    "learning",
    "outcome",
    "pages",
    "seen",
    "targets",
    "team",
    "unit",
]
