"""Which week is told on which day, and that its numbers add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024, first_monday, monday_of
from tracker.notices.rules import (
    KINDS_TOLD,
    OTHER,
    WeekTold,
    finished_monday,
    is_told_by_robots,
    noted_since,
    thanked,
    told_monday,
    week_told,
)

DAYS = st.dates(date(2024, 7, 11), date(2024, 12, 31))
MINUTES = st.dictionaries(
    st.sampled_from(["baduanjin", "brisk_walking", "cycling", "slow_jogging", "tai_chi"]),
    st.integers(0, 10_000),
)
MONDAY = date(2024, 10, 14)


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2024, 10, 14), date(2024, 10, 7)),  # on a Monday the week before
        (date(2024, 10, 15), date(2024, 10, 14)),
        (date(2024, 10, 20), date(2024, 10, 14)),
        (date(2024, 10, 21), date(2024, 10, 14)),
        (date(2024, 8, 11), date(2024, 8, 12)),  # the first Sunday belongs to week 1
        (date(2024, 11, 10), date(2024, 11, 4)),
        (date(2024, 11, 11), date(2024, 11, 4)),
        (date(2024, 12, 24), date(2024, 11, 4)),  # afterwards it stays the last
    ],
)
def test_a_notice_tells_of_this_week_and_on_a_monday_of_the_last(today: date, monday: date) -> None:
    assert told_monday(BEIJING_2024, today) == monday


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2024, 10, 14), date(2024, 10, 7)),
        (date(2024, 10, 20), date(2024, 10, 7)),
        (date(2024, 11, 11), date(2024, 11, 4)),
        (date(2024, 12, 24), date(2024, 11, 4)),
    ],
)
def test_a_digest_tells_of_the_last_week_that_is_over(today: date, monday: date) -> None:
    assert finished_monday(BEIJING_2024, today) == monday


@pytest.mark.parametrize(
    ("monday", "told"),
    [
        (first_monday(BEIJING_2024) - timedelta(days=7), False),
        (first_monday(BEIJING_2024), True),
        (monday_of(BEIJING_2024.ends), True),
        (monday_of(BEIJING_2024.ends) + timedelta(days=7), False),
    ],
)
def test_robots_tell_of_the_weeks_of_self_management_alone(monday: date, *, told: bool) -> None:
    assert is_told_by_robots(BEIJING_2024, monday) is told


@given(DAYS)
def test_a_told_week_is_a_monday_that_has_begun_or_begins_after_the_first_sunday(
    today: date,
) -> None:
    monday = told_monday(BEIJING_2024, today)

    assert monday.weekday() == 0
    assert monday <= today + timedelta(days=1)


@given(MINUTES)
def test_what_is_named_and_what_is_not_adds_up_to_all_minutes(minutes: dict[str, int]) -> None:
    told = week_told(BEIJING_2024, MONDAY, date(2024, 10, 16), (12, 9), {}, minutes)

    assert sum(count for _, count in told.kinds) == told.minutes == sum(minutes.values())
    assert len(told.kinds) <= KINDS_TOLD + 1
    assert all(count for _, count in told.kinds)
    named = [count for kind, count in told.kinds if kind != OTHER]
    assert named == sorted(named, reverse=True)


def test_only_days_of_the_week_that_have_come_are_counted() -> None:
    noted = {MONDAY + timedelta(days=number): 10**number for number in range(-1, 8) if number >= 0}

    told = week_told(BEIJING_2024, MONDAY, date(2024, 10, 16), (12, 9), noted, {})

    assert (told.first, told.last, told.check_ins) == (MONDAY, date(2024, 10, 16), 111)


def test_the_first_sunday_is_told_with_week_one() -> None:
    sunday = BEIJING_2024.starts

    told = week_told(BEIJING_2024, first_monday(BEIJING_2024), sunday, (3, 0), {sunday: 3}, {})

    assert (told.first, told.last, told.check_ins) == (sunday, sunday, 3)


def test_a_week_in_which_nobody_noted_anything_is_quiet() -> None:
    quiet = WeekTold(MONDAY, MONDAY, 12, 0, 0, 0, ())

    assert quiet.is_quiet


@given(st.lists(st.text(min_size=1), min_size=1, max_size=9, unique=True), DAYS)
def test_everybody_who_wishes_has_her_turn(names: list[str], day: date) -> None:
    mondays = [monday_of(day) + timedelta(days=7 * number) for number in range(len(names))]

    assert {thanked(names, monday) for monday in mondays} == set(names)


def test_without_a_wish_nobody_is_thanked() -> None:
    assert thanked([], MONDAY) is None


@pytest.mark.parametrize(
    ("days", "noted"),
    [
        ((None, None), False),
        ((None, MONDAY), True),
        ((MONDAY - timedelta(days=1), None), False),
        ((None, MONDAY + timedelta(days=1)), True),
    ],
)
def test_whoever_noted_nothing_since_is_not_among_them(
    days: tuple[date | None, ...], *, noted: bool
) -> None:
    assert noted_since(MONDAY, days) is noted
