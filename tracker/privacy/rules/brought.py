"""What a former copy brings back: read from its file, whatever somebody made of it."""

import json
import re
import struct
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, NoReturn, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from tracker.exercise.rules import KEY_LENGTH, MINUTES_MAX, MINUTES_MIN, Effort, activities
from tracker.privacy.rules.files import EVERYTHING, FORMAT, VERSION, plain, zipped
from tracker.privacy.rules.history import BroughtEntry, BroughtReading, History
from tracker.rosters.rules.files import leads_out
from tracker.weight.rules.quantities import (
    WAIST_MAX_MM,
    WAIST_MIN_MM,
    WEIGHT_MAX_G,
    WEIGHT_MIN_G,
    Source,
)

FILE_MAX = 8_000_000
"""Of the file, and of what is packed in it: a copy of many seasons has less."""
PACKED_MAX = 1_000
"""Files in one ZIP; a copy has less than a hundred."""
ROWS_MAX = 6_000
"""Of each kind: sixteen years of a weight a day."""
FIRST_DAY = date(2000, 1, 1)
ENCRYPTED = 0x1
ZIP_BEGINS = b"PK"
TORN = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises for files that were cut off or made up."""
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KEY = re.compile(rf"[0-9a-f]{{{KEY_LENGTH}}}")

Row = TypeVar("Row")


class Trouble(StrEnum):
    """Why nothing is taken from a file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PATHS = "paths"
    BROKEN = "broken"
    NOT_OURS = "not_ours"
    OTHER_VERSION = "other_version"
    CHANGED = "changed"
    FUTURE = "future"
    TOO_MANY = "too_many"


class UnreadableError(Exception):
    """Nothing is taken from this file; its trouble says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def read_file(content: bytes, today: date) -> History:
    """What a copy brings: of the ZIP or of the JSON in it; raises UnreadableError."""
    if not content:
        raise UnreadableError(Trouble.EMPTY)
    if len(content) > FILE_MAX:
        raise UnreadableError(Trouble.TOO_LARGE)
    text = _unpacked(content) if content.startswith(ZIP_BEGINS) else content
    return _history(_tables(text), today)


def carried(history: History) -> str:
    """What was read, as a field of the page that asks whether to keep it."""
    tables = {
        "brought_reading": [asdict(each) for each in history.readings],
        "brought_entry": [asdict(each) for each in history.entries],
    }
    whole = {"format": FORMAT, "version": VERSION, "tables": tables}
    packed = zipped({EVERYTHING: json.dumps(whole, default=plain).encode()}, NO_TIME)
    return urlsafe_b64encode(packed).decode("ascii")


def carried_back(field: str, today: date) -> History:
    """The field read as carefully as a file: whoever sends it may have made it herself."""
    try:
        content = urlsafe_b64decode(field.encode("ascii"))
    except ValueError as error:
        raise UnreadableError(Trouble.BROKEN) from error
    return read_file(content, today)


def _unpacked(content: bytes) -> bytes:
    """The JSON in a ZIP; nothing else in it is opened and nothing is written anywhere."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _everything(archive)
    except UnreadableError:
        raise
    except TORN as error:
        raise UnreadableError(Trouble.BROKEN) from error


def _everything(archive: ZipFile) -> bytes:
    names = archive.namelist()
    if len(names) > PACKED_MAX or any("\\" in name or leads_out(name) for name in names):
        raise UnreadableError(Trouble.PATHS)
    if names.count(EVERYTHING) != 1:
        raise UnreadableError(Trouble.NOT_OURS)
    info = archive.getinfo(EVERYTHING)
    if info.flag_bits & ENCRYPTED or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise UnreadableError(Trouble.BROKEN)
    with archive.open(info) as file:
        text = file.read(FILE_MAX + 1)
    if len(text) > FILE_MAX:
        raise UnreadableError(Trouble.TOO_LARGE)
    return text


def _tables(text: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(text.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(Trouble.BROKEN) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise UnreadableError(Trouble.NOT_OURS)
    if type(whole.get("version")) is not int or whole["version"] != VERSION:
        raise UnreadableError(Trouble.OTHER_VERSION)
    tables = whole.get("tables")
    if not isinstance(tables, dict):
        raise UnreadableError(Trouble.CHANGED)
    return tables


def _no_number(_text: str) -> NoReturn:
    raise UnreadableError(Trouble.CHANGED)


def _history(tables: dict[str, Any], today: date) -> History:
    """What was noted itself goes before what an earlier import had brought for the same day."""
    readings: dict[tuple[date, Source], BroughtReading] = {}
    for reading in _rows(tables, ("reading", "brought_reading"), _reading, today):
        readings.setdefault((reading.day, reading.source), reading)
    entries: dict[str, BroughtEntry] = {}
    for entry in _rows(tables, ("exercise_entry", "brought_entry"), _entry, today):
        entries.setdefault(entry.key, entry)
    return History(tuple(sorted(readings.values(), key=_order)), tuple(sorted(entries.values())))


def _order(reading: BroughtReading) -> tuple[date, Source]:
    return reading.day, reading.source


def _rows(
    tables: dict[str, Any],
    names: tuple[str, ...],
    read: Callable[[dict[str, Any], date], Row],
    today: date,
) -> list[Row]:
    found = [tables.get(name, []) for name in names]
    if not all(isinstance(rows, list) for rows in found):
        raise UnreadableError(Trouble.CHANGED)
    if sum(map(len, found)) > ROWS_MAX:
        raise UnreadableError(Trouble.TOO_MANY)
    try:
        return [read(row, today) for rows in found for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(Trouble.CHANGED) from error


def _reading(row: dict[str, Any], today: date) -> BroughtReading:
    waist = row["waist_mm"]
    return BroughtReading(
        _day(row["day"], today),
        Source(row["source"]),
        _within(row["grams"], WEIGHT_MIN_G, WEIGHT_MAX_G),
        None if waist is None else _within(waist, WAIST_MIN_MM, WAIST_MAX_MM),
    )


def _entry(row: dict[str, Any], today: date) -> BroughtEntry:
    if row["kind"] not in activities() or not _KEY.fullmatch(row["key"]):
        raise ValueError(row["kind"])
    return BroughtEntry(
        _day(row["day"], today),
        row["key"],
        row["kind"],
        Effort(row["effort"]),
        _within(row["minutes"], MINUTES_MIN, MINUTES_MAX),
    )


def _within(value: Any, least: int, most: int) -> int:
    """A whole number and nothing that only looks like one."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError(value)
    return value


def _day(text: Any, today: date) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if day < FIRST_DAY:
        raise ValueError(text)
    if day > today:
        raise UnreadableError(Trouble.FUTURE)
    return day
