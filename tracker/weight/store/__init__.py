"""Readings, body, goal and a station's file, written and read back."""

from tracker.weight.store.profile import (
    add_body,
    add_goal,
    add_height,
    body,
    goal,
    profile,
    set_goal,
)
from tracker.weight.store.readings import (
    add_reading,
    delete,
    entries,
    extent_before,
    readings,
    readings_and_latest,
    record,
    undo,
)
from tracker.weight.store.station import Imported, add_weighing, import_lines

__all__ = [
    "Imported",
    "add_body",
    "add_goal",
    "add_height",
    "add_reading",
    "add_weighing",
    "body",
    "delete",
    "entries",
    "extent_before",
    "goal",
    "import_lines",
    "profile",
    "readings",
    "readings_and_latest",
    "record",
    "set_goal",
    "undo",
]
