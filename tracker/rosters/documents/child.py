"""Opens one workbook in a process of its own: `python -I child.py kind`, bytes in, JSON out.

A file of a few kilobytes can ask its reader for half a terabyte (a cell in the last row of the last
column), and whoever asks for it is ended by the system. Here that is nobody's web server: memory
and time are limited, and the answer is bounded whatever the file says.
"""

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as Type
from python_calamine import SheetVisibleEnum as Visible

MEMORY = 1_000_000_000
SECONDS = 15
ROUND = 100_000
PHONE_LIKE = 10_000_000_000
LOCKED, BROKEN = 3, 4


def main(rows_max: int, columns_max: int, sheets_max: int, cell_max: int) -> int:
    """Read a workbook from standard input and print its sheets; the status says why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = sheets(sys.stdin.buffer.read(), rows_max, columns_max, sheets_max, cell_max)
    except PasswordError:
        return LOCKED
    except (CalamineError, OSError, ValueError):
        return BROKEN
    json.dump(found, sys.stdout, ensure_ascii=True)
    return 0


def sheets(
    content: bytes, rows_max: int, columns_max: int, sheets_max: int, cell_max: int
) -> list[dict[str, Any]]:
    """Name and cells of the sheets that can be seen, each with one row more than may be."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    shown = [
        each.name
        for each in book.sheets_metadata
        if each.visible is Visible.Visible and each.typ is Type.WorkSheet
    ]
    found, left = [], rows_max + 1
    for name in shown[:sheets_max]:
        sheet = book.get_sheet_by_name(name)
        rows = cells(sheet, left, columns_max, cell_max)
        left -= len(rows)
        if rows:
            found.append({"name": name, "rows": rows})
    return found


def cells(sheet: CalamineSheet, rows_max: int, columns_max: int, cell_max: int) -> list[list[str]]:
    """A sheet's cells as text from its first row on; a value merged downwards is in each row."""
    if not sheet.height or rows_max <= 0:
        return []
    rows = sheet.to_python(skip_empty_area=False, nrows=rows_max)
    found = [[text_of(cell)[:cell_max] for cell in row[:columns_max]] for row in rows]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right < columns_max and top < len(found):
            for row in found[top : bottom + 1]:
                row[left] = found[top][left]
    return found


def text_of(value: Any) -> str:
    """A cell as it reads.

    A whole number of the size of a phone that ends in zeros is written as the spreadsheet shows it,
    1.38E+10: it was rounded before it came here, and is nobody's number.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if value.is_integer() and abs(value) < PHONE_LIKE**2:
            whole = int(value)
            rounded = whole >= PHONE_LIKE and whole % ROUND == 0
            return f"{value:.5E}" if rounded else str(whole)
        return repr(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
