"""Minutes by week and kind: what is drawn, and the same numbers in the table."""

from collections.abc import Iterator
from datetime import date, timedelta

import orjson
import plotly.graph_objects as go
import pytest
from flask import Flask

from tracker.campaign.rules import BEIJING_2024
from tracker.exercise.figures import minutes_by_week
from tracker.exercise.rules import WEEKLY_TARGET, Effort, Entry, activities

MONDAY = date(2024, 10, 14)
AS_OF = date(2024, 10, 16)
HISTORY = (
    Entry("1" * 32, MONDAY - timedelta(days=7), "cycling", Effort.VIGOROUS, 20),
    Entry("2" * 32, MONDAY, "baduanjin", Effort.MODERATE, 12),
    Entry("3" * 32, MONDAY + timedelta(days=1), "cycling", Effort.MODERATE, 30),
)


@pytest.fixture(autouse=True)
def chinese(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.test_request_context():
        yield


def test_bars_are_stacked_by_kind_and_week() -> None:
    chart = minutes_by_week(BEIJING_2024, HISTORY, MONDAY - timedelta(days=14), AS_OF)

    bars = [trace for trace in chart.figure["data"] if trace["type"] == "bar"]
    assert chart.figure["layout"]["barmode"] == "stack"
    assert [(bar["name"], bar["y"]) for bar in bars] == [
        ("骑行", [0, 20, 30]),
        ("八段锦", [0, 0, 12]),
    ]
    assert bars[0]["x"] == ["2024-09-30", "2024-10-07", "2024-10-14"]


def test_equivalent_minutes_stand_against_the_weekly_target() -> None:
    chart = minutes_by_week(BEIJING_2024, HISTORY, MONDAY - timedelta(days=7), AS_OF)

    equivalents, line = chart.figure["data"][-1], chart.figure["layout"]["shapes"][0]
    assert equivalents["y"] == [40, 42]
    assert line["y0"] == line["y1"] == WEEKLY_TARGET


def test_the_table_says_the_same_numbers() -> None:
    chart = minutes_by_week(BEIJING_2024, HISTORY, MONDAY - timedelta(days=7), AS_OF)

    assert chart.header == ("周一", "骑行", "八段锦", "合计", "折合分钟")
    assert chart.rows == (
        ("10月7日", "20", "0", "20", "40"),
        ("10月14日", "30", "12", "42", "42"),
    )


def test_many_kinds_are_added_up_as_others() -> None:
    kinds = list(activities())[:7]
    history = [
        Entry(f"{place:032x}", MONDAY, kind, Effort.MODERATE, 70 - 10 * place)
        for place, kind in enumerate(kinds)
    ]

    chart = minutes_by_week(BEIJING_2024, history, MONDAY, AS_OF)

    names = [trace["name"] for trace in chart.figure["data"]]
    assert names[-2:] == ["其他项目", "折合分钟"]
    assert chart.figure["data"][-2]["y"] == [100]
    assert sum(trace["y"][0] for trace in chart.figure["data"][:-1]) == 280


def test_nobody_elses_figure_is_left_in_the_skeleton() -> None:
    minutes_by_week(BEIJING_2024, HISTORY, MONDAY, AS_OF)

    chart = minutes_by_week(BEIJING_2024, (), MONDAY, AS_OF)

    assert [trace["y"] for trace in chart.figure["data"]] == [[0]]


def test_plotly_accepts_the_figure_and_it_is_plain_json() -> None:
    chart = minutes_by_week(BEIJING_2024, HISTORY, MONDAY - timedelta(days=7), AS_OF)

    go.Figure(chart.figure)
    assert orjson.loads(orjson.dumps(chart.figure)) == chart.figure
