"""Beijing's day, whatever the server's clock says."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from tracker import clock


@pytest.fixture
def no_fixed_day(sqlite_app: Flask) -> Flask:
    sqlite_app.config["TRACKER_TODAY"] = None
    return sqlite_app


@pytest.mark.parametrize(
    ("utc", "beijing"),
    [
        (datetime(2024, 8, 10, 15, 59, 59, tzinfo=UTC), date(2024, 8, 10)),
        (datetime(2024, 8, 10, 16, 0, 0, tzinfo=UTC), date(2024, 8, 11)),
    ],
)
def test_the_day_turns_at_midnight_in_beijing(
    no_fixed_day: Flask, utc: datetime, beijing: date
) -> None:
    with time_machine.travel(utc, tick=False), no_fixed_day.app_context():
        assert clock.today() == beijing


def test_a_fixed_day_keeps_the_time_of_day(sqlite_app: Flask) -> None:
    sqlite_app.config["TRACKER_TODAY"] = date(2024, 10, 16)
    real = datetime(2026, 1, 1, 1, 30, tzinfo=UTC)

    with time_machine.travel(real, tick=False), sqlite_app.app_context():
        assert clock.today() == date(2024, 10, 16)
        assert clock.now() == datetime(2024, 10, 16, 1, 30, tzinfo=UTC)
