"""What a file may be: its limits, what it is made of once opened, and why one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from tracker.teams.rules import plain_name

FILE_MAX = 5_000_000
"""Bytes of a file; 20,000 rows of names and phones are about 1 MB."""
ROWS_MAX = 20_000
COLUMNS_MAX = 60
SHEETS_MAX = 10
CELL_MAX = 200
"""Letters of one cell that are read; no name, phone or team has more."""
UNPACKED_MAX = 100_000_000
"""Bytes of all that a workbook packs together."""
PARTS_MAX = 2_000
FILE_NAME_MAX = 80


class Trouble(StrEnum):
    """Why a file cannot be read; each has a sentence that says what to do."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    BOMB = "bomb"
    MACROS = "macros"
    PATHS = "paths"
    LOCKED = "locked"
    OTHER_KIND = "other_kind"
    BROKEN = "broken"
    NO_TABLE = "no_table"


class UnreadableError(Exception):
    """The file is refused whole."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: every cell as the person at the table reads it."""

    name: str
    rows: Sequence[Sequence[str]]


def leads_out(name: str) -> bool:
    """Whether what is packed under this name would be written beside the folder it belongs in."""
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or not steps[0] or ":" in name or "\x00" in name


def plain_file_name(text: str) -> str:
    """What a file is called, without any path before it and without invisible letters."""
    last = PurePosixPath(PureWindowsPath(text).name).name
    return plain_name(last)[-FILE_NAME_MAX:]
