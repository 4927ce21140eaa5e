"""Group figures counted, frozen and read back: all of the room's SQL."""

from tracker.insights.store.desk import Desk
from tracker.insights.store.pages import open_area, open_team, reveal_phone
from tracker.insights.store.participation import (
    active_by_day,
    active_in_week,
    counts_by_week,
    minutes_by_week,
    stays_and_pauses,
)
from tracker.insights.store.people import last_entries
from tracker.insights.store.releases import (
    area_releases,
    known_contributors,
    team_releases,
)
from tracker.insights.store.rollups import rebuild, refresh
from tracker.insights.store.snapshots import (
    freeze,
    freeze_as_of,
    section,
    section_by_moment,
    snapshot,
    snapshots,
)

__all__ = [
    "Desk",
    "active_by_day",
    "active_in_week",
    "area_releases",
    "counts_by_week",
    "freeze",
    "freeze_as_of",
    "known_contributors",
    "last_entries",
    "minutes_by_week",
    "open_area",
    "open_team",
    "rebuild",
    "refresh",
    "reveal_phone",
    "section",
    "section_by_moment",
    "snapshot",
    "snapshots",
    "stays_and_pauses",
    "team_releases",
]
