from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.joining.rules import weeks_left


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2024, 7, 11), 92 / 7),
        (date(2024, 8, 11), 92 / 7),
        (date(2024, 11, 4), 1),
        (date(2024, 11, 10), 1 / 7),
        (date(2024, 11, 11), 0),
    ],
)
def test_a_goal_has_the_rest_of_self_management(day: date, weeks: float) -> None:
    assert weeks_left(BEIJING_2024, day) == weeks


@given(st.dates(date(2024, 1, 1), date(2025, 6, 1)))
def test_a_day_later_there_is_never_more_time(day: date) -> None:
    assert weeks_left(BEIJING_2024, day + timedelta(days=1)) <= weeks_left(BEIJING_2024, day)
