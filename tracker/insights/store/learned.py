"""What an area learned, read back from a snapshot."""

from tracker.insights.rules import SnapshotOf
from tracker.insights.rules.learning import Learned
from tracker.insights.store.learning import LEARNED, learned_from
from tracker.insights.store.snapshots import section


def learned_as_of(season_id: int, which: SnapshotOf, scope: str) -> Learned:
    """What a snapshot holds of one area; nobody, where it was frozen without this section."""
    return learned_from(section(season_id, which, LEARNED, [scope]).get(scope))
