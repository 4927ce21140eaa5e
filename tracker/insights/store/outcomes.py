"""What became of weights, read back from a snapshot and released for one viewer."""

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


def outcomes(season: Season, which: SnapshotOf, viewer: Viewer) -> Outcomes:
    """All areas as this viewer may see them; none if the snapshot says nothing of it."""
    kept = outcomes_from(section(season.id, which, OUTCOME, AREAS))
    if not kept:
        return Outcomes(which.as_of, {})
    return for_outcomes(
        which.as_of,
        kept,
        intervals_from(section(season.id, which, INTERVALS, AREAS)),
        is_early=is_early(season.calendar, which.as_of),
        known=known_contributors(viewer),
    )
