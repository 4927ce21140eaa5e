"""What became of weights: frozen exact, intervals drawn with the rest's hash as seed, read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import cattrs
import numpy as np

from tracker.accounts.rules import CITY_SCOPE, district_scope, unit_scope
from tracker.insights.rules.outcome import (
    LADDERS,
    Draws,
    Interval,
    Outcome,
    Split,
    UnitOutcome,
    cells_of,
    draws_of,
    group_key,
    mean_interval,
    median_interval,
    outcome_of,
    unit_outcome,
)
from tracker.insights.rules.population import Flags, Population
from tracker.insights.rules.releases import MEAN, MEDIAN, STATION, UNIT_FROM
from tracker.insights.rules.snapshots import seed_of
from tracker.teams.rules import districts

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment

OUTCOME, UNIT_OUTCOME, INTERVALS = "outcome", "unit_outcome", "intervals"
"""The sections with each area's `Outcome`, each large unit's `UnitOutcome`, and all intervals."""

Kept = Mapping[str, Any]
Drawn = dict[str, Interval]
AREAS = (CITY_SCOPE, *(district_scope(each.code) for each in districts()))


def outcome(moment: Moment) -> dict[str, Kept]:
    """What became of weights in each area, exact."""
    return {
        scope: asdict(outcome_of(moment.people.where(inside), with_change=not moment.is_early))
        for scope, inside in moment.scopes.items()
    }


def unit_outcomes(moment: Moment) -> dict[str, Kept]:
    """The same in few numbers of each unit that is large enough ever to be shown one."""
    people = moment.people
    return {
        scope: asdict(unit_outcome(people.where(people.unit == unit)))
        for scope, unit in _large_units(moment).items()
    }


def intervals(moment: Moment, hashed: str) -> dict[str, Kept]:
    """Intervals of everything that is a mean or a median, drawn by lot from the others' hash."""
    if moment.is_early:
        return {}
    people = moment.people
    draws = draws_of(people.team, people.district, seed_of(hashed))
    found = {scope: _of_area(draws, people, inside) for scope, inside in moment.scopes.items()}
    for scope, unit in _large_units(moment).items():
        found[scope] = _of_all(draws, people, people.unit == unit)
    return {scope: each for scope, each in found.items() if each}


def outcomes_from(kept: Mapping[str, Kept]) -> dict[str, Outcome]:
    """Areas' figures as they were frozen, by scope."""
    return {scope: cattrs.structure(each, Outcome) for scope, each in kept.items()}


def units_from(kept: Mapping[str, Kept]) -> dict[str, UnitOutcome]:
    """Units' figures as they were frozen, by scope."""
    return {scope: cattrs.structure(each, UnitOutcome) for scope, each in kept.items()}


def intervals_from(kept: Mapping[str, Kept]) -> dict[str, Drawn]:
    """Intervals as they were drawn, by scope and name."""
    return {
        scope: {name: (low, high) for name, (low, high) in each.items()}
        for scope, each in kept.items()
    }


def _large_units(moment: Moment) -> dict[str, int]:
    """Units with enough completers, by scope; none before anything is said of a change."""
    if moment.is_early:
        return {}
    units, counts = np.unique(moment.people.unit[moment.people.completer], return_counts=True)
    return {unit_scope(unit): unit for unit in units[counts >= UNIT_FROM].tolist()}


def _of_area(draws: Draws, people: Population, inside: Flags) -> Drawn:
    """Of all completers, of each group of cells that may be shown, and of stations' alone."""
    found = _of_all(draws, people, inside)
    cells = cells_of(people)
    for split in Split:
        groups = {group for partition in LADDERS[split] for group in partition}
        for group in sorted(groups):
            there = inside & people.completer & np.isin(cells[split], group)
            interval = mean_interval(draws, people.team[there], people.change[there])
            found |= {group_key(split, group): interval} if interval else {}
    weighed = inside & people.station_completer
    interval = mean_interval(draws, people.team[weighed], people.station_change[weighed])
    return found | ({STATION: interval} if interval else {})


def _of_all(draws: Draws, people: Population, inside: Flags) -> Drawn:
    who = inside & people.completer
    team, change = people.team[who], people.change[who]
    mean, median = mean_interval(draws, team, change), median_interval(draws, team, change)
    return {MEAN: mean, MEDIAN: median} if mean and median else {}
