"""What may be paused: from today, inside the season, eight weeks at most."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.moves.rules import (
    PAUSE_DAYS_MAX,
    Pause,
    PauseInPastError,
    PauseTooLateError,
    PauseTooLongError,
    check_pause,
)
from tracker.teams.rules import BackwardsError

TODAY = date(2024, 10, 16)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, TODAY),
        (TODAY, TODAY + 13 * DAY),
        (date(2024, 11, 10), date(2024, 11, 10)),
    ],
)
def test_a_pause_from_today_to_the_last_day_of_the_season_is_taken(first: date, last: date) -> None:
    check_pause(BEIJING_2024, Pause(first, last), TODAY, ())


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (TODAY, TODAY - DAY, BackwardsError),
        (TODAY - DAY, TODAY, PauseInPastError),
        (TODAY, date(2024, 11, 11), PauseTooLateError),
    ],
)
def test_a_pause_backwards_before_today_or_after_the_season_is_refused(
    first: date, last: date, error: type[Exception]
) -> None:
    with pytest.raises(error):
        check_pause(BEIJING_2024, Pause(first, last), TODAY, ())


@pytest.mark.parametrize(("days", "taken"), [(56, 0), (14, 42), (1, 55)])
def test_eight_weeks_of_a_season_may_be_paused_in_all(days: int, taken: int) -> None:
    start = date(2024, 9, 1)
    before = [Pause(date(2024, 7, 1), date(2024, 7, 1) + (taken - 1) * DAY)] if taken else []

    check_pause(BEIJING_2024, Pause(start, start + (days - 1) * DAY), start, before)
    with pytest.raises(PauseTooLongError):
        check_pause(BEIJING_2024, Pause(start, start + days * DAY), start, before)


@given(taken=st.lists(st.integers(1, 30), max_size=5), days=st.integers(1, 70))
def test_what_is_let_through_never_passes_eight_weeks_and_what_is_not_says_how_much_is_left(
    taken: list[int], days: int
) -> None:
    start, before = date(2024, 8, 11), date(2024, 1, 1)
    paused = [Pause(before, before + (each - 1) * DAY) for each in taken]

    fits = sum(taken) + days <= PAUSE_DAYS_MAX
    wanted = Pause(start, start + (days - 1) * DAY)
    with nullcontext() if fits else pytest.raises(PauseTooLongError) as refused:
        check_pause(BEIJING_2024, wanted, start, paused)

    assert fits == (refused is None)
    assert refused is None or refused.value.left == max(0, PAUSE_DAYS_MAX - sum(taken))
