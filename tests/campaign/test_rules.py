from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import (
    BEIJING_2024,
    AgeGroup,
    Calendar,
    ClosedError,
    ClosedReason,
    Phase,
    PhaseKind,
    Window,
    age_group,
    check_joining,
    entry_days,
    first_monday,
    kept_until,
    monday_of,
    open_on,
    shifted,
    text_hash,
    week_days,
    week_monday,
    week_number,
    week_numbers,
    with_late_joining,
)

LATE = with_late_joining(BEIJING_2024)
DAYS = st.dates(date(2024, 5, 1), date(2025, 2, 1))


def test_the_preset_has_the_announced_dates() -> None:
    calendar = BEIJING_2024

    dates = (calendar.logging_starts, calendar.starts, calendar.ends, calendar.logging_ends)

    assert dates == (date(2024, 7, 11), date(2024, 8, 11), date(2024, 11, 10), date(2024, 11, 13))


def test_rounds_last_four_four_and_five_weeks_and_leave_no_gap() -> None:
    rounds = BEIJING_2024.rounds

    weeks = [((each.last - each.first).days + 1) / 7 for each in rounds]

    assert weeks == [4, 4, 5]
    assert [each.first.weekday() for each in rounds] == [0, 0, 0]
    assert [a.last + timedelta(days=1) for a in rounds[:-1]] == [b.first for b in rounds[1:]]


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2024, 7, 10), ""),
        (date(2024, 7, 11), "enrolling logging transfers"),
        (date(2024, 8, 10), "enrolling logging transfers"),
        (date(2024, 8, 11), "logging transfers"),
        (date(2024, 8, 12), "logging transfers scoring"),
        (date(2024, 9, 22), "logging transfers scoring"),
        (date(2024, 9, 23), "logging transfers scoring showcase_sign_up"),
        (date(2024, 10, 27), "logging transfers scoring showcase_sign_up"),
        (date(2024, 10, 28), "logging transfers scoring"),
        (date(2024, 11, 10), "logging transfers scoring"),
        (date(2024, 11, 11), "logging results"),
        (date(2024, 11, 13), "logging results"),
        (date(2024, 11, 14), "results"),
    ],
)
def test_what_is_open_on_a_day(day: date, opened: str) -> None:
    found = open_on(BEIJING_2024, day)

    assert " ".join(name for name, is_open in vars(found).items() if is_open) == opened


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2024, 8, 10), False),
        (date(2024, 8, 11), True),
        (date(2024, 11, 10), True),
        (date(2024, 11, 11), False),
    ],
)
def test_late_joining_lasts_as_long_as_self_management(day: date, late: bool) -> None:  # noqa: FBT001
    assert open_on(LATE, day).late_joining is late


@given(DAYS)
def test_late_joining_changes_nothing_else(day: date) -> None:
    plain, late = vars(open_on(BEIJING_2024, day)), vars(open_on(LATE, day))

    assert {**plain, "late_joining": late["late_joining"]} == late


@given(DAYS, st.integers(-200, 200))
def test_a_shifted_season_is_the_same_season_on_other_days(day: date, weeks: int) -> None:
    moved = timedelta(weeks=weeks)

    assert open_on(shifted(LATE, weeks), day + moved) == open_on(LATE, day)
    assert week_number(shifted(LATE, weeks), day + moved) == week_number(LATE, day)


@pytest.mark.parametrize(
    ("day", "reason", "when"),
    [
        (date(2024, 7, 10), ClosedReason.NOT_YET, date(2024, 7, 11)),
        (date(2024, 8, 11), ClosedReason.OVER, date(2024, 8, 10)),
    ],
)
def test_closed_joining_says_why_and_when(day: date, reason: ClosedReason, when: date) -> None:
    with pytest.raises(ClosedError) as caught:
        check_joining(BEIJING_2024, day)

    error = caught.value
    assert (error.reason, error.day, error.window) == (reason, when, Window.JOINING)


def test_between_two_windows_joining_says_when_the_next_one_opens() -> None:
    gap = Phase(PhaseKind.LATE_JOINING, date(2024, 9, 9), date(2024, 9, 15))
    calendar = Calendar((*BEIJING_2024.phases, gap))

    with pytest.raises(ClosedError) as caught:
        check_joining(calendar, date(2024, 8, 20))

    assert (caught.value.reason, caught.value.day) == (ClosedReason.NOT_YET, date(2024, 9, 9))


@given(DAYS)
def test_joining_is_refused_exactly_when_it_is_not_open(day: date) -> None:
    try:
        check_joining(LATE, day)
        refused = False
    except ClosedError:
        refused = True

    assert refused is not open_on(LATE, day).joining


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2024, 7, 15), date(2024, 7, 15), date(2024, 7, 15)),
        (date(2024, 7, 20), date(2024, 7, 15), date(2024, 7, 20)),
        (date(2024, 7, 21), date(2024, 7, 15), date(2024, 7, 21)),
        (date(2024, 7, 22), date(2024, 7, 16), date(2024, 7, 22)),
        (date(2024, 11, 10), date(2024, 11, 4), date(2024, 11, 10)),
        (date(2024, 11, 11), date(2024, 11, 5), date(2024, 11, 10)),
        (date(2024, 11, 13), date(2024, 11, 7), date(2024, 11, 10)),
    ],
)
def test_entries_go_back_six_days_but_not_before_joining(
    today: date, first: date, last: date
) -> None:
    assert entry_days(BEIJING_2024, date(2024, 7, 15), today) == (first, last)


