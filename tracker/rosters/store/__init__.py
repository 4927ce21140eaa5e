"""Rosters and sheets of teams: kept while they wait, judged, confirmed whole, read back."""

from tracker.rosters.store.people import (
    NothingNewError,
    confirm,
    judge,
    open_teams,
    roster,
    team_keys,
    uploaded,
)
from tracker.rosters.store.places import Opened, confirm_places, judge_places
from tracker.rosters.store.waiting import (
    UnknownUploadError,
    Waiting,
    change,
    discard,
    forget,
    keep,
    names_waiting,
    waiting,
)

__all__ = [
    "NothingNewError",
    "Opened",
    "UnknownUploadError",
    "Waiting",
    "change",
    "confirm",
    "confirm_places",
    "discard",
    "forget",
    "judge",
    "judge_places",
    "keep",
    "names_waiting",
    "open_teams",
    "roster",
    "team_keys",
    "uploaded",
    "waiting",
]
