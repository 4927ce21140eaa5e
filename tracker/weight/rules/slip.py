"""Likely slips of the finger: asked about, never refused, never changed silently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tracker.weight.rules.quantities import Reading, Unit, text_of
from tracker.weight.rules.trend import trend_before

AWAY, NEAR = 0.05, 0.03
"""With a trend: doubtful beyond the first share of it, a suggestion within the second."""

BMI_UNKNOWN, BMI_LEAST, BMI_MOST = 22, 14, 38
"""Without history: what to expect, and how far from it nothing is asked.

So wide that a heavy person is not asked about her own weight, and still narrower than a factor of
two: jin typed for kilograms is noticed for everybody from BMI 19 on.
"""


@dataclass(frozen=True)
class Expected:
    """About what somebody should weigh, in grams, and how surely."""

    grams: float
    accepted: tuple[float, float]
    """From where to where nothing is asked."""

    near: tuple[float, float]
    """From where to where something else may have been meant."""


def expected(trend_kg: float | None, height_mm: int) -> Expected:
    """Her trend; without history the weight of BMI 22 at her height, with a wide tolerance."""
    if trend_kg is not None:
        grams = trend_kg * 1000
        return Expected(grams, _around(grams, AWAY), _around(grams, NEAR))
    at_bmi_1 = height_mm**2 / 1000
    believable = BMI_LEAST * at_bmi_1, BMI_MOST * at_bmi_1
    return Expected(BMI_UNKNOWN * at_bmi_1, believable, believable)


def doubted(
    reading: Reading, unit: Unit, readings: Iterable[Reading], height_mm: int
) -> int | None:
    """What was probably meant by a reading, seen from the days before it; None if not doubtful."""
    about = expected(trend_before(readings, reading.day), height_mm)
    return likely_meant(reading.grams, unit, about)


def is_near_all(grams: int, extent: tuple[int, int]) -> bool:
    """Whether nothing is asked about a weight wherever between these two the trend lies.

    A trend never leaves the readings it is made of; the gram is for what floats round.
    """
    lightest, heaviest = extent
    return (1 - AWAY) * heaviest + 1 <= grams <= (1 + AWAY) * lightest - 1


def likely_meant(grams: int, unit: Unit, about: Expected) -> int | None:
    """What was probably meant, in grams, or None when the number is not doubtful."""
    if _inside(grams, about.accepted):
        return None
    near = [each for each in _slips(grams, unit) if _inside(each, about.near)]
    return min(near, key=lambda each: abs(each - about.grams), default=None)


def _around(grams: float, share: float) -> tuple[float, float]:
    return grams - share * grams, grams + share * grams


def _inside(grams: int, span: tuple[float, float]) -> bool:
    return span[0] <= grams <= span[1]


def _slips(grams: int, unit: Unit) -> Iterator[int]:
    """The number halved, doubled, a decimal place off, or with two neighbouring digits swapped."""
    yield round(grams / 2)
    yield grams * 2
    yield round(grams / 10)
    yield grams * 10
    typed = text_of(grams, unit)
    per_unit = grams / Decimal(typed)
    for text in _swapped(typed):
        yield int((Decimal(text) * per_unit).to_integral_value())


def _swapped(text: str) -> Iterator[str]:
    places = [place for place, character in enumerate(text) if character != "."]
    for left, right in pairwise(places):
        characters = list(text)
        characters[left], characters[right] = characters[right], characters[left]
        yield "".join(characters)
