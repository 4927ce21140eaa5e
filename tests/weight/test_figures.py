"""The chart and the small drawing, in both languages."""

from collections.abc import Iterator
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest
from flask import Flask

from tracker.weight import figures
from tracker.weight.rules import Reading, trend

DAY = date(2024, 10, 16)
READINGS = tuple(
    Reading(DAY - timedelta(days=back), 68_000 - 137 * back) for back in range(40, -1, -3)
)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, sqlite_app: Flask) -> Iterator[str]:
    headers = {"Accept-Language": request.param}
    with sqlite_app.test_request_context(headers=headers):
        yield request.param


def test_dots_then_trend_then_the_goal_band(language: str) -> None:
    chart = figures.weight_over_time(READINGS, (65.0, 67.0), DAY)

    dots, line = chart.figure["data"]
    (band,) = chart.figure["layout"]["shapes"]
    assert (dots["mode"], line["mode"]) == ("markers", "lines")
    assert dots["y"] == [reading.grams / 1000 for reading in READINGS]
    assert line["y"] == trend(READINGS)
    assert dots["x"] == line["x"] == [reading.day.isoformat() for reading in READINGS]
    assert (band["type"], band["y0"], band["y1"]) == ("rect", 65.0, 67.0)
    assert language in {"zh", "en"}


@pytest.mark.parametrize("readings", [(), READINGS[:1], READINGS])
def test_plotly_accepts_what_was_filled_in(language: str, readings: tuple[Reading, ...]) -> None:
    chart = figures.weight_over_time(readings, None, DAY)

    assert go.Figure(chart.figure).layout.height == 300
    assert chart.caption
    assert language


def test_the_table_holds_the_same_numbers_latest_first(language: str) -> None:
    chart = figures.weight_over_time(READINGS, None, DAY)

    assert len(chart.rows) == len(READINGS)
    assert chart.rows[0][1] == "67.863"
    assert chart.rows[0][0] == {"zh": "10月15日", "en": "15 Oct"}[language]


@pytest.mark.usefixtures("language")
def test_the_table_says_a_weight_exactly_as_it_was_noted() -> None:
    chart = figures.weight_over_time((Reading(DAY, 67_550),), None, DAY)

    ((_day, noted, _trend),) = chart.rows
    assert noted == "67.55"


@pytest.mark.usefixtures("language")
def test_the_skeleton_is_left_as_it_is() -> None:
    figures.weight_over_time(READINGS, (65.0, 67.0), DAY)

    empty = figures.weight_over_time((), None, DAY)

    assert empty.figure["data"][0]["y"] == []
    assert "shapes" not in empty.figure["layout"]


@pytest.mark.usefixtures("language")
def test_a_days_swing_does_not_fill_the_chart() -> None:
    swing = (Reading(DAY - timedelta(days=1), 67_000), Reading(DAY, 68_000))

    low, high = figures.weight_over_time(swing, None, DAY).figure["layout"]["yaxis"]["range"]

    assert high - low == pytest.approx(4)


def test_the_small_drawing_holds_four_weeks_inside_its_frame() -> None:
    drawn = figures.spark(READINGS)

    assert drawn is not None
    assert len(drawn.dots) + 1 == sum(each.day > DAY - timedelta(days=29) for each in READINGS)
    for across, down in (*drawn.dots, drawn.newest):
        assert 0 <= across <= figures.SPARK_WIDTH
        assert 0 <= down <= figures.SPARK_HEIGHT


@pytest.mark.parametrize("readings", [(), READINGS[:1]])
def test_one_reading_is_not_drawn(readings: tuple[Reading, ...]) -> None:
    assert figures.spark(readings) is None
