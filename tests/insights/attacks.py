"""What somebody can compute who writes down every figure that was shown."""

from statistics import fmean

from tests.insights import MONDAY
from tracker.insights.rules import FINE_FROM, GroupFigures, area_state, for_areas

EASE = 1e-6
"""Rounding of floats."""


def newcomer_between(before: list[float], after: list[float]) -> tuple[float, float]:
    """Bounds of the one change that is new, for whoever knows that all others stayed the same.

    Each mean lies within half a step of what is shown, and its n is shown as it is.
    """
    sums = [_sum_between(changes) for changes in (before, after)]
    (low_before, high_before), (low_after, high_after) = sums
    return low_after - high_before - EASE, high_after - low_before + EASE


def _sum_between(changes: list[float]) -> tuple[float, float]:
    figures = GroupFigures(
        state=area_state(len(changes)),
        enrolled=len(changes),
        with_baseline=len(changes),
        completers=len(changes),
        mean_change=fmean(changes),
    )
    shown = for_areas(MONDAY, figures, {}).city
    assert shown.change is not None
    half = (0.1 if len(changes) >= FINE_FROM else 0.5) / 2
    people = int(shown.people)
    return people * (shown.change - half), people * (shown.change + half)
