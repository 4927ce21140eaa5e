"""A file that somebody uploaded, checked and opened: what it says it is does not count."""

import csv
import json
import subprocess
import sys
import zlib
from collections import Counter
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from tracker.rosters.documents import child
from tracker.rosters.rules.files import (
    CELL_MAX,
    COLUMNS_MAX,
    FILE_MAX,
    PARTS_MAX,
    ROWS_MAX,
    SHEETS_MAX,
    UNPACKED_MAX,
    Sheet,
    Trouble,
    UnreadableError,
    leads_out,
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK, MACROS = "xl/workbook.xml", "vbaproject.bin"
OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = "\t,;，|"
CHUNK = 1 << 16
WAIT_SECONDS = 30
HEAD_LINES = 20


def sheets_in(content: bytes, name: str) -> list[Sheet]:
    """The sheets of an .xlsx, .xls or .csv as text; raises UnreadableError with the reason."""
    if not content.strip():
        raise UnreadableError(Trouble.EMPTY)
    if len(content) > FILE_MAX:
        raise UnreadableError(Trouble.TOO_LARGE)
    if name.casefold().endswith((".xlsm", ".xltm", ".xlsb", ".xlam")):
        raise UnreadableError(Trouble.MACROS)
    if content.startswith(ZIP):
        _check_zip(content)
        return _opened(content)
    if content.startswith(OLE):
        _check_ole(content)
        return _opened(content)
    return [_csv(content, name)]


def _check_zip(content: bytes) -> None:
    """A workbook's parts are what they say, no more than fits, and no program."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            infos = parts.infolist()
            names = [each.filename for each in infos]
            _check_names(names)
            if sum(each.file_size for each in infos) > UNPACKED_MAX:
                raise UnreadableError(Trouble.BOMB)
            _measure(parts, infos)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableError(Trouble.BROKEN) from error
    except RuntimeError as error:  # a part that needs a password
        raise UnreadableError(Trouble.LOCKED) from error


def _check_names(names: list[str]) -> None:
    if len(names) > PARTS_MAX:
        raise UnreadableError(Trouble.BOMB)
    if any(leads_out(each) for each in names):
        raise UnreadableError(Trouble.PATHS)
    lower = [each.casefold() for each in names]
    if any(each.endswith(MACROS) for each in lower):
        raise UnreadableError(Trouble.MACROS)
    if BOOK not in lower:
        raise UnreadableError(Trouble.OTHER_KIND)


def _measure(parts: ZipFile, infos: list[ZipInfo]) -> None:
    """Unpack every part, and stop where it is more than it says or than anybody needs."""
    left = UNPACKED_MAX
    for info in infos:
        said, info.file_size = info.file_size, left + 1  # as far as it goes, whatever it says
        size = 0
        with parts.open(info) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                if size > min(left, said):
                    raise UnreadableError(Trouble.BOMB)
        left -= size


def _check_ole(content: bytes) -> None:
    if OLE_LOCKED in content:
        raise UnreadableError(Trouble.LOCKED)
    if OLE_MACROS in content:
        raise UnreadableError(Trouble.MACROS)


def _opened(content: bytes) -> list[Sheet]:
    """What is in a workbook, read by a process that may fail."""
    limits = map(str, (ROWS_MAX + HEAD_LINES, COLUMNS_MAX, SHEETS_MAX, CELL_MAX))
    program = [sys.executable, "-I", str(Path(child.__file__)), *limits]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
            program, input=content, capture_output=True, timeout=WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(Trouble.BOMB) from None
    if done.returncode:
        known = {child.LOCKED: Trouble.LOCKED, child.BROKEN: Trouble.BROKEN}
        raise UnreadableError(known.get(done.returncode, Trouble.BOMB))
    return [Sheet(each["name"], squared(each["rows"])) for each in json.loads(done.stdout)]


def _csv(content: bytes, name: str) -> Sheet:
    text = _decoded(content)
    if "\x00" in text or text.lstrip().startswith("<"):
        raise UnreadableError(Trouble.OTHER_KIND)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise UnreadableError(Trouble.BROKEN) from error
    cut = [[cell[:CELL_MAX] for cell in row[:COLUMNS_MAX]] for row in rows]
    return Sheet(Path(name).stem, squared(cut))


def _decoded(content: bytes) -> str:
    codings = ("utf-16",) if content.startswith(UTF_16) else CODINGS
    for coding in codings:
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(Trouble.OTHER_KIND)


def _separator(text: str) -> str:
    """The one that stands most often in the first lines; what is no table has none."""
    counts = Counter("\n".join(text.splitlines()[:HEAD_LINES]))
    return max(SEPARATORS, key=lambda each: counts[each])


def squared(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one width."""
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
