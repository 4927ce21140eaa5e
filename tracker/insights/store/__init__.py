"""Group figures counted, frozen and read back: all of the room's SQL."""

from tracker.insights.store.pages import open_area, open_team, reveal_phone
from tracker.insights.store.participation import (
    active_by_day,
    active_in_week,
    counts_by_week,
    minutes_by_week,
    pauses,
    stays,
)
from tracker.insights.store.people import last_entries
from tracker.insights.store.releases import (
    area_releases,
    contributed_as_of,
    freeze,
    known_contributors,
    team_releases,
)
from tracker.insights.store.rollups import rebuild, refresh

__all__ = [
    "active_by_day",
    "active_in_week",
    "area_releases",
    "contributed_as_of",
    "counts_by_week",
    "freeze",
    "known_contributors",
    "last_entries",
    "minutes_by_week",
    "open_area",
    "open_team",
    "pauses",
    "rebuild",
    "refresh",
    "reveal_phone",
    "stays",
    "team_releases",
]
