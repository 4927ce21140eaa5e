"""Into which cells people are sorted: sex, age, BMI band, how far the weight changed."""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from tracker.insights.rules.population import Floats, Integers, Population
from tracker.weight.rules.quantities import BAND_EDGES, KILOGRAM_G, Band, Sex

Partition = tuple[tuple[int, ...], ...]
"""Groups of neighbouring cells: ((0, 1), (2,)) has two groups, of the first two and the third."""

NOWHERE = -1
"""The cell of whoever did not say, or has no value to be sorted by."""
AGE_STARTS = (0, 30, 40, 50)
"""Where the age bands begin, by the difference of years; only adults give body data."""
BANDS = tuple(Band)
CHANGE_EDGES = (-10, -6, -2, 2, 6, 10)
"""Percent where the bins of change meet; [-2, 2] has both its ends, others their outer one.

None is narrower than 4 points, so whoever is known to be in one is known to +-2 points and no
better, and "within +-2 %" is one of them.
"""
CLOSE = 1e-9
"""Percent. Different changes are more than 7e-8 apart, so within this they are the same."""
TENTH_G_MM2 = 0.01
"""BMI times square millimetres in tenths: two means are apart by a 14th of a whole one."""


class Split(StrEnum):
    """By what people are told apart."""

    SEX = "sex"
    AGE = "age"
    BAND = "band"


SEX, AGE, BAND = Split.SEX, Split.AGE, Split.BAND

LADDERS: Mapping[str, tuple[Partition, ...]] = {
    SEX: (((0,), (1,)),),
    AGE: (((0,), (1,), (2,), (3,)), ((0, 1), (2,), (3,)), ((0, 1), (2, 3))),
    BAND: (((0,), (1,), (2,), (3,)), ((0, 1), (2,), (3,)), ((0, 1), (2, 3))),
    "change": (
        tuple((cell,) for cell in range(7)),
        ((0, 1), (2,), (3,), (4,), (5, 6)),
        ((0, 1, 2), (3,), (4, 5, 6)),
    ),
    "start": (((0,), (1,)),),
}
"""From fine to coarse, each made of whole groups of the one before; shown as one of them or not.

"start" are the people without a baseline: without body data, and with it.
"""


def cells_of(people: Population) -> dict[str, Integers]:
    """In which cell of each split everybody is; NOWHERE for whoever did not say."""
    sexes = np.full(len(people), NOWHERE)
    for place, sex in enumerate(Sex):
        sexes[people.sex == sex.value] = place
    age = people.as_of.year - people.birth_year
    ages = np.searchsorted(AGE_STARTS, age, side="right") - 1
    return {
        SEX: sexes,
        AGE: np.where(people.birth_year > 0, ages, NOWHERE),
        BAND: band_of(people.baseline, people.height_mm),
    }


def band_of(kilograms: Floats, height_mm: Integers) -> Integers:
    """The place of each BMI band in `BANDS`, as whole numbers of grams and millimetres decide it.

    The weights are correctly rounded quotients of whole grams by at most 14 days; the tolerance is
    wider than their rounding and narrower than the step from one to the next.
    """
    known = ~np.isnan(kilograms) & (height_mm > 0)
    scaled = np.where(known, kilograms, 0) * KILOGRAM_G * 10_000
    edges = np.array(BAND_EDGES)[:, None] * height_mm.astype(np.float64) ** 2
    above = (scaled >= edges - TENTH_G_MM2).sum(axis=0)
    return np.where(known, above, NOWHERE)


def bin_of(change: Floats) -> Integers:
    """In which bin of `CHANGE_EDGES` each change lies; NOWHERE where there is none."""
    lower = np.array([edge for edge in CHANGE_EDGES if edge < 0])
    upper = np.array([edge for edge in CHANGE_EDGES if edge > 0])
    known = ~np.isnan(change)
    filled = np.where(known, change, 0)
    above = (filled[:, None] >= lower - CLOSE).sum(axis=1)
    above += (filled[:, None] > upper + CLOSE).sum(axis=1)
    return np.where(known, above, NOWHERE)


def group_key(split: str, cells: tuple[int, ...]) -> str:
    """The name under which the interval of some cells together is kept."""
    return f"{split}:{''.join(map(str, cells))}"
