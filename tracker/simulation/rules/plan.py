"""What a simulation is asked for, and the calendar and keys that follow from it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracker.campaign.rules import (
    BEIJING_2024,
    WEEK,
    Calendar,
    first_monday,
    monday_of,
    shifted,
    with_late_joining,
)

DEMO_WEEK = 10
FEWEST_PEOPLE = 3
"""A team needs a leader, a deputy, and somebody to lead."""

KEY_BITS = 52
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """How many people, which seed, and the day that lies in week 10; these decide everything."""

    people: int
    seed: int
    today: date

    @property
    def calendar(self) -> Calendar:
        """The 2024 season, shifted by whole weeks, with late joining."""
        tenth = first_monday(BEIJING_2024) + (DEMO_WEEK - 1) * WEEK
        weeks = (monday_of(self.today) - tenth).days // 7
        return with_late_joining(shifted(BEIJING_2024, weeks))

    @property
    def season_name(self) -> str:
        """The season's name, with the year it takes place in."""
        return f"{self.calendar.starts.year} 北京市民健康体重行动（模拟）"

    def generators(self, count: int) -> list[np.random.Generator]:
        """Independent random generators, the same ones for the same plan."""
        root = np.random.SeedSequence([self.seed, self.people, self.today.toordinal()])
        return [np.random.default_rng(child) for child in root.spawn(count)]


def number(day: date) -> int:
    """Days since 1970, what a database's day column and NumPy's datetime64 both count."""
    return int(np.datetime64(day, "D").astype(np.int64))


def day_of(day_number: int) -> date:
    """The day of a number of days since 1970."""
    return date.fromordinal(int(day_number) + date(1970, 1, 1).toordinal())


def keys(rng: np.random.Generator, count: int) -> Integers:
    """Distinct random keys in ascending order, from the range the product draws its own from."""
    drawn = np.unique(rng.integers(1 << KEY_BITS, 1 << (KEY_BITS + 1), count + 1000))
    chosen: Integers = np.sort(rng.choice(drawn, count, replace=False))
    return chosen


def shares(total: int, weights: Floats, least: int = 0) -> Integers:
    """Whole numbers in proportion to weights that add up to the total, none below the least."""
    exact = weights / weights.sum() * (total - least * len(weights))
    whole: Integers = np.floor(exact).astype(np.int64)
    rest = total - least * len(weights) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    whole += least
    return whole
