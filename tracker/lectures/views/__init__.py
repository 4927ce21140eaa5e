"""Lectures: what somebody may come to, the door, and the desks of whoever holds them."""

from tracker.lectures.views import desk, door, own
from tracker.lectures.views.room import pages

__all__ = ["desk", "door", "own", "pages"]
