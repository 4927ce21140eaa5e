"""A person's weight over time: dots, trend and goal band; and a spark of it beside a save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import plotly.graph_objects as go
from flask_babel import gettext

from tracker.web.charts import ACCENT, BAND, QUIET, Chart, Figure, base_layout, dated, day_axis
from tracker.web.filters import day, kilograms, language, weighed
from tracker.weight.rules import Reading, trend

LEAST_RANGE_KG = 4.0
"""A day's swing of a kilogram shall not look like a mountain."""

SPARK_DAYS = 28
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 240, 56, 6


@dataclass(frozen=True)
class Spark:
    """A small drawing: its dots, the line of the trend, and the newest dot."""

    dots: tuple[tuple[float, float], ...]
    line: str
    newest: tuple[float, float]


def weight_over_time(
    readings: Sequence[Reading], goal_band: tuple[float, float] | None, as_of: date
) -> Chart:
    """Her readings as dots, her trend as a line, her goal band behind them."""
    values = trend(readings)
    return Chart(
        title=gettext("体重变化"),
        caption=_caption(readings, as_of, banded=goal_band is not None),
        figure=_filled(readings, values, goal_band),
        header=(gettext("日期"), gettext("体重（公斤）"), gettext("趋势（公斤）")),
        rows=tuple(
            (dated(reading.day), weighed(reading.grams), kilograms(value * 1000))
            for reading, value in zip(reversed(readings), reversed(values), strict=True)
        ),
        definition=gettext(
            "趋势：前三次（第一次之后 14 天以内）是到那时为止的平均值；以后每次从上一个趋势值"
            "向新的体重靠近一些，离上一次越久靠得越多，隔一天约八分之一，隔一周近三分之二。"
            "补记或更正会改动之后的趋势。"
        ),
        as_of=as_of,
    )


def spark(readings: Sequence[Reading]) -> Spark | None:
    """The last four weeks as a drawing without a script; None for a single reading."""
    pairs = list(zip(readings, trend(readings), strict=True))
    if not pairs:
        return None
    since = pairs[-1][0].day - timedelta(days=SPARK_DAYS - 1)
    shown = [(each, value) for each, value in pairs if each.day >= since]
    if len(shown) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    low, high = _range([each.grams / 1000 for each, _ in shown])
    first, last = shown[0][0].day, shown[-1][0].day

    def place(on: date, value: float) -> tuple[float, float]:
        across = (on - first).days / (last - first).days
        down = (high - value) / (high - low)
        return (
            round(SPARK_EDGE + across * (SPARK_WIDTH - 2 * SPARK_EDGE), 1),
            round(SPARK_EDGE + down * (SPARK_HEIGHT - 2 * SPARK_EDGE), 1),
        )

    dots = tuple(place(each.day, each.grams / 1000) for each, _ in shown)
    line = " ".join("{},{}".format(*place(each.day, value)) for each, value in shown)
    return Spark(dots[:-1], line, dots[-1])


def _caption(readings: Sequence[Reading], as_of: date, *, banded: bool) -> str:
    if not readings:
        return str(gettext("还没有记录。记下第一次体重，这里就会出现第一个点。"))
    words = gettext(
        "%(first)s 至 %(last)s，您有记录的 %(count)s 天，截至 %(as_of)s。点是每次的体重，"
        "线是趋势：一两公斤的日间起伏很正常，看线就好。只有您自己看得到。",
        first=day(readings[0].day),
        last=day(readings[-1].day),
        count=len(readings),
        as_of=day(as_of),
    )
    return str(words + gettext("浅绿色的带子是您的目标范围。") if banded else words)


def weight_figure(readings: Sequence[Reading], goal_band: tuple[float, float] | None) -> Figure:
    """The drawing alone, for its own address: nothing is said or tabled that nobody reads."""
    return _filled(readings, trend(readings), goal_band)


def _filled(
    readings: Sequence[Reading], values: Sequence[float], goal_band: tuple[float, float] | None
) -> Figure:
    dots, line, layout = _skeleton()
    days = [reading.day.isoformat() for reading in readings]
    weights = [reading.grams / 1000 for reading in readings]
    unit, dots_name, line_name = _names(language())
    y_axis = layout["yaxis"] | {"title": {"text": unit}}
    if weights or goal_band is not None:
        y_axis["range"] = list(_range([*weights, *(goal_band or ())]))
    filled = {"xaxis": day_axis(language()), "yaxis": y_axis}
    if goal_band is not None:
        filled["shapes"] = [_band(goal_band)]
    return {
        "data": [
            dots | {"x": days, "y": weights, "name": dots_name},
            line | {"x": days, "y": list(values), "name": line_name},
        ],
        "layout": layout | filled,
    }


@cache
def _names(_language: str) -> tuple[str, str, str]:
    """What axis, dots and line are called in the language of this answer, looked up once."""
    return gettext("公斤"), gettext("体重"), gettext("趋势")


def _band(goal_band: tuple[float, float]) -> Figure:
    low, high = goal_band
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": low,
        "y1": high,
        "fillcolor": BAND,
        "line": {"width": 0},
        "layer": "below",
    }


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From below the lowest to above the highest, never so narrow that noise looks large."""
    middle = (min(values) + max(values)) / 2
    half = max(LEAST_RANGE_KG, 1.15 * (max(values) - min(values))) / 2
    return round(middle - half, 2), round(middle + half, 2)


@cache
def _skeleton() -> tuple[Figure, Figure, Figure]:
    """Dots, line and layout; what is filled in makes new dicts of them and changes none."""
    hover = "%{x}<br>%{y:.1f}"
    dots = go.Scatter(
        mode="markers", marker={"color": QUIET, "size": 7, "opacity": 0.75}, hovertemplate=hover
    )
    line = go.Scatter(mode="lines", line={"color": ACCENT, "width": 3}, hovertemplate=hover)
    layout = base_layout(yaxis={"fixedrange": True, "tickformat": ".1f", "nticks": 6})
    return dots.to_plotly_json(), line.to_plotly_json(), layout
