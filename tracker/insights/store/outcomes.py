"""What became of weights, read back from a snapshot and released for one viewer."""

from collections.abc import Mapping
from functools import lru_cache

from tracker.campaign.rules import Season
from tracker.insights.rules import SnapshotOf, Viewer, is_early
from tracker.insights.rules.releases import BINS, MEDIAN, Held, Outcomes, for_outcomes
from tracker.insights.store.holding import waiting_of
from tracker.insights.store.outcome import (
    AREAS,
    INTERVALS,
    OUTCOME,
    Drawn,
    intervals_from,
    outcomes_from,
)
from tracker.insights.store.releases import known_contributors
from tracker.insights.store.snapshots import section

RELEASES_KEPT = 128


def outcomes(season: Season, which: SnapshotOf, viewer: Viewer) -> Outcomes:
    """All areas as this viewer may see them; none if the snapshot says nothing of it."""
    early = is_early(season.calendar, which.as_of)
    return _released(season, which, known_contributors(viewer), early=early)


@lru_cache(RELEASES_KEPT)
def _released(season: Season, which: SnapshotOf, known: int, *, early: bool) -> Outcomes:
    """Kept in the process: a version of a snapshot never changes, so nothing here grows old."""
    kept = outcomes_from(section(season.id, which, OUTCOME, AREAS))
    if not kept:
        return Outcomes(which.as_of, {})
    held, among = waiting_of(season, [which])[which.as_of]
    drawn = intervals_from(section(season.id, which, INTERVALS, AREAS))
    drawn = _with_earlier_medians(season, drawn, held, among)
    return for_outcomes(which.as_of, kept, drawn, is_early=early, known=known, held=held)


def _with_earlier_medians(
    season: Season, drawn: Mapping[str, Drawn], held: Held, among: tuple[SnapshotOf, ...]
) -> dict[str, Drawn]:
    """These intervals, the medians' of whichever snapshot the median is shown."""
    found = dict(drawn)
    waiting = held.get(BINS, {})
    for place in {each.place for each in waiting.values()}:
        scopes = [scope for scope, each in waiting.items() if each.place == place]
        then = intervals_from(section(season.id, among[place], INTERVALS, scopes))
        for scope in scopes:
            now = {name: each for name, each in drawn.get(scope, {}).items() if name != MEDIAN}
            median = then.get(scope, {}).get(MEDIAN)
            found[scope] = now | ({MEDIAN: median} if median else {})
    return found
