"""Pages of a team, a district and the city, and their figures as Plotly JSON."""

from tracker.insights.views import area, team
from tracker.insights.views.desks import pages

__all__ = ["area", "pages", "team"]
