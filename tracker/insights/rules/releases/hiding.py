"""What is hidden beside the small, so that a difference does not tell them.

A hidden count below 10 must be possible from 0 to 9 for whoever adds and subtracts all that is
shown. The city is shown too, so the districts that are hidden are known together.
"""

from collections.abc import Collection, Mapping, Sequence

from tracker.insights.rules.outcome import Partition
from tracker.insights.rules.releases.rounding import K

Row = tuple[int, ...]
"""One district's people by cell; each of them in one cell."""
Rows = tuple[Row, ...]
"""The same people sorted into cells in several ways (bands before, bands after)."""


def hidden_areas(counts: Mapping[str, Row]) -> frozenset[str]:
    """Districts with a count under 10, and as many others as keep a difference from telling.

    The city minus the shown districts is the sum of the hidden ones: there must be two of them,
    and each of their counts must add up to 10, so that any one of them may be 0 to 9.
    """
    by_size = sorted(counts, key=lambda code: (min(counts[code]), code))
    hidden = [code for code in by_size if min(counts[code]) < K]
    for code in by_size[len(hidden) :] if hidden else ():
        sums = map(sum, zip(*(counts[each] for each in hidden), strict=True))
        if len(hidden) > 1 and min(sums) >= K:
            break
        hidden.append(code)
    return frozenset(hidden)


def hidden_rows(
    rows: Mapping[str, Rows], least: int, forced: Collection[str] = ()
) -> frozenset[str]:
    """Districts whose row in a table is hidden: with a cell under `least`, or `forced`, and more.

    As many more, smallest cell first, as it takes to cover the small: see `_covered`.
    """
    by_size = sorted(rows, key=lambda code: (code not in forced, _smallest(rows[code]), code))
    hidden = [code for code in by_size if code in forced or _smallest(rows[code]) < least]
    for code in by_size[len(hidden) :] if hidden else ():
        if _all_covered([rows[each] for each in hidden], least):
            break
        hidden.append(code)
    return frozenset(hidden)


def common_partition(
    rows: Collection[Rows], ladder: Sequence[Partition], least: int
) -> Partition | None:
    """The finest partition in which nearly all of these rows have no cell under `least`.

    All districts that show a table show it in this one. Where no partition is good for seven of
    eight, it is the one that is good for most; None where none is good for any.
    """
    fit = {
        partition: sum(_smallest(merged_rows(each, partition)) >= least for each in rows)
        for partition in ladder
    }
    good = (partition for partition in ladder if 8 * fit[partition] >= 7 * len(rows) > 0)
    best = next(good, max(ladder, key=lambda partition: fit[partition]))
    return best if fit[best] else None


def finest_partition(row: Rows, ladder: Sequence[Partition], least: int) -> Partition | None:
    """The finest partition in which this row has no cell under `least`, if there is one."""
    fit = (each for each in ladder if _smallest(merged_rows(row, each)) >= least)
    return next(fit, None)


def merged(counts: Row, partition: Partition) -> Row:
    """The counts of groups of cells."""
    return tuple(sum(counts[cell] for cell in group) for group in partition)


def merged_rows(rows: Rows, partition: Partition) -> Rows:
    """Each of a district's rows in groups of cells."""
    return tuple(merged(row, partition) for row in rows)


def _smallest(rows: Rows) -> int:
    return min(min(row) for row in rows)


def _all_covered(hidden: Sequence[Rows], least: int) -> bool:
    return all(_covered(table, least) for table in zip(*hidden, strict=True))


def _covered(rows: Sequence[Row], least: int) -> bool:
    """Whether hidden rows keep their cells, although all columns' sums and rows' n are known.

    Every column adds up to `least`, every cell could be another by 9, and a cell under 10 could be
    empty: the other rows are long enough to hold its whole column. A row with fewer than 10 people
    has no n that is shown, nor has one of a single cell.
    """
    columns = [sum(column) for column in zip(*rows, strict=True)]
    if len(rows) < 2 or min(columns) < least:  # noqa: PLR2004 - one alone is the difference itself
        return False
    if len(columns) == 1:
        return True
    whole = sum(columns)
    return all(
        _hidden_well(count, column, sum(row), whole - sum(row))
        for row in rows
        for count, column in zip(row, columns, strict=True)
    )


def _hidden_well(count: int, column: int, row: int, others: int) -> bool:
    low = max(0, column - others)
    high = column if row < K else min(column, row)
    return high - low >= K - 1 and (count >= K or low == 0)
