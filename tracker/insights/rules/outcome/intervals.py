"""95 % intervals by cluster bootstrap: whole baseline teams are drawn, district by district.

The people of a team are alike, so people are not drawn one by one: in each of 2,000 draws every
district draws as many of its teams as it has, with replacement, and the interval lies between the
2.5th and the 97.5th percentile of what the draws come to. For a mean a draw is a weighted sum of
the teams' sums and counts, so all draws are one product of matrices.

A median has no such sums, so it is drawn in full: in each draw the people are counted in the order
of their changes, each as often as her team was drawn, up to the half. Between two halves a draw
takes the lower value; with 10 teams and more that is far below the step that is shown.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.insights.rules.population import Flags, Floats, Integers, Texts

DRAWS = 2_000
TEAMS_NEEDED = 10
PERCENTILES = (2.5, 97.5)
AT_ONCE = 200
"""Draws of a median at a time: a matrix of so many rows by 15,000 people stays in memory."""

Interval = tuple[float, float]


@dataclass(frozen=True)
class Draws:
    """How often each team was drawn in each draw."""

    teams: Integers
    """The teams' keys, ascending."""
    times: NDArray[np.int32]
    """One row a draw, one column a team."""


def draws_of(team: Integers, district: Texts, seed: int) -> Draws:
    """Every district's teams among these people drawn with replacement, 2,000 times."""
    generator = np.random.default_rng(seed)
    teams, first = np.unique(team, return_index=True)
    times = np.zeros((DRAWS, len(teams)), np.int32)
    for code in np.unique(district):
        inside = np.flatnonzero(district[first] == code)
        even = np.full(len(inside), 1 / len(inside))
        times[:, inside] = generator.multinomial(len(inside), even, size=DRAWS)
    return Draws(teams, times)


def mean_interval(draws: Draws, team: Integers, change: Floats) -> Interval | None:
    """The interval of these people's mean change; None under 10 teams."""
    there, place = np.unique(_places(draws, team), return_inverse=True)
    if len(there) < TEAMS_NEEDED:
        return None
    sums = np.stack([np.bincount(place, weights=change), np.bincount(place)], axis=1)
    totals = draws.times[:, there] @ sums
    drawn = totals[:, 1] > 0
    return _percentiles(totals[drawn, 0] / totals[drawn, 1])


def median_interval(draws: Draws, team: Integers, change: Floats) -> Interval | None:
    """The interval of these people's median change; None under 10 teams."""
    order = np.argsort(change)
    place, ordered = _places(draws, team)[order], change[order]
    if len(np.unique(place)) < TEAMS_NEEDED:
        return None
    found = [
        _medians(draws.times[start : start + AT_ONCE, place], ordered)
        for start in range(0, DRAWS, AT_ONCE)
    ]
    return _percentiles(np.concatenate(found))


def _places(draws: Draws, team: Integers) -> Integers:
    return np.searchsorted(draws.teams, team)


def _medians(times: NDArray[np.int32], ordered: Floats) -> Floats:
    """Each row's weighted median; rows in which nobody was drawn are left out."""
    counted = np.cumsum(times, axis=1, dtype=np.int32)
    drawn: Flags = counted[:, -1] > 0
    reached = 2 * counted[drawn] >= counted[drawn][:, -1:]
    medians: Floats = ordered[reached.argmax(axis=1)]
    return medians


def _percentiles(values: Floats) -> Interval:
    low, high = np.percentile(values, PERCENTILES)
    return float(low), float(high)
