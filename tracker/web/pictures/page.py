"""A whole picture: heading, legend, drawing, caption, and where it comes from."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from tracker.web.charts import Chart, Figure, source
from tracker.web.pictures import pie
from tracker.web.pictures.bars import DEFAULT_COLOUR, Trace, each_of, lying
from tracker.web.pictures.colours import INK, PALE_INK, colour
from tracker.web.pictures.letters import plain, wrapped
from tracker.web.pictures.plot import Plot
from tracker.web.pictures.sheet import Box, Sheet, drawing, width_of

WIDTH, HEIGHT = 1600, 900
EDGE = 64
HEADING, CAPTION, LEGEND, SOURCE = 42, 24, 25, 20
LINE = 1.45
"""From line to line, in sizes of the type."""
PLOT_LEAST = 430
BAR_LEAST = 30
"""A lying bar and its gap: so a long list of teams makes a longer picture."""
SWATCH, BETWEEN = 40, 36
FIRST_LINE = 70


def drawn(chart: Chart) -> bytes:
    """The chart as PNG."""
    with drawing():
        return _drawn(chart)


def _drawn(chart: Chart) -> bytes:
    inner = WIDTH - 2 * EDGE
    heading = wrapped(chart.heading, inner, lambda text: width_of(text, HEADING, bold=True))
    caption = wrapped(chart.caption, inner, lambda text: width_of(text, CAPTION))
    legend = _rows(_names(chart.figure), inner)
    top = EDGE + HEADING * LINE * len(heading) + LEGEND * LINE * len(legend) + 16
    bottom = CAPTION * LINE * len(caption) + SOURCE * LINE + EDGE + 6
    height = max(HEIGHT, round(top + bottom + _least(chart.figure)))
    sheet = Sheet(WIDTH, height)
    _lines(sheet, heading, EDGE, HEADING, INK, bold=True)
    _legend(sheet, legend, EDGE + HEADING * LINE * len(heading) + 10)
    _figure(sheet, chart.figure, Box(EDGE, top, WIDTH - EDGE, height - bottom))
    _lines(sheet, caption, height - bottom + 14, CAPTION, INK)
    foot = (EDGE, height - EDGE + SOURCE * 0.6)
    sheet.text(foot, source(chart), SOURCE, PALE_INK)
    return sheet.png()


def _figure(sheet: Sheet, figure: Figure, box: Box) -> None:
    if any(trace.get("type") == "pie" for trace in figure["data"]):
        pie.draw(sheet, figure["data"][0], box)
        return
    plot = Plot(sheet, figure, box)
    if plot.is_empty:
        middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        sheet.text(middle, gettext("还没有可以画的数字"), HEADING, PALE_INK, align="center")
    else:
        plot.draw()


def _least(figure: Figure) -> float:
    """How tall a drawing must be at least."""
    beside = figure["layout"].get("barmode", "group") == "group"
    lists = [len(trace.get("y") or []) for trace in figure["data"] if lying(trace)]
    rows = sum(lists) if beside else max(lists, default=0)
    return max(PLOT_LEAST, rows * BAR_LEAST + 90)


def _lines(
    sheet: Sheet, lines: Sequence[str], top: float, size: float, ink: str, *, bold: bool = False
) -> None:
    for at, line in enumerate(lines):
        sheet.text((EDGE, top + (at + 0.5) * size * LINE), line, size, ink, bold=bold)


def _names(figure: Figure) -> list[tuple[str, Trace]]:
    """What the legend names: nothing where one thing is drawn, unless the figure asks for it."""
    traces = [
        (plain(str(trace.get("name") or "")), trace)
        for trace in figure["data"]
        if trace.get("showlegend", True) and trace.get("visible", True)
    ]
    named = [(name, trace) for name, trace in traces if name]
    return named if figure["layout"].get("showlegend", len(named) > 1) else []


def _rows(names: Sequence[tuple[str, Trace]], width: float) -> list[list[tuple[str, Trace]]]:
    """The legend's names in rows, each as wide as it is."""
    rows: list[list[tuple[str, Trace]]] = []
    used = width
    for name, trace in names:
        wide = SWATCH + BETWEEN + width_of(name, LEGEND)
        if not rows or used + wide > width + BETWEEN:
            rows.append([])
            used = 0
        rows[-1].append((name, trace))
        used += wide
    return rows


def _legend(sheet: Sheet, rows: Sequence[Sequence[tuple[str, Trace]]], top: float) -> None:
    for at, row in enumerate(rows):
        down, left = top + (at + 0.5) * LEGEND * LINE, float(EDGE)
        for name, trace in row:
            _swatch(sheet, trace, left, down)
            sheet.text((left + SWATCH, down), name, LEGEND, INK)
            left += SWATCH + BETWEEN + width_of(name, LEGEND)


def _swatch(sheet: Sheet, trace: Trace, left: float, down: float) -> None:
    """A little of what a trace is drawn with."""
    marker, line = trace.get("marker") or {}, trace.get("line") or {}
    mode = trace.get("mode") or "lines"
    first: Any = each_of(marker.get("color") or line.get("color") or DEFAULT_COLOUR, 1)[0]
    if trace.get("type") == "bar":
        sheet.box(Box(left, down - 10, left + 26, down + 10), colour(first))
        return
    if "lines" in mode:
        ends = [(left, down), (left + 30, down)]
        dash = line.get("dash") or "solid"
        sheet.line(ends, colour(line.get("color") or DEFAULT_COLOUR), 4, dash)
    if mode == "markers":
        sheet.marker((left + 15, down), str(marker.get("symbol") or "circle"), 16, colour(first))
