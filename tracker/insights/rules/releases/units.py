"""A unit's change: from 30 contributors, with its district's consent, as of a Monday."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.insights.rules.outcome import Interval, UnitOutcome
from tracker.insights.rules.releases.rounding import (
    K,
    mean_step,
    rounded_change,
    rounded_median,
    widened,
)
from tracker.insights.rules.releases.values import State

UNIT_FROM = 30


@dataclass(frozen=True)
class ShownUnit:
    """What may leave the server of a unit's change."""

    state: State
    people: int | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None


def for_units(
    district_completers: int,
    units: Mapping[str, UnitOutcome],
    intervals: Mapping[str, Interval],
    *,
    agreed: bool,
    known: int = 0,
) -> dict[str, ShownUnit]:
    """The units of one district by scope, none without its consent; `units` are all frozen ones.

    What is left of the district beyond its shown units has none or 10 contributors: until it does,
    the smallest unit is withheld too. That is decided before asking who looks, so no two viewers'
    pages differ by a few people; `known` are contributors whose values this one may know.
    """
    if not agreed:
        return {}
    large = {scope: each for scope, each in units.items() if each.completers >= UNIT_FROM}
    shown = sorted(large, key=lambda scope: (large[scope].completers, scope))
    while shown and 0 < district_completers - sum(large[each].completers for each in shown) < K:
        shown.pop(0)
    return {
        scope: _shown(unit, intervals.get(scope), known)
        if scope in shown
        else ShownUnit(State.WITH_OTHERS if scope in large else State.TOO_FEW)
        for scope, unit in units.items()
    }


def _shown(unit: UnitOutcome, interval: Interval | None, known: int) -> ShownUnit:
    if unit.completers - known < UNIT_FROM:
        return ShownUnit(State.TOO_FEW)
    low, high = widened(interval, mean_step(unit.completers)) if interval else (None, None)
    return ShownUnit(
        State.SHOWN,
        unit.completers,
        rounded_change(unit.mean, unit.completers, is_team=False),
        low,
        high,
        rounded_median(unit.median, unit.completers),
    )
