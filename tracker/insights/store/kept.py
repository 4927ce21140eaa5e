"""How an area keeps up, read back from a snapshot."""

from tracker.insights.rules import SnapshotOf
from tracker.insights.rules.keeping_up import KeepingUp
from tracker.insights.store.keeping_up import KEEPING_UP, kept_from
from tracker.insights.store.snapshots import section


def kept(season_id: int, which: SnapshotOf, scope: str) -> KeepingUp:
    """What a snapshot holds of one area; nobody, where it was frozen without this section."""
    return kept_from(section(season_id, which, KEEPING_UP, [scope]).get(scope))
