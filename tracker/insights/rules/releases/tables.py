"""In which cells an area's table is shown, or that it is not.

Tables (bands, distribution, splits) never have a cell below 20 people. Such a cell is merged with
its neighbour; all districts use one common partition, the city the same or a finer one, and a
district that cannot is hidden with as many others as keep the city from telling it. From 20, and
not from 10, so that no one person leads from a cell that is shown to one that hides fewer than 10:
between two Mondays of nearly the same people a hidden small count is 10 people away from any
that was shown. Shares are shown of them, in steps of five people and more, and counts in tens.
"""

from collections.abc import Callable, Collection, Mapping

from tracker.accounts.rules import CITY_SCOPE
from tracker.insights.rules.outcome import LADDERS, Outcome, Partition, Split
from tracker.insights.rules.releases.hiding import (
    Rows,
    common_partition,
    finest_partition,
    hidden_rows,
    merged_rows,
)
from tracker.insights.rules.releases.rounding import K

CELL_FROM = 2 * K
BANDS, CHANGE, START, STATION = "bands", "change", "start", "station"
WHOLE: tuple[Partition, ...] = (((0,),),)

TABLES: Mapping[str, Callable[[Outcome], Rows]] = {
    Split.SEX: lambda each: (_completers(each, Split.SEX),),
    Split.AGE: lambda each: (_completers(each, Split.AGE),),
    Split.BAND: lambda each: (_completers(each, Split.BAND),),
    BANDS: lambda each: (each.bands_before, each.bands_after),
    CHANGE: lambda each: (each.bins,),
    START: lambda each: ((each.enrolled - each.with_body, each.with_body - each.with_baseline),),
    STATION: lambda each: ((each.station.completers,),),
}
"""The counts by which each table is merged and hidden."""
PARTITIONS: Mapping[str, tuple[Partition, ...]] = {
    **LADDERS,
    BANDS: LADDERS[Split.BAND],
    STATION: WHOLE,
}


def partitions_of(
    name: str,
    exact: Mapping[str, Outcome],
    closed: Collection[str],
    known: int,
    closed_to_her: Collection[str],
) -> dict[str, Partition]:
    """By scope the partition in which a table is shown; none where it is hidden.

    `closed` are districts of which nothing is shown to anybody, `closed_to_her` those of which
    nothing is shown to this viewer, who knows so many contributors.
    """
    ladder, rows_of = PARTITIONS[name], TABLES[name]
    rows = {
        scope: rows_of(each)
        for scope, each in exact.items()
        if scope != CITY_SCOPE and each.enrolled
    }
    open_ = [each for scope, each in rows.items() if scope not in closed]
    found = {}
    common = common_partition(open_, ladder, CELL_FROM)
    if common:
        coarse = {scope: merged_rows(each, common) for scope, each in rows.items()}
        hidden = hidden_rows(coarse, CELL_FROM, closed)
        if known:
            hidden = hidden_rows(coarse, CELL_FROM + known, {*hidden, *closed_to_her})
        found = {scope: common for scope in rows if scope not in hidden}
    of_city = finest_partition(rows_of(exact[CITY_SCOPE]), ladder, CELL_FROM + known)
    return found | ({CITY_SCOPE: of_city} if of_city else {})


def _completers(each: Outcome, split: str) -> tuple[int, ...]:
    """Completers by cell; everybody in no cell where the split was not counted."""
    cells = each.splits.get(split, ())
    width = len(LADDERS[split][0])
    return tuple(cell.completers for cell in cells) or (0,) * width
