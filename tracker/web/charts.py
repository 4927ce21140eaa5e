"""What a chart is once drawn: a Plotly figure as plain lists, a caption, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from tracker.web.filters import day

Figure = dict[str, Any]
"""A Plotly figure: {"data": [traces], "layout": {...}}, plain lists only."""

DAY_TICKS = {"zh": "%-m月%-d日", "en": "%-d %b"}

ACCENT = "#2e7d4f"
SECOND = "#c77d1e"
QUIET = "#8a938c"
BAND = "rgba(46, 125, 79, 0.14)"
PALETTE = ("#2e7d4f", "#c77d1e", "#1f4f99", "#964075", "#4e97bd", "#8a938c")
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


class Dated(str):
    """A day as a page prints it; a file, which is read in another year, writes the whole date."""

    __slots__ = ("on",)
    on: date


def dated(value: date) -> Dated:
    """A table's cell that holds a day."""
    cell = Dated(day(value))
    cell.on = value
    return cell


@dataclass(frozen=True)
class Chart:
    """A figure with the same numbers as a table, and what a reader must know beside them."""

    title: str
    caption: str
    """Subject, n, denominator, who is missing, period and as-of, in a sentence or two."""
    figure: Figure
    header: tuple[str, ...]
    rows: tuple[Sequence[str], ...]
    """Cells as the page prints them; a day is `dated`."""
    definition: str = ""
    """How each number is computed, in words; what is shown at 这个数字怎么算."""
    subject: str = ""
    """Whose figure it is: a picture or a file that has left its page says so itself."""
    as_of: date | None = None
    """The day it speaks of, with its year."""

    @property
    def heading(self) -> str:
        """Subject and title, where there is no page around them to say whose figure it is."""
        if not self.subject or self.subject in self.title:
            return self.title
        return str(gettext("%(subject)s：%(title)s", subject=self.subject, title=self.title))


def source(chart: Chart) -> str:
    """Where a file comes from and what day it speaks of."""
    name: str = gettext("健康体重行动")
    if chart.as_of is None:
        return name
    until = gettext("截至 %(day)s", day=chart.as_of.isoformat())
    return f"{name} · {until}"
