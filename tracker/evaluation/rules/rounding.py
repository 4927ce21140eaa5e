"""Values rounded so that published figures can be computed from them, and no kilogram can."""

import numpy as np

from tracker.insights.rules import K
from tracker.insights.rules.population import Floats, Integers

EXACT = 1e-7
"""Nearer than this to a hundredth is that hundredth: distinct changes differ by more."""


def hundredths(percent: Floats) -> Integers:
    """Changes in whole hundredths of a percent, none of which comes to lie on a twentieth.

    What is not exactly 0.05, 2.00 or -5.00 is written as the hundredth beside it. So no boundary of
    a share or a bin is ever crossed, and a second rounding to 0.1 comes out as of the exact value,
    which cannot be told any more.
    """
    scaled = 100 * percent
    nearest = np.round(scaled)
    exact = np.abs(scaled - nearest) < EXACT
    beside = nearest + np.sign(scaled - nearest)
    found: Integers = np.where(~exact & (nearest % 5 == 0), beside, nearest).astype(np.int64)
    return found


def means_of_some(values: Floats, groups: Integers, k: int = K) -> Floats:
    """Each value replaced by the mean of at least k people's, of one group where it has as many.

    Sums over everybody stay what they are, and of each group with k people. Fewer than k values in
    all give nothing. Who is put together depends on the order they come in, never on the values:
    the mean of ten equals would be each one's value.
    """
    found: Floats = np.full(len(values), np.nan)
    there = np.flatnonzero(~np.isnan(values))
    if len(there) < k:
        return found
    ordered = there[np.argsort(groups[there], kind="stable")]
    for members in _runs(ordered, groups, k):
        found[members] = values[members].mean()
    return found


def _runs(ordered: Integers, groups: Integers, k: int) -> list[Integers]:
    """People in their order cut into runs of k or more; groups with fewer are put together."""
    edges = np.flatnonzero(np.diff(groups[ordered])) + 1
    parts = np.split(ordered, edges)
    pooled = [part for part in parts if len(part) < k]
    runs = [run for part in parts if len(part) >= k for run in np.array_split(part, len(part) // k)]
    if not pooled:
        return runs
    rest = np.concatenate(pooled)
    if len(rest) < k:
        rest = np.concatenate([rest, runs.pop()])
    return [*runs, rest]
