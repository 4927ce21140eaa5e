"""Timetables written and read back."""

from tracker.timetables.store.planning import (
    add_missing,
    add_own,
    change,
    move,
    plan_all,
    publish,
    remove_own,
)
from tracker.timetables.store.reading import has_published, published, timetable, version
from tracker.timetables.store.running import begin_early, note, undo

__all__ = [
    "add_missing",
    "add_own",
    "begin_early",
    "change",
    "has_published",
    "move",
    "note",
    "plan_all",
    "publish",
    "published",
    "remove_own",
    "timetable",
    "undo",
    "version",
]
