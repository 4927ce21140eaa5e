"""What a chart is once drawn: a Plotly figure as plain lists, a caption, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response

Figure = dict[str, Any]
"""A Plotly figure: {"data": [traces], "layout": {...}}, plain lists only."""

DAY_TICKS = {"zh": "%-m月%-d日", "en": "%-d %b"}

ACCENT = "#2e7d4f"
SECOND = "#c77d1e"
QUIET = "#8a938c"
BAND = "rgba(46, 125, 79, 0.14)"
PALETTE = ("#2e7d4f", "#c77d1e", "#3b6fb5", "#9a4f96", "#5f9ea0", "#8a938c")
"""Told apart without colour vision, on white and on near-black; charts.js adds ink and grid."""


def base_layout(**more: Any) -> Figure:
    """What every chart of ours has in common; ink, grid and font come from the page's tokens."""
    return {
        "margin": {"l": 44, "r": 12, "t": 8, "b": 40},
        "height": 300,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "hovermode": "closest",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top"},
        **more,
    }


def day_axis(language: str, **more: Any) -> Figure:
    """An x axis of days, written as each language writes them."""
    return {"type": "date", "tickformat": DAY_TICKS[language], "fixedrange": True, **more}


@dataclass(frozen=True)
class Chart:
    """A figure with the same numbers as a table, and what a reader must know beside them."""

    title: str
    caption: str
    """Subject, n, denominator, who is missing, period and as-of, in a sentence or two."""
    figure: Figure
    header: tuple[str, ...]
    rows: tuple[Sequence[str], ...]


def figure_response(chart: Chart) -> Response:
    """The chart's Plotly JSON; never cached, since it may be about one person."""
    return Response(orjson.dumps(chart.figure), mimetype="application/json")
