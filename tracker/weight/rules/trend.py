"""A person's trend and weekly rate: strictly causal by day."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.weight.rules.quantities import Reading

MEAN_READINGS = 3
MEAN_DAYS = 14
SMOOTHING_DAYS = 7
RATE_DAYS = 14
RATE_READINGS = 4
RATE_SPAN_DAYS = 10
SHOWN_LATEST_DAYS = 7
SHOWN_FIRST_DAYS = 21
STEADY_KG = 0.4


@dataclass(frozen=True)
class Running:
    """The trend after the readings so far: how many, their first and last day, and its value."""

    count: int
    first: date
    last: date
    kilograms: float


@dataclass(frozen=True)
class Rate:
    """A weekly rate worth showing, in kg; a steady one is shown in words."""

    kilograms: float
    steady: bool


def after(so_far: Running | None, reading: Reading) -> Running:
    """The trend once a reading, later than all before it, has been taken in."""
    weight = reading.grams / 1000
    if so_far is None:
        return Running(1, reading.day, reading.day, weight)
    count = so_far.count + 1
    if count <= MEAN_READINGS and (reading.day - so_far.first).days <= MEAN_DAYS:
        share = 1 / count
    else:
        share = 1 - math.exp(-(reading.day - so_far.last).days / SMOOTHING_DAYS)
    value = so_far.kilograms + share * (weight - so_far.kilograms)
    return Running(count, so_far.first, reading.day, value)


def trend(readings: Iterable[Reading]) -> list[float]:
    """The trend in kg, one value per reading by day."""
    ordered = by_day(readings)
    values: list[float] = []
    first = last = ordered[0].day.toordinal() if ordered else 0
    # What `after` says, without a value for every step: this runs on every page about weight.
    value = 0.0
    for count, reading in enumerate(ordered, 1):
        day = reading.day.toordinal()
        if count <= MEAN_READINGS and day - first <= MEAN_DAYS:
            share = 1 / count
        else:
            share = 1 - math.exp(-(day - last) / SMOOTHING_DAYS)
        value, last = value + share * (reading.grams / 1000 - value), day
        values.append(value)
    return values


def trend_before(readings: Iterable[Reading], day: date) -> float | None:
    """The trend in kg from the readings of earlier days, if there are any."""
    values = trend(reading for reading in readings if reading.day < day)
    return values[-1] if values else None


def weekly_rate(readings: Iterable[Reading], values: Sequence[float] | None = None) -> float | None:
    """Kilograms a week over the last 14 days of readings; None where they are too few or close.

    Whoever has their trend already hands it over.
    """
    ordered = by_day(readings)
    if not ordered:
        return None
    earliest = ordered[-1].day - timedelta(days=RATE_DAYS - 1)
    pairs = zip(ordered, trend(ordered) if values is None else values, strict=True)
    points = [(reading.day, value) for reading, value in pairs if reading.day >= earliest]
    span = (points[-1][0] - points[0][0]).days
    if len(points) < RATE_READINGS or span < RATE_SPAN_DAYS:
        return None
    return 7 * slope(points)


def shown_rate(
    readings: Iterable[Reading], today: date, values: Sequence[float] | None = None
) -> Rate | None:
    """The weekly rate when the readings are recent and old enough to mean something."""
    ordered = by_day(readings)
    rate = weekly_rate(ordered, values)
    if rate is None:
        return None
    recent = (today - ordered[-1].day).days <= SHOWN_LATEST_DAYS
    settled = (today - ordered[0].day).days >= SHOWN_FIRST_DAYS
    return Rate(rate, steady=abs(rate) < STEADY_KG) if recent and settled else None


def by_day(readings: Iterable[Reading]) -> list[Reading]:
    """The readings in the order of their days."""
    return sorted(readings, key=lambda reading: reading.day)


def slope(points: Sequence[tuple[date, float]]) -> float:
    """Least-squares slope a day; the points lie on at least two days."""
    days = [day.toordinal() for day, _ in points]
    middle = sum(days) / len(days)
    mean = sum(value for _, value in points) / len(points)
    products = (
        (day - middle) * (value - mean) for day, (_, value) in zip(days, points, strict=True)
    )
    return sum(products) / sum((day - middle) ** 2 for day in days)
