"""What is shown of what became of weights: the city's and all districts' figures at one Monday."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from tracker.accounts.rules import CITY_SCOPE
from tracker.insights.rules.outcome import Cell, Interval, Outcome, Partition, Split, group_key
from tracker.insights.rules.releases.areas import area_state, for_areas, over_enrolled, shares_of
from tracker.insights.rules.releases.hiding import merged_rows
from tracker.insights.rules.releases.holding import (
    AFTER,
    BEFORE,
    BINS,
    LOST,
    SHARES,
    Earlier,
    Held,
    Waiting,
)
from tracker.insights.rules.releases.rounding import (
    CELL_FINE_FROM,
    K,
    Share,
    about,
    mean_step,
    rounded_cell,
    rounded_median,
    shown_share,
    widened,
    widened_median,
)
from tracker.insights.rules.releases.shown import Outcomes, ShownCell, ShownOutcome, ShownTable
from tracker.insights.rules.releases.tables import (
    BANDS,
    CELL_FROM,
    CHANGE,
    START,
    STATION,
    TABLES,
    partitions_of,
)
from tracker.insights.rules.releases.values import GroupFigures, Shown, State

MEAN, MEDIAN = "mean", "median"
"""Names of intervals that are no cell's."""
Intervals = Mapping[str, Interval]
Missing = Callable[[str, tuple[int, ...], str], Share | None]

OVER_ENROLLED = ("lost_over_1_kg", "lost_5_percent")
NORMAL = "normal_kept"


def for_outcomes(
    as_of: date,
    exact: Mapping[str, Outcome],
    intervals: Mapping[str, Intervals],
    *,
    is_early: bool = False,
    known: int = 0,
    held: Held | None = None,
) -> Outcomes:
    """All areas by scope, as one viewer may see them; `exact` holds the city and every district.

    `known` is how many contributors' values she may know. It only ever hides more: what is common
    to all districts is decided before it, so nobody's page completes another's. Figures that are
    `held` are shown of an earlier snapshot; the median's interval is then that snapshot's, too.
    """
    held = held or {}
    lost = held.get(LOST, {})
    means = _means(as_of, exact, known, lost, is_early=is_early)
    closed = _closed(_means(as_of, exact, 0, lost, is_early=is_early))
    waiting = {scope: Waiting.of_area(scope, each, held) for scope, each in exact.items()}
    tables = {scope: each.tables for scope, each in waiting.items()}
    partitions = {
        name: partitions_of(name, tables, closed, known, _closed(means)) for name in TABLES
    }
    missing = _missing(exact)
    shares = {
        name: _shares(count, {scope: each.of(name) for scope, each in waiting.items()})
        for name, count in SHARES.items()
    }
    return Outcomes(
        as_of,
        {
            scope: _outcome(
                each,
                waiting[scope],
                means[scope],
                intervals.get(scope, {}),
                {name: found[scope] for name, found in partitions.items() if scope in found},
                {name: found.get(scope) for name, found in shares.items()},
                lambda *cell, scope=scope: missing(*cell).get(scope),
            )
            for scope, each in exact.items()
        },
    )


def _closed(means: Mapping[str, Shown]) -> frozenset[str]:
    """Areas of which nothing is shown but how many enrolled."""
    open_ = {State.SHOWN, State.NOT_YET}
    return frozenset(scope for scope, shown in means.items() if shown.state not in open_)


def _shares(
    count: Callable[[Outcome], tuple[int, int]], exact: Mapping[str, Outcome]
) -> dict[str, Share | None]:
    """One share of every area, bounded or withheld where it would tell a small count."""
    counts = {scope: count(each) for scope, each in exact.items() if each.enrolled}
    city = counts.pop(CITY_SCOPE, (0, 0))
    return {CITY_SCOPE: shown_share(*city), **shares_of(counts)}


def _missing(
    exact: Mapping[str, Outcome],
) -> Callable[[str, tuple[int, ...], str], dict[str, Share | None]]:
    """How many of those enrolled in some cells came to a stage, each area beside the others."""

    @cache
    def found(split: str, group: tuple[int, ...], stage: str) -> dict[str, Share | None]:
        def count(each: Outcome) -> tuple[int, int]:
            cells = [each.splits[split][place] for place in group]
            return sum(getattr(cell, stage) for cell in cells), sum(cell.enrolled for cell in cells)

        return _shares(count, exact)

    return found


def _means(
    as_of: date,
    exact: Mapping[str, Outcome],
    known: int,
    lost: Mapping[str, Earlier],
    *,
    is_early: bool,
) -> dict[str, Shown]:
    """Every area's mean by the rules of `for_areas`, which hides whole areas."""
    frozen = {
        scope: GroupFigures(
            State.NOT_YET if is_early else area_state(each.completers),
            each.enrolled,
            each.with_baseline,
            each.completers,
            None if is_early else each.mean,
            each.lost,
        )
        for scope, each in exact.items()
    }
    city = frozen.pop(CITY_SCOPE)
    found = for_areas(as_of, city, frozen, known, lost)
    return {CITY_SCOPE: found.city, **found.districts}