@pytest.mark.parametrize(
    ("enrolled", "today", "reason", "when"),
    [
        (date(2024, 7, 11), date(2024, 7, 10), ClosedReason.NOT_YET, date(2024, 7, 11)),
        (date(2024, 7, 15), date(2024, 7, 14), ClosedReason.NOT_YET, date(2024, 7, 15)),
        (date(2024, 7, 15), date(2024, 11, 14), ClosedReason.OVER, date(2024, 11, 13)),
        (date(2024, 11, 11), date(2024, 11, 12), ClosedReason.OVER, date(2024, 11, 10)),
    ],
)
def test_closed_logging_says_why_and_when(
    enrolled: date, today: date, reason: ClosedReason, when: date
) -> None:
    with pytest.raises(ClosedError) as caught:
        entry_days(BEIJING_2024, enrolled, today)

    assert (caught.value.reason, caught.value.day) == (reason, when)
    assert caught.value.window is Window.LOGGING


def test_who_joined_on_the_last_day_notes_that_day_until_three_days_later() -> None:
    last = BEIJING_2024.ends

    found = entry_days(LATE, last, last + timedelta(days=3))

    assert found == (last, last)


@given(DAYS, DAYS)
def test_the_entry_window_holds_only_days_of_the_season_since_joining(
    enrolled: date, today: date
) -> None:
    try:
        first, last = entry_days(BEIJING_2024, enrolled, today)
    except ClosedError:
        return

    assert enrolled <= first <= last <= min(today, BEIJING_2024.ends)
    assert (today - first).days <= 6
    assert first >= BEIJING_2024.logging_starts


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 8, 10), 0),
        (date(2024, 8, 11), 1),
        (date(2024, 8, 12), 1),
        (date(2024, 8, 18), 1),
        (date(2024, 8, 19), 2),
        (date(2024, 10, 16), 10),
        (date(2024, 11, 10), 13),
    ],
)
def test_the_sunday_before_the_first_round_belongs_to_week_one(day: date, week: int) -> None:
    assert week_number(BEIJING_2024, day) == week


@given(DAYS)
def test_a_week_begins_on_its_monday(day: date) -> None:
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days <= 6


def test_week_one_begins_on_the_monday_of_the_first_round() -> None:
    assert first_monday(BEIJING_2024) == BEIJING_2024.rounds[0].first


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (2009, AgeGroup.CHILD),
        (2008, AgeGroup.YOUTH),
        (2007, AgeGroup.YOUTH),
        (2006, AgeGroup.ADULT),
    ],
)
def test_only_the_year_of_birth_decides_the_age_group(born: int, group: AgeGroup) -> None:
    assert age_group(born, date(2024, 1, 1)) is group
    assert age_group(born, date(2024, 12, 31)) is group


def test_personal_data_is_kept_for_180_days_after_the_last_phase() -> None:
    assert kept_until(BEIJING_2024) == date(2025, 5, 29)


def test_a_hash_changes_with_the_words() -> None:
    assert text_hash("我同意") != text_hash("我同意。")
    assert len(text_hash("我同意")) == 64


def test_a_closed_error_is_about_logging_unless_it_says_otherwise() -> None:
    moment = datetime(2024, 7, 11, tzinfo=UTC).date()

    assert ClosedError(ClosedReason.OVER, moment).window is Window.LOGGING


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2024, 8, 10), date(2024, 8, 5)),
        (date(2024, 8, 11), date(2024, 8, 12)),
        (date(2024, 8, 12), date(2024, 8, 12)),
        (date(2024, 8, 18), date(2024, 8, 12)),
        (date(2024, 11, 10), date(2024, 11, 4)),
    ],
)
def test_the_sunday_that_begins_the_season_counts_in_week_1(day: date, monday: date) -> None:
    assert week_monday(BEIJING_2024, day) == monday


@given(day=st.dates(date(2024, 6, 1), date(2024, 12, 31)))
def test_every_day_counts_in_exactly_the_week_that_holds_it(day: date) -> None:
    monday = week_monday(BEIJING_2024, day)

    first, last = week_days(BEIJING_2024, monday)

    assert first <= day <= last
    assert week_days(BEIJING_2024, monday + timedelta(days=7))[0] == last + timedelta(days=1)


@given(st.lists(st.dates(date(2024, 6, 1), date(2024, 12, 31)), max_size=40))
def test_the_weeks_of_many_days_are_the_weeks_of_each(days: list[date]) -> None:
    assert week_numbers(BEIJING_2024, days) == {week_number(BEIJING_2024, day) for day in days}
