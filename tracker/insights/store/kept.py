"""How an area keeps up, read back from a snapshot."""

from datetime import date

import cattrs

from tracker.insights.rules import SnapshotOf
from tracker.insights.rules.keeping_up import KeepingUp
from tracker.insights.store.keeping_up import KEEPING_UP
from tracker.insights.store.snapshots import section

CONVERTER = cattrs.Converter()
CONVERTER.register_structure_hook(date, lambda value, _: date.fromisoformat(value))


def kept(season_id: int, which: SnapshotOf, scope: str) -> KeepingUp:
    """What a snapshot holds of one area; nobody, where it was frozen without this section."""
    found = section(season_id, which, KEEPING_UP, [scope]).get(scope)
    return CONVERTER.structure(found, KeepingUp) if found else KeepingUp()
