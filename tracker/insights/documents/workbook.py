"""A brief as a workbook: its numbers and tables, and its charts as charts that can be edited."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from flask_babel import gettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.insights.rules.brief import Brief, Listing
from tracker.web.charts import Chart
from tracker.web.exports import cell_text

FONT = "宋体"
WIDE, NARROW = 44, 16
SHEET_NAME_MAX = 31
CHART_ROWS = 24
A4 = 9
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
"""Written into every file, so that equal numbers give equal bytes."""


def xlsx_of(brief: Brief, charts: Sequence[Chart]) -> bytes:
    """The brief as a workbook."""
    file = BytesIO()
    # Words beginning with = stay words: nothing that somebody typed becomes a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": brief.title, "author": brief.office, "created": EPOCH})
        plain = book.add_format({"font_name": FONT, "text_wrap": True, "valign": "top"})
        bold = book.add_format({"font_name": FONT, "bold": True, "valign": "top"})
        _front(_sheet(book, gettext("简报")), brief, plain, bold)
        for listing in brief.listings:
            _listing(_sheet(book, listing.title), listing, plain, bold)
        for chart in charts:
            if any(trace["x"] for trace in chart.figure["data"]):  # Excel cannot draw nothing
                _chart(book, chart, plain, bold)
    return file.getvalue()


def _front(sheet: Worksheet, brief: Brief, plain: Format, bold: Format) -> None:
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, 1, NARROW)
    sheet.set_column(2, 2, 2 * WIDE)
    lines: list[tuple[str, ...]] = [
        (brief.title,),
        (brief.period,),
        (brief.dated,),
        (gettext("项目"), gettext("数字"), gettext("说明")),
        *((each.name, each.value, each.note) for each in brief.numbers),
        (gettext("开展的活动"),),
        *((line,) for line in (*brief.held, *brief.activities)),
        (gettext("数字怎么算"),),
        *((line,) for line in (*brief.method, *brief.missing)),
        (gettext("数据指纹"), brief.fingerprint),
    ]
    for place, line in enumerate(lines):
        if len(line) == 1:
            sheet.merge_range(place, 0, place, 2, line[0], bold if place == 0 else plain)
        else:
            for column, words in enumerate(line):
                _write(sheet, place, column, words, plain)


def _listing(sheet: Worksheet, listing: Listing, plain: Format, bold: Format) -> None:
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(listing.header), NARROW)
    sheet.write_row(0, 0, listing.header, bold)
    for place, row in enumerate(listing.rows, 1):
        for column, words in enumerate(row):
            _write(sheet, place, column, words, plain)
    sheet.freeze_panes(1, 0)


def _chart(book: Workbook, chart: Chart, plain: Format, bold: Format) -> None:
    """What is drawn in columns, with a native chart over it."""
    sheet, traces = _sheet(book, chart.title), chart.figure["data"]
    stacked = chart.figure["layout"].get("barmode") == "stack"
    is_bar = any(trace.get("type") == "bar" for trace in traces)
    kind = {"type": "column" if is_bar else "line"} | ({"subtype": "stacked"} if stacked else {})
    drawing: Any = book.add_chart(kind)
    sheet.set_column(0, len(traces), NARROW)
    days = traces[0]["x"]
    sheet.write_column(CHART_ROWS, 0, (chart.header[0], *days), plain)
    for column, trace in enumerate(traces, 1):
        name, values = (
            trace.get("name") or chart.title,
            dict(zip(trace["x"], trace["y"], strict=True)),
        )
        sheet.write_string(CHART_ROWS, column, name, bold)
        sheet.write_column(CHART_ROWS + 1, column, [values.get(day) for day in days], plain)
        rows = CHART_ROWS + 1, CHART_ROWS + len(days)
        color = {"color": _color(trace)}
        drawing.add_series(
            {
                "name": name,
                "categories": [sheet.name, rows[0], 0, rows[1], 0],
                "values": [sheet.name, rows[0], column, rows[1], column],
                "fill": color,
                "line": color,
            }
        )
    drawing.set_title({"name": chart.heading, "name_font": {"name": FONT, "size": 12}})
    drawing.set_legend({"position": "bottom"})
    drawing.set_size({"width": 860, "height": 440})
    sheet.insert_chart(0, 0, drawing)
    sheet.write_string(CHART_ROWS - 1, 0, chart.caption)


def _color(trace: dict[str, Any]) -> str:
    """The colour it has on the page."""
    found: str = trace.get("marker", {}).get("color") or trace.get("line", {}).get("color")
    return found


def _sheet(book: Workbook, title: str) -> Worksheet:
    """A sheet of this name, without what Excel does not allow in one, that prints page-wide."""
    name = "".join(letter for letter in title if letter not in r"[]:*?/\'")
    sheet = book.add_worksheet(name[:SHEET_NAME_MAX])
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _write(sheet: Worksheet, row: int, column: int, words: str, style: Format) -> None:
    """A number as a number, everything else as it reads."""
    text = cell_text(words)
    try:
        sheet.write_number(row, column, float(text), style)
    except ValueError:
        sheet.write_string(row, column, words, style)
