"""Streaks in weeks, silence, energy, and where a duty leads."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Grant, Role
from tracker.campaign.rules import BEIJING_2024
from tracker.exercise.rules import Effort, Entry
from tracker.home.rules import SILENT_DAYS, Pause, desk, is_silent, kilograms_on, spent, streak
from tracker.weight.rules import Reading

TODAY = date(2024, 10, 16)
ENROLLED = date(2024, 7, 15)
WEEK = timedelta(days=7)

season_days = st.dates(ENROLLED, TODAY)


def weeks_ago(*numbers: int) -> list[date]:
    return [TODAY - number * WEEK for number in numbers]


def streak_of(noted: list[date], *pauses: Pause, today: date = TODAY) -> int:
    return streak(noted, pauses, BEIJING_2024, today)


def pause(weeks_before: int) -> Pause:
    day = TODAY - weeks_before * WEEK
    return Pause(day, day)


@pytest.mark.parametrize(
    ("ago", "weeks"),
    [((), 0), ((0,), 1), ((0, 1, 2), 3), ((1, 2), 2), ((0, 2), 1), ((2, 3), 0), ((0, 0, 1), 2)],
)
def test_a_streak_is_counted_in_weeks_and_this_one_may_still_come(
    ago: tuple[int, ...], weeks: int
) -> None:
    assert streak_of(weeks_ago(*ago)) == weeks


def test_leave_freezes_a_streak() -> None:
    noted = weeks_ago(0, 3)

    assert streak_of(noted) == 1
    assert streak_of(noted, pause(1), pause(2)) == 2


def test_an_entry_during_leave_counts() -> None:
    assert streak_of(weeks_ago(0, 1), pause(1)) == 2


def test_a_pause_alone_is_no_streak() -> None:
    assert streak_of([], Pause(ENROLLED, TODAY)) == 0


def test_the_sunday_that_opens_the_season_belongs_to_week_one() -> None:
    noted = [date(2024, 8, 11), date(2024, 8, 14)]

    assert streak_of(noted, today=date(2024, 8, 14)) == 1


@given(st.lists(season_days), season_days)
def test_another_entry_never_shortens_a_streak(noted: list[date], more: date) -> None:
    assert streak_of([*noted, more]) >= streak_of(noted)


@given(st.lists(season_days), season_days)
def test_leave_never_shortens_a_streak(noted: list[date], day: date) -> None:
    assert streak_of(noted, Pause(day, day)) >= streak_of(noted)


@given(st.lists(season_days))
def test_a_streak_is_at_most_the_weeks_with_an_entry(noted: list[date]) -> None:
    mondays = {day - timedelta(days=day.weekday()) for day in noted}

    assert 0 <= streak_of(noted) <= len(mondays)


@pytest.mark.parametrize(("days", "silent"), [(0, False), (SILENT_DAYS, False), (11, True)])
def test_silence_begins_after_ten_whole_days(days: int, silent: bool) -> None:  # noqa: FBT001 - a row of a table
    noted = [TODAY - timedelta(days=days)]

    assert is_silent(noted, [], ENROLLED, TODAY) is silent
    assert is_silent([], [], noted[0], TODAY) is silent


def test_nobody_is_silent_during_leave_or_soon_after_it() -> None:
    away = Pause(TODAY - timedelta(days=30), TODAY)
    back = Pause(TODAY - timedelta(days=30), TODAY - timedelta(days=3))

    assert not is_silent([], [away], ENROLLED, TODAY)
    assert not is_silent([], [back], ENROLLED, TODAY)


def test_leave_to_come_does_not_break_silence() -> None:
    ahead = Pause(TODAY + timedelta(days=1), TODAY + timedelta(days=5))

    assert is_silent([], [ahead], ENROLLED, TODAY)


def test_the_weight_of_a_day_is_the_latest_up_to_it() -> None:
    readings = [Reading(TODAY - WEEK, 60_000), Reading(TODAY, 61_000)]

    assert kilograms_on(readings, TODAY - timedelta(days=1)) == 60.0
    assert kilograms_on(readings, TODAY) == 61.0
    assert kilograms_on(readings, TODAY - 2 * WEEK) is None


def test_energy_follows_the_weight_of_the_day_and_the_kinds_met() -> None:
    readings = [Reading(TODAY - WEEK, 60_000), Reading(TODAY, 80_000)]
    entries = [
        Entry("1" * 32, day, "brisk_walking", Effort.VIGOROUS, 30)
        for day in (TODAY - 2 * WEEK, TODAY - WEEK, TODAY)
    ]

    found = spent(entries, readings)

    assert [each.kcal for each in found] == [None, pytest.approx(144.0), pytest.approx(192.0)]


@pytest.mark.parametrize(
    ("role", "scope", "address"),
    [
        (Role.CITY, "city", "/city"),
        (Role.DISTRICT, "district:110112", "/districts/110112"),
        (Role.EDUCATOR, "district:110112", "/districts/110112/contact-requests"),
        (Role.CONTACT, "unit:7", "/units/7"),
        (Role.STATISTICIAN, "city", "/evaluation"),
        (Role.STATION, "station:5", "/stations/5"),
        (Role.LEADER, "team:9", "/lead"),
        (Role.DEPUTY, "team:9", "/lead"),
    ],
)
def test_each_duty_has_its_desk(role: Role, scope: str, address: str) -> None:
    assert desk([Grant(role, scope, 1)]) == address


def test_the_widest_duty_comes_first() -> None:
    grants = [Grant(Role.LEADER, "team:9", 1), Grant(Role.DISTRICT, "district:110101", 1)]

    assert desk(grants) == "/districts/110101"
    assert desk([]) is None
