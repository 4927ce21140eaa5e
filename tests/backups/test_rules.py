"""What backups are called, which ones stay, and when one is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.backups.rules import file_name, is_due, moment_of, superseded
from tracker.clock import BEIJING

NIGHT = datetime(2024, 10, 16, 2, 0, 7, tzinfo=BEIJING)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 (made aware below)
def test_a_name_says_its_moment(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC, microsecond=0)

    assert moment_of(file_name(aware)) == aware


def test_names_are_in_the_order_of_their_moments_and_say_no_time_zone_but_utc() -> None:
    assert file_name(NIGHT) == "tracker-20241015T180007Z.backup"


@pytest.mark.parametrize("name", ["erasures.txt", ".tracker-20241015T180007Z.backup.part", "a"])
def test_any_other_file_is_no_backup(name: str) -> None:
    assert moment_of(name) is None


@given(st.integers(-2, 30), st.integers(0, 20))
def test_the_newest_stay_and_one_always_does(keep: int, count: int) -> None:
    names = [file_name(NIGHT - timedelta(days=number)) for number in range(count)]

    gone = superseded([*names, "erasures.txt"], keep)

    assert gone == names[max(keep, 1) :]


def test_a_backup_is_due_after_a_night() -> None:
    last = [file_name(NIGHT - timedelta(days=1)), file_name(NIGHT), "erasures.txt"]

    assert is_due(["erasures.txt"], NIGHT)
    assert not is_due(last, NIGHT + timedelta(hours=1))
    assert is_due(last, NIGHT + timedelta(days=1))
