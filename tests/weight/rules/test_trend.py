"""Trend and weekly rate, strictly causal by day."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.weight.rules.histories import BODY, START, histories, on
from tracker.weight.rules import (
    Reading,
    safety_reasons,
    shown_rate,
    trend,
    trend_before,
    weekly_rate,
)
from tracker.weight.rules.trend import Running, after


def test_the_first_three_readings_are_averaged() -> None:
    assert trend([on(0, 60_000), on(1, 61_000), on(14, 65_000)]) == [60.0, 60.5, 62.0]


def test_a_reading_after_fourteen_days_is_smoothed() -> None:
    share = 1 - math.exp(-15 / 7)

    assert trend([on(0, 60_000), on(15, 61_000)])[1] == pytest.approx(60 + share)


def test_the_fourth_reading_is_smoothed_by_its_distance() -> None:
    values = trend([on(0, 60_000), on(1, 60_000), on(2, 60_000), on(5, 61_000)])

    assert values[3] == pytest.approx(61 - math.exp(-3 / 7))


def test_readings_are_taken_by_day() -> None:
    assert trend([on(1, 61_000), on(0, 60_000)]) == [60.0, 60.5]


def test_nothing_has_no_trend() -> None:
    assert trend([]) == []


@given(histories(), st.integers(1, 60), st.integers(25_000, 300_000))
def test_a_later_reading_never_changes_an_earlier_value(
    readings: list[Reading], later: int, grams: int
) -> None:
    one_more = Reading(readings[-1].day + timedelta(days=later), grams)

    assert trend([*readings, one_more])[:-1] == trend(readings)


@given(histories())
def test_the_trend_stays_within_the_readings(readings: list[Reading]) -> None:
    weights = [reading.grams / 1000 for reading in readings]

    for value in trend(readings):
        assert min(weights) - 1e-9 <= value <= max(weights) + 1e-9


def test_the_trend_before_a_day_leaves_that_day_out() -> None:
    readings = [on(0, 60_000), on(1, 99_000)]

    assert trend_before(readings, readings[1].day) == 60.0
    assert trend_before(readings, readings[0].day) is None


@pytest.mark.parametrize(
    ("days", "exists"),
    [
        ([0, 3, 6, 10], True),
        ([0, 3, 6, 9], False),
        ([0, 5, 10], False),
        ([0, 4, 8, 13], True),
        ([0, 5, 9, 14], False),
    ],
)
def test_a_rate_needs_four_readings_over_ten_of_fourteen_days(
    days: list[int], *, exists: bool
) -> None:
    assert (weekly_rate([on(day, 60_000 - 50 * day) for day in days]) is not None) is exists


def test_the_window_is_counted_back_from_the_latest_reading() -> None:
    old = [on(day, 90_000) for day in range(4)]
    recent = [on(day, 60_000) for day in (30, 34, 38, 42)]

    values = trend([*old, *recent])[4:]
    mean = sum(values) / 4
    slope = sum(d * (v - mean) for d, v in zip((-6, -2, 2, 6), values, strict=True)) / 80
    assert weekly_rate([*old, *recent]) == pytest.approx(7 * slope)


def test_nothing_has_no_rate() -> None:
    assert weekly_rate([]) is None


@pytest.mark.parametrize(
    ("first", "age", "shown"), [(8, 0, False), (7, 0, True), (7, 7, True), (7, 8, False)]
)
def test_a_rate_is_shown_when_recent_and_settled(first: int, age: int, *, shown: bool) -> None:
    readings = [on(day, 60_000) for day in (first, 16, 20, 24, 28)]

    found = shown_rate(readings, on(28 + age, 0).day)

    assert (found is not None) is shown


def test_less_than_four_hundred_grams_a_week_is_steady() -> None:
    readings = [on(day, 70_000 - 20 * day) for day in range(40)]
    falling = [on(day, 70_000 - 100 * day) for day in range(40)]
    today = on(39, 0).day

    calm, steep = shown_rate(readings, today), shown_rate(falling, today)

    assert calm is not None
    assert calm.steady
    assert steep is not None
    assert not steep.steady


@given(histories())
def test_the_trend_of_all_is_the_trend_step_by_step(readings: list[Reading]) -> None:
    running: Running | None = None
    steps = []
    for reading in readings:
        running = after(running, reading)
        steps.append(running.kilograms)

    assert trend(readings) == pytest.approx(steps, rel=1e-12)


@given(histories())
def test_a_trend_that_is_handed_over_changes_nothing(readings: list[Reading]) -> None:
    today, values = readings[-1].day, trend(readings)

    assert shown_rate(readings, today, values) == shown_rate(readings, today)
    assert safety_reasons(readings, BODY, START, today, values) == safety_reasons(
        readings, BODY, START, today
    )
