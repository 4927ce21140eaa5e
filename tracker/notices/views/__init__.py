"""Notices, posters and digests of a team, robots, and who likes to be thanked."""

from tracker.notices.views import robots, team, wishes
from tracker.notices.views.desk import pages

__all__ = ["pages", "robots", "team", "wishes"]
