"""Joining: through a team's code, or with a slip of one's own."""

from tracker.joining.views import claim, join
from tracker.joining.views.door import pages

__all__ = ["claim", "join", "pages"]
