"""What became of weights, computed from the simulation's own arrays by the definitions.

Comparisons are of whole numbers (sums times counts), so that no rounding ever decides them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.simulation.rules.logs import Readings
from tracker.simulation.rules.people import People
from tracker.simulation.rules.plan import Flags, Floats, Integers, Plan, day_of, number

WINDOW = 14
APART = 28
NEEDED = 2
EARLIEST_DAY = 42
SHORT_FOLLOW_UP = 42
KILOGRAM = 1_000
MISSING_GAINS_G = 1_000
Figures = dict[str, Any]


@dataclass(frozen=True)
class Means:
    """A mean for each participant, as its sum in grams and how many days are in it."""

    total: Integers
    days: Integers

    @property
    def there(self) -> Flags:
        """Whether there are enough days for a mean."""
        enough: Flags = self.days >= NEEDED
        return enough

    def grams(self) -> Floats:
        """The means; meaningless where no day is in one."""
        means: Floats = self.total / np.maximum(self.days, 1)
        return means


@dataclass(frozen=True)
class Results:
    """Everybody's result as of the beginning of a day."""

    as_of: int
    enrolled: Flags
    late: Flags
    baseline: Means
    closing: Means
    last: Means
    completer: Flags
    normal: Flags
    """Baseline BMI from 18.5 to below 24."""


def results(plan: Plan, people: People, readings: Readings, as_of: int) -> Results:
    """Baseline, closing (or so far) and last observation of everybody."""
    person, day, grams = _effective(readings, as_of)
    count = len(people.id)
    starts, ends = number(plan.calendar.starts), number(plan.calendar.ends)
    counted = day >= starts - WINDOW
    first = np.full(count, np.iinfo(np.int64).max // 2)
    np.minimum.at(first, person[counted], day[counted])
    last = np.full(count, -1)
    np.maximum.at(last, person, day)
    closes = min(as_of, ends + 1)
    baseline = _means(count, person, grams, counted & (day < first[person] + WINDOW))
    closing = _means(count, person, grams, (day >= closes - WINDOW) & (day < closes))
    apart = closes - WINDOW - (first + WINDOW - 1) >= APART
    return Results(
        as_of=as_of,
        enrolled=people.enrolled < as_of,
        late=ends + 1 - people.enrolled < SHORT_FOLLOW_UP,
        baseline=baseline,
        closing=closing,
        last=_means(count, person, grams, day > last[person] - WINDOW),
        completer=baseline.there & closing.there & apart,
        normal=_normal(baseline, people.bodies.height_mm),
    )


def figures(plan: Plan, found: Results, group: Flags) -> Figures:
    """What is true of a group, unrounded and before any rule of release."""
    group = group & found.enrolled
    baseline, closing = found.baseline, found.closing
    who = group & found.completer
    left, right = closing.total * baseline.days, baseline.total * closing.days
    both = baseline.days * closing.days
    change = _percent(closing, baseline)
    last = _percent(found.last, baseline)
    normal = who & found.normal
    return {
        "as_of": day_of(found.as_of).isoformat(),
        "shown": found.as_of >= number(plan.calendar.starts) + EARLIEST_DAY - 1,
        "enrolled": int(group.sum()),
        "with_baseline": int((group & baseline.there).sum()),
        "completers": int(who.sum()),
        "mean_change_percent": _mean(change, who),
        "mean_change_kg": _mean((closing.grams() - baseline.grams()) / KILOGRAM, who),
        "lost": int((who & (left < right)).sum()),
        "lost_over_1_kg": int((who & (left < right - KILOGRAM * both)).sum()),
        "lost_5_percent": int((who & (100 * left <= 95 * right)).sum()),
        "normal_at_baseline": int(normal.sum()),
        "normal_kept": int((normal & (50 * abs(left - right) <= right)).sum()),
        "everyone": {
            "n": int(group.sum()),
            "mean_change_percent": _mean(np.where(who, change, 0.0), group),
            "missing_gain_1_kg": _mean(np.where(who, change, _gained(baseline)), group),
        },
        "last_observation": {
            "n": int((group & baseline.there).sum()),
            "mean_change_percent": _mean(last, group & baseline.there),
        },
        "late_joiners": {"n": int((group & found.late).sum())},
    }


def _effective(readings: Readings, as_of: int) -> tuple[Integers, Integers, Integers]:
    """One reading a day: the station's where a day has both; it is the later of a day's rows."""
    person, day = readings.person, readings.day
    same = (person[1:] == person[:-1]) & (day[1:] == day[:-1])
    counts = ~np.append(same, False) & (day < as_of)
    return person[counts], day[counts], readings.grams[counts]


def _means(count: int, person: Integers, grams: Integers, inside: Flags) -> Means:
    days = np.bincount(person[inside], minlength=count)
    total = np.bincount(person[inside], weights=grams[inside], minlength=count)
    return Means(total.astype(np.int64), days)


def _normal(baseline: Means, height_mm: Integers) -> Flags:
    """BMI bands are decided on whole numbers: sum x 10,000 against band x mm2 x days."""
    scaled, square = baseline.total * 10_000, height_mm**2 * baseline.days
    normal: Flags = (scaled >= 185 * square) & (scaled < 240 * square)
    return normal


def _percent(then: Means, baseline: Means) -> Floats:
    change: Floats = 100 * (then.grams() / np.maximum(baseline.grams(), 1) - 1)
    return change


def _gained(baseline: Means) -> Floats:
    """+1 kg for the missing; nothing can be said where even the baseline is missing."""
    gained: Floats = 100 * MISSING_GAINS_G / np.maximum(baseline.grams(), 1)
    return np.where(baseline.there, gained, 0.0)


def _mean(values: Floats, who: Flags) -> float | None:
    return float(values[who].mean()) if who.any() else None
