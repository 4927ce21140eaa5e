"""How far each kind of number is rounded before anything leaves, and why that far.

A mean m of n people, rounded to a step, gives away their sum to +-n step / 2 and no better. Every
step here makes that at least 2 percentage points. Whoever wants one person's change has to add and
subtract sums so that she alone is left; at least one sum with her in it is then counted once or
more, so her change is known to +-2 points at best, whichever sums those are: the city and its
districts, the cells of two splits that happen to differ by one person, this Monday and the last
with one newcomer. Where sums lie over one another in many ways (cells of splits, last observations
beside completers), each is known to +-5 points at best.

Two numbers that would be means of the same people over different denominators are not both rounded
from the truth, since the two roundings could meet: one is, and the other is computed from it.
"""

import math
from dataclasses import dataclass

K = 10
"""Contributors a shown figure has at least, not counting what its viewer knows anyway."""
TEAM_STEP = 0.5
RANGES = ((20, "20+"), (15, "15-19"), (K, "10-14"))

FINE_FROM = 80
FINE_STEP, COARSE_STEP = 0.1, 0.5
"""Steps a district's or the city's mean is rounded to, in percentage points.

Who knows two Mondays' means m1 (of n1 people) and m2 (of n2, one of them new) computes the new
one's change as n2 m2 - n1 m1. Each mean is known to half a step, so that number is known only to
+-(n1 + n2) step / 2: at n >= 80 a step of 0.1 leaves +-8 points, from 10 people one of 0.5 +-5.
Twice what is asked of one number alone, since the same newcomer is in several of them and their
spans overlap: with 0.1 from 40 people a linear programme over two Mondays found somebody to +-1.95.
"""
CELL_FINE_FROM = 160
"""A cell's mean is rounded to 0.1 from so many people, to 0.5 below (and there are 20 at least)."""
MEDIAN_STEPS = ((400, 0.1), (80, 0.5), (40, 1.0))
"""Steps of a median above an n; of fewer than 40 people none is shown.

A median is the value of one person or two, whom nobody can name; each step is as wide as two or
three people's distance in the middle of a season's changes.
"""
SHARE_STEPS = ((500, 1), (250, 2), (100, 5), (50, 10), (2 * K + 2, 20))
"""Steps of a share in percent from an n: each is about five people wide or more.

So no shown share stands for a single count. One newcomer can tip a share over a step, at most one
time in five; then it tells on which side of its bound she is, and each bin of the distribution is
4 points wide at least.
"""
COUNT_STEP = 10
"""Counts of people told apart by a health field (a cell's n) are rounded to tens."""


@dataclass(frozen=True)
class Share:
    """A share as it may be printed, in percent: a rounded value, or only a bound."""

    percent: int
    bound: str = ""
    """`<` or `>` when the count or the rest is below 10 people."""


def people_range(contributors: int) -> str:
    """How many contributors a team's figure has, as a range."""
    return next(text for least, text in RANGES if contributors >= least)


def mean_step(contributors: int, fine_from: int = FINE_FROM) -> float:
    """The step a mean of so many people is rounded to."""
    return FINE_STEP if contributors >= fine_from else COARSE_STEP


def rounded_change(mean_change: float, contributors: int, *, is_team: bool) -> float:
    """A mean change in percent, rounded as far as its group needs."""
    return _to_step(mean_change, TEAM_STEP if is_team else mean_step(contributors))


def rounded_cell(mean_change: float, contributors: int) -> float:
    """A mean that is shown beside others of partly the same people, rounded further."""
    return _to_step(mean_change, mean_step(contributors, CELL_FINE_FROM))


def rounded_median(median: float | None, contributors: int) -> float | None:
    """A median, rounded until several people could be it; None of too few."""
    step = _median_step(contributors)
    return None if median is None or step is None else _to_step(median, step)


def widened(interval: tuple[float, float], step: float) -> tuple[float, float]:
    """An interval rounded outwards, so that it is never narrower than it was computed."""
    low, high = interval
    return round(math.floor(low / step) * step, 1), round(math.ceil(high / step) * step, 1)


def widened_median(interval: tuple[float, float], contributors: int) -> tuple[float, float] | None:
    """A median's interval in the median's own step."""
    step = _median_step(contributors)
    return None if step is None else widened(interval, step)


def about(people: int) -> int:
    """A number of people, rounded to tens."""
    return round(people / COUNT_STEP) * COUNT_STEP


def shown_share(part: int, whole: int) -> Share | None:
    """A share in percent, only as a true bound when the part or the rest is below 10 people.

    For 100 people and more the bounds read `<10 %` and `>90 %`; below, where fewer than 10
    people may be more than 10 %, they are as wide as they must be to stay true. Of 21 people
    only two counts lie between the bounds, each alone in its step: nothing is shown either.
    """
    if whole <= 2 * K + 1:
        return None
    bound = max(K, math.ceil(100 * K / whole))
    if part < K:
        return Share(bound, "<")
    if whole - part < K:
        return Share(100 - bound, ">")
    return Share(_rounded_share(part, whole))


def _rounded_share(part: int, whole: int) -> int:
    """The share in steps; a count alone beside a bound takes its inner neighbour's step."""
    step = next(step for least, step in SHARE_STEPS if whole >= least)
    inner = part + 1 if 2 * part < whole else part - 1
    near = {
        count: round(100 * count / whole / step) * step
        for count in (part - 1, part, part + 1)
        if K <= count <= whole - K
    }
    alone = sum(each == near[part] for each in near.values()) == 1
    return near[inner] if alone else near[part]


def _median_step(contributors: int) -> float | None:
    return next((step for least, step in MEDIAN_STEPS if contributors >= least), None)


def _to_step(value: float, step: float) -> float:
    return round(round(value / step) * step, 1) + 0.0  # + 0.0 makes -0.0 plain zero
