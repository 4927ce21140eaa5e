"""Likely slips of the finger: asked about, never refused, never changed silently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tracker.weight.rules.quantities import Reading, Unit, text_of
from tracker.weight.rules.trend import trend_before

AWAY, NEAR = 0.05, 0.03
"""With a trend: doubtful beyond the first share of it, a suggestion within the second."""

AWAY_UNKNOWN, NEAR_UNKNOWN = 0.5, 0.4
"""Without history, so wide that only a doubled, halved or displaced number is asked about."""

BMI_UNKNOWN = 22


@dataclass(frozen=True)
class Expected:
    """About what somebody should weigh, in grams, and how surely."""

    grams: float
    away: float
    near: float


def expected(trend_kg: float | None, height_mm: int) -> Expected:
    """Her trend; without history the weight of BMI 22 at her height, with a wide tolerance."""
    if trend_kg is not None:
        return Expected(trend_kg * 1000, AWAY, NEAR)
    return Expected(BMI_UNKNOWN * height_mm**2 / 1000, AWAY_UNKNOWN, NEAR_UNKNOWN)


def doubted(
    reading: Reading, unit: Unit, readings: Iterable[Reading], height_mm: int
) -> int | None:
    """What was probably meant by a reading, seen from the days before it; None if not doubtful."""
    about = expected(trend_before(readings, reading.day), height_mm)
    return likely_meant(reading.grams, unit, about)


def likely_meant(grams: int, unit: Unit, about: Expected) -> int | None:
    """What was probably meant, in grams, or None when the number is not doubtful."""
    if abs(grams - about.grams) <= about.away * about.grams:
        return None
    near = [each for each in _slips(grams, unit) if _off(each, about) <= about.near * about.grams]
    return min(near, key=lambda each: _off(each, about), default=None)


def _off(grams: int, about: Expected) -> float:
    return abs(grams - about.grams)


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
