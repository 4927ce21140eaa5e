"""What became of weights, read back from a snapshot and released for one viewer."""

from functools import lru_cache

from tracker.campaign.rules import Season
from tracker.insights.rules import SnapshotOf, Viewer, is_early
from tracker.insights.rules.releases import Outcomes, for_outcomes
from tracker.insights.store.outcome import (
    AREAS,
    INTERVALS,
    OUTCOME,
    intervals_from,
    outcomes_from,
)
from tracker.insights.store.releases import known_contributors
from tracker.insights.store.snapshots import section

RELEASES_KEPT = 128


def outcomes(season: Season, which: SnapshotOf, viewer: Viewer) -> Outcomes:
    """All areas as this viewer may see them; none if the snapshot says nothing of it."""
    early = is_early(season.calendar, which.as_of)
    return _released(season.id, which, known_contributors(viewer), early=early)


@lru_cache(RELEASES_KEPT)
def _released(season_id: int, which: SnapshotOf, known: int, *, early: bool) -> Outcomes:
    """Kept in the process: a version of a snapshot never changes, so nothing here grows old."""
    kept = outcomes_from(section(season_id, which, OUTCOME, AREAS))
    if not kept:
        return Outcomes(which.as_of, {})
    drawn = intervals_from(section(season_id, which, INTERVALS, AREAS))
    return for_outcomes(which.as_of, kept, drawn, is_early=early, known=known)
