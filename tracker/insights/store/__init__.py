"""Group figures counted, frozen and read back: all of the room's SQL."""

from tracker.insights.store.briefs import activities, save_activities
from tracker.insights.store.changes import unit_changes
from tracker.insights.store.departing import add_departing
from tracker.insights.store.desk import Desk
from tracker.insights.store.kept import kept
from tracker.insights.store.learned import learned_as_of
from tracker.insights.store.pages import open_team
from tracker.insights.store.participation import (
    counted,
    exercise_by_week,
    parts_in_week,
)
from tracker.insights.store.releases import (
    area_releases,
    contributed,
    known_contributors,
    team_releases,
)
from tracker.insights.store.rollups import rebuild, refresh, team_count
from tracker.insights.store.snapshots import (
    freeze,
    freeze_as_of,
    section,
    section_by_moment,
    snapshot,
    snapshots,
)
from tracker.insights.store.stays import stays_and_pauses
from tracker.insights.store.targets import set_district, set_targets, targets, units_see
from tracker.insights.store.versions import open_area, version_of

__all__ = [
    "Desk",
    "activities",
    "add_departing",
    "area_releases",
    "contributed",
    "counted",
    "exercise_by_week",
    "freeze",
    "freeze_as_of",
    "kept",
    "known_contributors",
    "learned_as_of",
    "open_area",
    "open_team",
    "parts_in_week",
    "rebuild",
    "refresh",
    "save_activities",
    "section",
    "section_by_moment",
    "set_district",
    "set_targets",
    "snapshot",
    "snapshots",
    "stays_and_pauses",
    "targets",
    "team_count",
    "team_releases",
    "unit_changes",
    "units_see",
    "version_of",
]
