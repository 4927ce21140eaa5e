"""When the safety card is shown, at its edges."""

import pytest

from tests.weight.rules.histories import BODY, DOCTOR_FIRST, START, on
from tracker.weight.rules import Body, Reading, SafetyReason, safety_reasons


def reasons(readings: list[Reading], body: Body = BODY) -> tuple[SafetyReason, ...]:
    return safety_reasons(readings, body, START, readings[-1].day)


@pytest.mark.parametrize(
    ("days", "a_day", "held"), [(29, 130, True), (20, 130, False), (29, 90, False)]
)
def test_a_fast_loss_is_seen_at_two_checks_a_week_apart(
    days: int, a_day: int, *, held: bool
) -> None:
    readings = [on(day, 80_000 - a_day * day) for day in range(0, days, 2)]

    assert (SafetyReason.FAST_LOSS in reasons(readings)) is held


def test_too_few_readings_say_nothing_of_a_fast_loss() -> None:
    assert reasons([on(0, 80_000), on(21, 76_500)]) == ()


@pytest.mark.parametrize(("grams", "held"), [(76_000, True), (76_001, False)])
def test_five_percent_in_four_weeks_is_seen_to_the_gram(grams: int, *, held: bool) -> None:
    readings = [on(0, 80_000), on(28, grams)]

    assert (SafetyReason.MONTH_LOSS in reasons(readings)) is held


@pytest.mark.parametrize(
    ("grams", "held"),
    [
        ([50_366], True),
        ([50_367], False),
        ([51_800, 51_000], True),
        ([51_000, 51_100], False),
        ([53_000, 52_400], False),
    ],
)
def test_a_low_weight_is_seen_and_a_nearly_low_one_when_falling(
    grams: list[int], *, held: bool
) -> None:
    readings = [on(day, each) for day, each in enumerate(grams)]

    assert (SafetyReason.LOW_WEIGHT in reasons(readings)) is held


def test_a_doctors_word_first_shows_the_card_from_the_first_day() -> None:
    assert safety_reasons([], DOCTOR_FIRST, START, START) == (SafetyReason.DOCTOR_FIRST,)


def test_a_steady_person_is_left_in_peace() -> None:
    readings = [on(day, 68_000 + 600 * (-1) ** day) for day in range(60)]

    assert reasons(readings) == ()
