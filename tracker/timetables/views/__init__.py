"""The organizers' timetable, the running order of the day, and a person's own times."""

from tracker.timetables.views import day, own, planning
from tracker.timetables.views.room import pages

__all__ = ["day", "own", "pages", "planning"]
