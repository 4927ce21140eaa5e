"""Announcements, written, read and counted."""

from tracker.announcements.store.reading import listed, read, unread
from tracker.announcements.store.writing import announce, take_back, written

__all__ = ["announce", "listed", "read", "take_back", "unread", "written"]
