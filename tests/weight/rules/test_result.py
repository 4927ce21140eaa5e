"""A season's result for one person."""

from datetime import date, timedelta

import pytest

from tests.weight.rules.histories import END, START, on
from tracker.weight.rules import (
    Reading,
    baseline,
    closing,
    closing_days,
    last_observation,
    season_result,
)


def test_baseline_begins_two_weeks_before_the_start_at_the_earliest() -> None:
    early = [on(-15, 90_000), on(-14, 70_000), on(-1, 72_000), on(0, 99_000)]

    assert baseline(early, START) == 71.0


def test_baseline_needs_two_days() -> None:
    assert baseline([on(0, 70_000), on(14, 71_000)], START) is None
    assert baseline([on(0, 70_000), on(13, 71_000)], START) == 70.5
    assert baseline([], START) is None


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        (date(2024, 10, 16), date(2024, 10, 2), date(2024, 10, 15)),
        (date(2024, 11, 10), date(2024, 10, 27), date(2024, 11, 9)),
        (date(2024, 11, 11), date(2024, 10, 28), date(2024, 11, 10)),
        (date(2024, 12, 24), date(2024, 10, 28), date(2024, 11, 10)),
    ],
)
def test_the_closing_days_are_the_last_fourteen_or_so_far(
    as_of: date, first: date, last: date
) -> None:
    assert closing_days(END, as_of) == (first, last)


def test_closing_needs_two_days() -> None:
    last = Reading(END, 66_000)
    first = Reading(END - timedelta(days=13), 65_000)

    assert closing([first, last], END, date(2024, 12, 1)) == 65.5
    assert closing([last], END, date(2024, 12, 1)) is None


@pytest.mark.parametrize(("joined", "complete"), [(37, True), (38, False)])
def test_a_completer_has_four_weeks_between_the_windows(joined: int, *, complete: bool) -> None:
    # The closing window begins on day 78; baseline days are joined to joined + 13.
    readings = [on(joined, 70_000), on(joined + 1, 70_000), on(80, 69_000), on(90, 68_300)]

    found = season_result(readings, START, END, date(2024, 12, 1))

    assert found.completer is complete
    assert found.change_percent == pytest.approx(100 * (68.65 / 70 - 1))


def test_without_a_closing_there_is_no_change() -> None:
    found = season_result([on(0, 70_000), on(1, 70_000)], START, END, date(2024, 12, 1))

    assert (found.baseline, found.closing, found.completer) == (70.0, None, False)
    assert found.change_percent is None
    assert found.last_observation == 70.0


def test_readings_of_the_day_itself_come_later() -> None:
    readings = [on(0, 70_000), on(1, 71_000)]

    assert season_result(readings, START, END, START + timedelta(days=1)).baseline is None
    assert season_result(readings, START, END, START).last_observation is None


def test_the_last_observation_is_of_her_own_last_fourteen_days() -> None:
    assert last_observation([on(0, 70_000), on(6, 60_000), on(19, 62_000)]) == 61.0
