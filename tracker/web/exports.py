"""A chart as files: its Plotly JSON, its table as CSV, its picture; each from a real address.

An address ends in `.<file:kind>`. All three are made of the same Chart behind the same guard, so
nothing can be in a file that is not on the page.
"""

import csv
import re
from enum import StrEnum
from io import StringIO
from urllib.parse import quote

import orjson
from flask import Flask, Response, request
from werkzeug.datastructures import Headers
from werkzeug.routing import BaseConverter

from tracker.web.charts import Chart, Dated, Figure, source
from tracker.web.guards import FloodGuard
from tracker.web.pictures import png_of

NUMBER = re.compile(
    "([+\N{MINUS SIGN}-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)([.][0-9]+)?( ?%)?", re.ASCII
)
FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What Excel and WPS may compute instead of print; full-width signs are signs to them."""
PICTURES_A_MINUTE = 120
"""Drawing one takes a third of a second: so many from one address, to one worker."""
PICTURES = FloodGuard(PICTURES_A_MINUTE)
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
JSON_ENDING = re.compile(r"[.]json(?=[?]|$)")


class Kind(StrEnum):
    """What a chart's address can end in."""

    JSON = "json"
    CSV = "csv"
    PNG = "png"


class KindConverter(BaseConverter):
    """`.<file:kind>` at the end of an address."""

    regex = "|".join(Kind)

    def to_python(self, value: str) -> Kind:
        """The kind that was asked for."""
        return Kind(value)


def install(app: Flask) -> None:
    """Make `<file:...>` known to every address, and the files' addresses to every page."""
    app.url_map.converters["file"] = KindConverter
    app.add_template_filter(file_address)


def file_address(json_address: str, kind: str) -> str:
    """Where a chart's file is: beside its JSON, with the same arguments."""
    return JSON_ENDING.sub(f".{Kind(kind)}", json_address, count=1)


def chart_file(chart: Chart, kind: Kind) -> Response:
    """The chart as what was asked for; never cached, since it may be about one person."""
    if kind is Kind.JSON:
        return drawing(chart.figure)
    if kind is Kind.CSV:
        return Response(csv_of(chart), mimetype="text/csv", headers=_named(chart, kind))
    PICTURES()
    return Response(png_of(chart), mimetype="image/png", headers=_named(chart, kind))


def drawing(figure: Figure) -> Response:
    """The figure alone, for the script that draws it."""
    return Response(orjson.dumps(figure), mimetype="application/json")


def json_response(figure: bytes) -> Response:
    """A chart's Plotly JSON that was written before."""
    return Response(figure, mimetype="application/json")


def csv_of(chart: Chart) -> bytes:
    """The table first, so that its header is the first line of a sheet; then what it is about."""
    text = StringIO()
    # Everything is quoted, so that no other separator can begin a cell inside a cell.
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerows([cell_text(cell) for cell in row] for row in (chart.header, *chart.rows))
    notes = (chart.heading, chart.caption, chart.definition, source(chart))
    lines.writerows([[], *([cell_text(note)] for note in notes if note)])
    return text.getvalue().encode("utf-8-sig")


def cell_text(cell: str) -> str:
    """A cell as a spreadsheet reads it: numbers and days as such, nothing as a formula."""
    if isinstance(cell, Dated):
        return cell.on.isoformat()
    found = NUMBER.fullmatch(cell)
    if found:
        sign, whole, part, unit = found.groups(default="")
        minus = "" if sign in {"", "+"} else "-"
        return minus + whole.replace(",", "") + part + unit.strip()
    return f"'{cell}" if FORMULA.match(cell) else cell


def file_named(
    headers: Headers, plain: str, full: str, ending: str, disposition: str = "attachment"
) -> None:
    """Say what a file is called: in plain letters, and as it is called in full."""
    headers.set(
        "Content-Disposition",
        disposition,
        filename=f"{plain}.{ending}",
        **{"filename*": f"UTF-8''{quote(NOT_IN_NAMES.sub('_', f'{full}.{ending}'))}"},
    )


def _named(chart: Chart, kind: Kind) -> Headers:
    """A table is saved; a picture opens, so that a long press in WeChat can keep it."""
    stem = request.path.strip("/").removesuffix(f".{kind}").replace("/", "-")
    on = f" {chart.as_of}" if chart.as_of else ""
    headers = Headers()
    file_named(
        headers,
        stem + on.replace(" ", "-"),
        chart.heading + on,
        kind,
        "inline" if kind is Kind.PNG else "attachment",
    )
    return headers
