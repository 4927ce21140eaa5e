"""The file with everything about one person, as bytes: the same for the same data and moment."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tracker.privacy.rules.columns import COLUMNS
from tracker.privacy.rules.kept import KEPT

FORMAT = "healthy-weight-copy"
VERSION = 1
EVERYTHING = "everything.json"
KEPT_HOURS = 48
"""So long a file waits for her; then it is gone and she may ask again."""
SMALL_ROWS = 2_000
"""Up to so many rows a file is made while she waits; drawing takes longer than writing."""
LOOKS = "looked_at_you"
LOOKS_ABOUT = "谁看过您 · who looked at you"
FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]|'")
"""What a spreadsheet may compute instead of print; full-width signs are signs to some."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Waiting:
    """The one file a person has asked for: being made, or there to be fetched until a moment."""

    asked_at: datetime
    made_at: datetime | None

    @property
    def until(self) -> datetime:
        """When it is gone."""
        return (self.made_at or self.asked_at) + timedelta(hours=KEPT_HOURS)


def about_of_tables() -> dict[str, str]:
    """Every table of a file by name, with what it holds, in their order."""
    return {kept.name: kept.about for kept in KEPT} | {LOOKS: LOOKS_ABOUT}


def zipped(files: dict[str, bytes], made_at: datetime) -> bytes:
    """One ZIP of these files; its bytes depend on nothing else."""
    held = io.BytesIO()
    stamp = made_at.timetuple()[:6]
    with ZipFile(held, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, date_time=stamp)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, content, compresslevel=9)
    return held.getvalue()


def data_files(
    tables: dict[str, Rows], codes: dict[str, Any], made_at: datetime
) -> dict[str, bytes]:
    """Everything as JSON, each table as CSV, and what tables and columns mean."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made_at,
        "tables": {name: rows for name, rows in tables.items() if name != LOOKS},
        LOOKS: tables[LOOKS],
        "codebook": codes,
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1, default=plain)
    files = {EVERYTHING: f"{text}\n".encode()}
    for name, rows in tables.items():
        header = list(rows[0]) if rows else []
        lines = [[cell(row[column]) for column in header] for row in rows]
        files[f"csv/{name}.csv"] = csv_bytes([header, *lines] if header else [])
    return files | _codebook_files()


def _codebook_files() -> dict[str, bytes]:
    tables, columns = about_of_tables(), sorted(COLUMNS.items())
    lines = [["kind", "name", "meaning"]]
    lines += [["table", name, about] for name, about in tables.items()]
    lines += [["column", name, about] for name, about in columns]
    words = ["# 说明 · Codebook", "", "## 表 · Tables", ""]
    words += [f"- `{name}`: {about}" for name, about in tables.items()]
    words += ["", "## 列 · Columns", ""]
    words += [f"- `{name}`: {about}" for name, about in columns]
    return {
        "codebook.csv": csv_bytes(lines),
        "codebook.md": "\n".join([*words, ""]).encode(),
    }


def csv_bytes(lines: Iterable[list[str]]) -> bytes:
    """A table as spreadsheets open it; everything is quoted."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str:
    """A value as a cell: numbers as they are, and no text that a spreadsheet would compute."""
    if value is None:
        return ""
    if isinstance(value, (bool, int, float)) and not isinstance(value, StrEnum):
        return str(value).lower() if isinstance(value, bool) else str(value)
    text = plain_text(value)
    return f"'{text}" if FORMULA.match(text) else text


def uncell(text: str) -> str:
    """What a text was before it became a cell."""
    return text.removeprefix("'")


def plain_text(value: Any) -> str:
    """A value that is no number, as text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=plain, sort_keys=True)
    return plain(value)


def plain(value: object) -> str:
    """Days, times and moments as text; bytes as hexadecimal digits."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)
