"""Intensity, equivalent minutes, typed minutes, chips and weeks."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.exercise.rules import (
    CHIPS,
    DAY_MINUTES_MAX,
    KIND_MAX,
    MINUTES_MAX,
    MINUTES_MIN,
    MINUTES_OFFERED,
    TILES,
    Effort,
    Entry,
    NotMinutesError,
    activities,
    again,
    effort_of,
    energy_kcal,
    equivalent_minutes,
    key_of,
    leading_kinds,
    minutes_of,
    week_of,
    weeks,
)

MONDAY = date(2024, 10, 14)
KINDS = sorted(activities())

days = st.dates(date(2024, 7, 11), date(2024, 11, 10))
entry_values = st.builds(
    Entry,
    key=st.uuids().map(lambda value: value.hex),
    day=days,
    kind=st.sampled_from(KINDS),
    effort=st.sampled_from(Effort),
    minutes=st.integers(MINUTES_MIN, MINUTES_MAX),
)
histories = st.lists(entry_values, max_size=30).map(
    lambda found: sorted(found, key=lambda entry: entry.day)
)


def entry(
    day: date = MONDAY, minutes: int = 30, kind: str = "baduanjin", effort: Effort = Effort.MODERATE
) -> Entry:
    return Entry("0" * 32, day, kind, effort, minutes)


def test_the_table_has_every_tile_and_short_keys() -> None:
    assert set(TILES) < set(activities())
    assert all(len(kind) <= KIND_MAX for kind in activities())


def test_every_offered_number_of_minutes_is_accepted() -> None:
    assert [minutes_of(str(offered)) for offered in MINUTES_OFFERED] == list(MINUTES_OFFERED)


def test_a_kind_is_called_by_its_name_in_each_language() -> None:
    baduanjin = activities()["baduanjin"]

    assert baduanjin.called("zh") == "八段锦"
    assert baduanjin.called("en") == "Baduanjin (qigong)"


@pytest.mark.parametrize(
    ("met", "effort"),
    [
        (2.9, Effort.LIGHT),
        (3.0, Effort.MODERATE),
        (5.9, Effort.MODERATE),
        (6.0, Effort.VIGOROUS),
    ],
)
def test_intensity_turns_at_3_and_at_6_met(met: float, effort: Effort) -> None:
    assert effort_of(met) is effort


def test_energy_is_met_times_kilograms_times_hours() -> None:
    assert energy_kcal(4.8, 60.0, 30) == pytest.approx(144.0)


@pytest.mark.parametrize(
    ("effort", "equivalent"),
    [(Effort.LIGHT, 0), (Effort.MODERATE, 30), (Effort.VIGOROUS, 60)],
)
def test_vigorous_minutes_count_twice_and_light_ones_not(effort: Effort, equivalent: int) -> None:
    assert equivalent_minutes(effort, 30) == equivalent


@given(st.integers(MINUTES_MIN, MINUTES_MAX))
def test_minutes_are_read_in_both_widths(minutes: int) -> None:
    wide = str(minutes).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

    assert minutes_of(f" {minutes} ") == minutes
    assert minutes_of(wide) == minutes


@pytest.mark.parametrize(
    "typed", ["", "0", "601", "-5", "+5", "1e2", "30.5", "NaN", "三十", "٣٠", "99999", "3 0"]
)
def test_anything_else_is_not_minutes(typed: str) -> None:
    with pytest.raises(NotMinutesError):
        minutes_of(typed)


@given(st.uuids())
def test_a_key_is_a_uuid_with_or_without_its_dashes(value: object) -> None:
    plain = str(value).replace("-", "")

    assert key_of(str(value)) == plain
    assert key_of(plain.upper()) == plain


@pytest.mark.parametrize("typed", ["", "1", "g" * 32, "0" * 31, "0" * 33, "' OR 1=1 --"])
def test_other_text_is_no_key(typed: str) -> None:
    assert key_of(typed) is None


@given(histories)
def test_chips_are_at_most_three_and_all_different(history: list[Entry]) -> None:
    chips = again(history)

    pairs = [(chip.kind, chip.minutes) for chip in chips]
    assert len(chips) == min(CHIPS, len({(each.kind, each.minutes) for each in history}))
    assert len(set(pairs)) == len(pairs)


@given(histories)
def test_the_first_chip_is_the_latest_entry(history: list[Entry]) -> None:
    assert again(history)[:1] == tuple(history[-1:])


def test_a_week_is_monday_to_sunday() -> None:
    history = [
        entry(MONDAY - timedelta(days=1), 10),
        entry(MONDAY, 20),
        entry(MONDAY + timedelta(days=6), 30, effort=Effort.VIGOROUS),
        entry(MONDAY + timedelta(days=7), 40),
    ]

    week = week_of(BEIJING_2024, history, MONDAY + timedelta(days=3))

    assert (week.monday, week.minutes, week.equivalent) == (MONDAY, 50, 80)


@given(histories)
def test_weeks_keep_every_minute_and_leave_no_gap(history: list[Entry]) -> None:
    found = weeks(BEIJING_2024, history, date(2024, 7, 11), date(2024, 11, 10))

    assert sum(week.minutes for week in found) == sum(each.minutes for each in history)
    assert {later.monday - week.monday for week, later in pairwise(found)} == {timedelta(days=7)}


@given(histories)
def test_equivalent_minutes_are_at_most_twice_the_minutes(history: list[Entry]) -> None:
    found = weeks(BEIJING_2024, history, date(2024, 7, 11), date(2024, 11, 10))

    assert all(0 <= week.equivalent <= 2 * week.minutes for week in found)


def test_leading_kinds_are_by_minutes_then_by_the_table() -> None:
    history = [
        entry(kind="yoga", minutes=40),
        entry(kind="cycling", minutes=20),
        entry(kind="baduanjin", minutes=20),
    ]

    assert leading_kinds([week_of(BEIJING_2024, history, MONDAY)], 2) == ("yoga", "baduanjin")


def test_a_day_can_hold_more_than_one_longest_stretch() -> None:
    assert MINUTES_MAX < DAY_MINUTES_MAX
