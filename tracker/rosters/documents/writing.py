"""Rosters and templates as files: equal people give equal bytes, and nothing becomes a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from tracker.web.exports import FORMULA

FONT = "宋体"
WIDE, NARROW = 24, 14
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
PEOPLE_HEADER = ("姓名", "手机号", "队伍")
"""Headers are what a file is read by: the same in every language."""
PLACES_HEADER = (
    "单位",
    "单位类型",
    "联系人",
    "联系人手机号",
    "队伍",
    "组长",
    "组长手机号",
    "副组长",
    "副组长手机号",
)
LIST_MAX = 255
"""Letters of a list to choose from that Excel takes."""
ROWS_READY = 2_000
"""Rows of a template whose cells are text before anything is typed into them."""


class Kind(StrEnum):
    """What a roster can be saved as."""

    XLSX = "xlsx"
    CSV = "csv"


MIME = {
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
}


def file_of(kind: Kind, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A header with rows below it, every cell as text."""
    lines = [tuple(map(harmless, row)) for row in rows]
    return _csv(header, lines) if kind is Kind.CSV else _xlsx(header, lines)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet computes; reading it back takes the mark away again."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def template_of(header: Sequence[str], hints: Sequence[str], lists: dict[str, list[str]]) -> bytes:
    """An empty sheet with its header, text in every cell, and a second sheet that explains."""
    return _xlsx(header, [], hints=hints, lists=lists, ready=ROWS_READY)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow(header)
    lines.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    hints: Sequence[str] = (),
    lists: dict[str, list[str]] | None = None,
    ready: int = 0,
) -> bytes:
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"created": EPOCH})
        text = book.add_format({"font_name": FONT, "num_format": "@"})
        bold = book.add_format({"font_name": FONT, "bold": True})
        sheet = book.add_worksheet("名单")
        sheet.set_column(0, len(header) - 1, WIDE, text)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, text)
        for title, choices in (lists or {}).items():
            if not choices or len(",".join(choices)) > LIST_MAX:
                continue
            column = list(header).index(title)
            rule = {"validate": "list", "source": choices, "error_type": "information"}
            sheet.data_validation(1, column, ready, column, rule)
        if hints:
            book.add_worksheet("填写说明").write_column(0, 0, hints)
    return file.getvalue()
