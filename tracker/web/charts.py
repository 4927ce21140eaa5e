"""What a chart is once drawn: a Plotly figure as plain lists, a caption, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response

Figure = dict[str, Any]
"""A Plotly figure: {"data": [traces], "layout": {...}}, plain lists only."""

DAY_AXIS = {"zh": "%-m月%-d日", "en": "%-d %b"}


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
