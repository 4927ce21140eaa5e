"""When the safety card is shown: private, calm, also to people who did not mean to lose."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from tracker.weight.rules.goals import Body
from tracker.weight.rules.quantities import Reading, bmi_below
from tracker.weight.rules.result import baseline
from tracker.weight.rules.trend import by_day, slope, trend, weekly_rate

FAST_DAYS = 21
FAST_READINGS = 3
FAST_SPAN_DAYS = 14
FAST_SHARE = 0.01
CHECKS_APART = range(7, FAST_DAYS + 1)
"""How many days earlier the other check may be: beyond 21 days would lie between the two."""

MEAN_DAYS = 7
DROP_DAYS = 28
DROP_SHARE = 0.05
LOW_TENTHS = 185
LOW_FALLING_TENTHS = 190


class SafetyReason(StrEnum):
    """Why the card is shown."""

    DOCTOR_FIRST = "doctor_first"
    FAST_LOSS = "fast_loss"
    MONTH_LOSS = "month_loss"
    LOW_WEIGHT = "low_weight"


def safety_reasons(
    readings: Iterable[Reading],
    body: Body,
    starts: date,
    as_of: date,
    values: Sequence[float] | None = None,
) -> tuple[SafetyReason, ...]:
    """Every reason that holds on a day, readings of that day included; empty is no card.

    Whoever has the trend of all these readings already hands it over.
    """
    known = [reading for reading in by_day(readings) if reading.day <= as_of]
    values = trend(known) if values is None else values[: len(known)]
    holds = {
        SafetyReason.DOCTOR_FIRST: body.doctor_first,
        SafetyReason.FAST_LOSS: _fast_at_two_checks(known, starts, as_of),
        SafetyReason.MONTH_LOSS: _dropped_in_a_month(known, as_of),
        SafetyReason.LOW_WEIGHT: _low(known, values, body.height_mm),
    }
    return tuple(reason for reason, held in holds.items() if held)


def _fast_at_two_checks(readings: Sequence[Reading], starts: date, as_of: date) -> bool:
    """Steep on the day, and at another check at least 7 days before."""
    if not readings:
        return False
    # Before she has a baseline (in July, or with one reading) her first reading stands for it.
    reference = baseline(readings, starts) or readings[0].grams / 1000
    if not _fast(readings, reference, as_of):
        return False
    return any(_fast(readings, reference, as_of - timedelta(days=n)) for n in CHECKS_APART)


def _fast(readings: Iterable[Reading], reference: float, check: date) -> bool:
    points = [(each.day, each.grams / 1000) for each in _within(readings, check, FAST_DAYS)]
    if len(points) < FAST_READINGS or (points[-1][0] - points[0][0]).days < FAST_SPAN_DAYS:
        return False
    return 7 * slope(points) < -FAST_SHARE * reference


def _dropped_in_a_month(readings: Sequence[Reading], as_of: date) -> bool:
    now = _within(readings, as_of, MEAN_DAYS)
    before = _within(readings, as_of - timedelta(days=DROP_DAYS), MEAN_DAYS)
    if not now or not before:
        return False
    # Cross-multiplied, so that exactly 5 % is decided in whole grams.
    lighter = 100 * sum(each.grams for each in now) * len(before)
    return lighter <= round(100 * (1 - DROP_SHARE)) * sum(each.grams for each in before) * len(now)


def _low(readings: Sequence[Reading], values: Sequence[float], height_mm: int) -> bool:
    if not values:
        return False
    grams = round(values[-1] * 1000)
    if bmi_below(grams, height_mm, LOW_TENTHS):
        return True
    return bmi_below(grams, height_mm, LOW_FALLING_TENTHS) and _falling(readings, values)


def _falling(readings: Sequence[Reading], values: Sequence[float]) -> bool:
    """By the weekly rate; before there is one, by the last two trend values."""
    rate = weekly_rate(readings, values)
    if rate is not None:
        return rate < 0
    return len(values) > 1 and values[-1] < values[-2]


def _within(readings: Iterable[Reading], last: date, days: int) -> list[Reading]:
    """The readings of so many days that end with the last."""
    first = last - timedelta(days=days - 1)
    return [reading for reading in readings if first <= reading.day <= last]
