"""Badges: few, kind, and never lost."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.standings.rules.badges import Badge, badges

MONDAY = date(2024, 8, 12)
DAYS = st.lists(st.integers(0, 90).map(lambda each: MONDAY + timedelta(days=each)), max_size=40)


def given_by(days: list[date], kinds: list[str] | None = None) -> dict[Badge, date]:
    names = kinds or ["brisk_walking"] * len(days)
    found = badges(BEIJING_2024, days, list(zip(days, names, strict=True)))
    return {each.badge: each.on for each in found}


def test_the_first_entry_is_worth_one() -> None:
    assert given_by([MONDAY]) == {Badge.FIRST_WEEK: MONDAY}
    assert given_by([]) == {}


def test_coming_back_after_more_than_ten_days_is_worth_one() -> None:
    back = MONDAY + timedelta(days=11)

    assert given_by([MONDAY, back])[Badge.COMEBACK] == back
    assert Badge.COMEBACK not in given_by([MONDAY, MONDAY + timedelta(days=10)])


def test_four_weeks_with_exercise_on_three_days_need_not_follow_each_other() -> None:
    days = [MONDAY + timedelta(days=7 * week + day) for week in (0, 1, 3, 5) for day in (0, 2, 4)]

    assert given_by(days)[Badge.REGULAR_MONTH] == days[-1]
    assert Badge.REGULAR_MONTH not in given_by(days[:-1])


def test_an_entry_in_every_week_of_a_round() -> None:
    days = [MONDAY - timedelta(days=1), *(MONDAY + timedelta(days=7 * week) for week in (1, 2, 3))]

    assert given_by(days)[Badge.WHOLE_ROUND] == days[-1]
    assert Badge.WHOLE_ROUND not in given_by(days[1:])


def test_five_kinds_of_exercise() -> None:
    days = [MONDAY + timedelta(days=each) for each in range(5)]

    assert given_by(days, ["a", "b", "c", "d", "e"])[Badge.CURIOUS] == days[-1]
    assert Badge.CURIOUS not in given_by(days, ["a", "b", "c", "d", "d"])


@given(DAYS, DAYS)
def test_another_entry_takes_no_badge_away_but_for_a_silence_that_was_none(
    days: list[date], more: list[date]
) -> None:
    before, after = given_by(days), given_by(days + more)

    assert set(before) - set(after) <= {Badge.COMEBACK}
