"""What is shown of earlier snapshots, worked out from the counts of all that were frozen so far."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from tracker.accounts.rules import district_scope
from tracker.campaign.rules import Season
from tracker.database import db
from tracker.insights.models import SnapshotPart
from tracker.insights.rules import SnapshotOf, is_early
from tracker.insights.rules.outcome import Outcome
from tracker.insights.rules.releases import LOST, Earlier, Held, held
from tracker.insights.store.outcome import OUTCOME
from tracker.insights.store.snapshots import snapshots

COUNTS = (
    "enrolled",
    "completers",
    "median",
    "lost",
    "lost_over_1_kg",
    "lost_5_percent",
    "normal",
    "normal_kept",
)
ROWS = ("bands_before", "bands_after", "bins")
"""What of an area's figures waits; the rest of them is not read."""
KEPT = 64

Version = tuple[date, int]
Waiting = Mapping[Version, tuple[Held, tuple[SnapshotOf, ...]]]


def waiting_of(
    season: Season, which: Collection[SnapshotOf]
) -> dict[date, tuple[Held, tuple[SnapshotOf, ...]]]:
    """By as-of day what each of these shows of earlier snapshots, and the list they stand in."""
    if not which:
        return {}
    found = _folded(season, max(which, key=_frozen))
    return {each.as_of: found.get((each.as_of, each.version), ({}, ())) for each in which}


def lost_earlier(season: Season, which: Collection[SnapshotOf]) -> dict[date, dict[str, Earlier]]:
    """By as-of day and code, whose share of people who became lighter is an earlier one."""
    return {
        as_of: {_code(scope): each for scope, each in shown.get(LOST, {}).items()}
        for as_of, (shown, _) in waiting_of(season, which).items()
    }


def _code(scope: str) -> str:
    return scope.removeprefix(district_scope(""))


@lru_cache(KEPT)
def _folded(season: Season, newest: SnapshotOf) -> Waiting:
    """Kept in the process: what was frozen before a snapshot never changes."""
    there = sorted(snapshots(season.id), key=_frozen)
    before = tuple(
        each
        for each in there
        if _frozen(each) <= _frozen(newest) and not is_early(season.calendar, each.as_of)
    )
    counts = _counts(season.id) if before else {}
    areas = [(each.as_of, counts.get((each.as_of, each.version), {})) for each in before]
    return {
        (each.as_of, each.version): (shown, before)
        for each, shown in zip(before, held(areas), strict=True)
    }


def _frozen(which: SnapshotOf) -> tuple[datetime, date, int]:
    return which.frozen_at, which.as_of, which.version


def _counts(season_id: int) -> dict[Version, dict[str, Outcome]]:
    """All areas' counts in every version of every snapshot, by scope."""
    query = select(
        SnapshotPart.as_of, SnapshotPart.version, SnapshotPart.scope, SnapshotPart.figures
    ).where(SnapshotPart.season_id == season_id, SnapshotPart.section == OUTCOME)
    found: dict[Version, dict[str, Outcome]] = {}
    for as_of, version, scope, figures in db.session.execute(query):
        found.setdefault((as_of, version), {})[scope] = _counted(figures)
    return found


def _counted(figures: Mapping[str, Any]) -> Outcome:
    kept: dict[str, Any] = {name: figures[name] for name in COUNTS}
    return Outcome(**kept | {name: tuple(figures[name]) for name in ROWS})