def _flow(each: Outcome, shown: Shown, *, told_apart: bool) -> ShownOutcome:
    """Who is where: how many enrolled from ten, the rest only where there is a figure or will be.

    These are counts of participation. The completers of an area whose mean is hidden are too few
    to be told, and those with a baseline with them.
    """
    if each.enrolled < K:
        return ShownOutcome(shown)
    open_ = shown.state in {State.SHOWN, State.NOT_YET}
    return ShownOutcome(
        shown,
        enrolled=each.enrolled,
        late=each.late,
        with_baseline=each.with_baseline if open_ else None,
        without_body=about(each.enrolled - each.with_body) if open_ and told_apart else None,
    )


def _outcome(
    each: Outcome,
    waiting: Waiting,
    shown: Shown,
    intervals: Intervals,
    partitions: Mapping[str, Partition],
    shares: Mapping[str, Share | None],
    missing: Missing,
) -> ShownOutcome:
    """One area; nothing of a change where its mean is not shown."""
    flow = _flow(each, shown, told_apart=START in partitions)
    if shown.change is None:
        return flow
    low, high = _bounds(intervals.get(MEAN), mean_step(each.completers))
    return replace(
        flow,
        low=low,
        high=high,
        **_median(waiting.of(BINS), intervals),
        **_over_all(each, shown.change),
        last=_last(each),
        shares=shares,
        shares_of_enrolled={
            name: over_enrolled(
                shares[name], waiting.of(name).completers, waiting.of(name).enrolled
            )
            for name in OVER_ENROLLED
        },
        normal=_normal(waiting.of(NORMAL)),
        bands=_table(waiting, BANDS, partitions, BEFORE, AFTER),
        change=_table(waiting, CHANGE, partitions, BINS),
        splits={
            split.value: tuple(
                _split_cell(each, split, group, intervals, missing) for group in partitions[split]
            )
            for split in Split
            if split in partitions
        },
        station=_cell((each.station,), (0,), intervals.get(STATION))
        if STATION in partitions
        else None,
        held_since=_held_since(waiting),
    )


def _held_since(waiting: Waiting) -> dict[str, date]:
    """As of when each share that waits is, and the median."""
    sources = {name: name for name in SHARES} | {MEDIAN: BINS}
    found = {name: waiting.since(source) for name, source in sources.items()}
    return {name: since for name, since in found.items() if since}


def _normal(each: Outcome) -> int | None:
    return about(each.normal) if each.normal >= CELL_FROM else None


def _over_all(each: Outcome, change: float) -> dict[str, Any]:
    """The mean with 0 for whoever has no result, computed from the mean that is shown.

    Beside it what one kilogram more for those with a baseline and no result adds.
    """
    everyone = round(change * each.completers / each.enrolled, 1)
    gained = rounded_cell(each.gained / each.enrolled, each.enrolled)
    return {"everyone": everyone, "sensitivity": round(everyone + gained, 1)}


def _last(each: Outcome) -> float | None:
    """Beside the completers' mean it would tell the mean of the others: none of them, or ten."""
    others = each.with_baseline - each.completers
    if 0 < others < K:
        return None
    return rounded_cell(each.last_total / each.with_baseline, each.with_baseline)


def _median(each: Outcome, intervals: Intervals) -> dict[str, Any]:
    found = intervals.get(MEDIAN)
    low, high = (found and widened_median(found, each.completers)) or (None, None)
    return {
        "median": rounded_median(each.median, each.completers),
        "median_low": low,
        "median_high": high,
    }


def _table(
    waiting: Waiting, name: str, partitions: Mapping[str, Partition], *rows_held: str
) -> ShownTable | None:
    if name not in partitions:
        return None
    rows = merged_rows(TABLES[name](waiting.tables), partitions[name])
    shares = tuple(
        tuple(share.percent for count in row if (share := shown_share(count, sum(row))))
        for row in rows
    )
    return ShownTable(partitions[name], shares, waiting.since(*rows_held))


def _split_cell(
    each: Outcome, split: str, group: tuple[int, ...], intervals: Intervals, missing: Missing
) -> ShownCell:
    cell = _cell(each.splits[split], group, intervals.get(group_key(split, group)))
    return replace(
        cell,
        # Who has no baseline is in no band.
        with_baseline=None if split == Split.BAND else missing(split, group, "with_baseline"),
        complete=missing(split, group, "completers"),
    )


def _cell(cells: tuple[Cell, ...], group: tuple[int, ...], interval: Interval | None) -> ShownCell:
    n = sum(cells[place].completers for place in group)
    low, high = _bounds(interval, mean_step(n, CELL_FINE_FROM))
    mean = sum(cells[place].total for place in group) / n
    return ShownCell(group, about(n), rounded_cell(mean, n), low, high)


def _bounds(interval: Interval | None, step: float) -> tuple[float | None, float | None]:
    return widened(interval, step) if interval else (None, None)
