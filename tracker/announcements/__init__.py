"""Announcements downwards, with read marks kept as counts only."""
