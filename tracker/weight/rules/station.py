"""A weighing station's file: what each line says, and whether it may be stored."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.accounts.rules import phone_of
from tracker.weight.rules.quantities import (
    Entry,
    NotANumberError,
    OutOfRangeError,
    Reading,
    Source,
    Unit,
    effective,
    grams_of,
)
from tracker.weight.rules.slip import expected, likely_meant
from tracker.weight.rules.trend import Running, after

COLUMNS = ("phone", "day", "weight_kg")
ENCODINGS = ("utf-8-sig", "gb18030")

_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_IN_WORDS = str.maketrans("年月", "--", "日")
_MIDNIGHT = re.compile(r" 0?0:00(:00)?$", re.ASCII)
"""What office programs add to a day without a time."""

_COUNT = re.compile(r"\d{1,4}", re.ASCII)


class Verdict(StrEnum):
    """What becomes of a line."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Why(StrEnum):
    """What is to be said about a line."""

    PHONE = "phone"
    DAY = "day"
    NUMBER = "number"
    LIMITS = "limits"
    UNKNOWN = "unknown"
    LEFT = "left"
    NO_CONSENT = "no_consent"
    NOT_ADULT = "not_adult"
    OUTSIDE = "outside"
    DOUBTFUL = "doubtful"
    TWO_VALUES = "two_values"
    REPEATED = "repeated"


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Line:
    """One line that could be read; `number` is its line in the file, the header being 1."""

    number: int
    phone: str
    day: date
    grams: int


@dataclass(frozen=True)
class Outcome:
    """What becomes of one line, and why if that needs saying."""

    number: int
    verdict: Verdict
    why: Why | None = None
    grams: int | None = None
    meant: int | None = None
    """What was probably meant, where the line is doubtful."""

    other: int | None = None
    """The earlier line about the same person and day."""


def text_of_file(content: bytes) -> str:
    """The file's text in any of the encodings it may come in; raises UnreadableFileError."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("The file is neither UTF-8 nor GB18030 text. Save it as CSV UTF-8.")


def read_lines(text: str, first_day: date | None) -> tuple[list[Line], list[Outcome]]:
    """Lines that can be read, and refusals of the others; raises UnreadableFileError."""
    # Strict, because an open quotation mark would silently swallow every line after it.
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        _check_header(reader)
        rows.extend((reader.line_num, [row[name] for name in COLUMNS]) for row in reader)
    except csv.Error as error:
        first = (rows[-1][0] if rows else 1) + 1
        raise UnreadableFileError(
            f"The file is not CSV from about line {first} on: {error}."
        ) from error
    written = ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))
    return _sorted_out(_read(number, cells, first_day) for number, cells in written)


def judged(
    lines: Sequence[Line], stored: Sequence[Entry], height_mm: int, *, accept_doubtful: bool
) -> Iterator[Outcome]:
    """What becomes of one person's lines, each against her trend from the days before it.

    Days are taken in their order, so that a second run finds what the first one found.
    """
    on_day: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        on_day[line.day].append(line)
    counts = {reading.day: reading for reading in effective(stored)}
    station = {entry.day: entry.grams for entry in stored if entry.source is Source.STATION}
    running: Running | None = None
    for day in sorted(on_day.keys() | counts.keys()):
        if day in on_day:
            about = expected(running.kilograms if running else None, height_mm)
            first, *later = on_day[day]
            outcome = _judge(
                first,
                station.get(day),
                likely_meant(first.grams, Unit.KG, about),
                accept_doubtful=accept_doubtful,
            )
            if outcome.verdict is Verdict.ACCEPTED:
                counts[day] = Reading(day, first.grams)
            yield outcome
            yield from (_repeated(line, first, outcome) for line in later)
        if day in counts:
            running = after(running, counts[day])


def _check_header(reader: "csv.DictReader[str]") -> None:
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UnreadableFileError(
            f"The first line must name the columns {','.join(COLUMNS)};"
            f" missing: {', '.join(missing)}."
        )
    reader.fieldnames = names


def _sorted_out(read: Iterable[Line | Outcome]) -> tuple[list[Line], list[Outcome]]:
    lines: list[Line] = []
    refused: list[Outcome] = []
    for each in read:
        if isinstance(each, Line):
            lines.append(each)
        else:
            refused.append(each)
    return lines, refused


def _read(number: int, cells: Sequence[str], first_day: date | None) -> Line | Outcome:
    phone, day = phone_of(cells[0]), _day_of(cells[1], first_day)
    if phone is None:
        return Outcome(number, Verdict.REFUSED, Why.PHONE)
    if day is None:
        return Outcome(number, Verdict.REFUSED, Why.DAY)
    try:
        return Line(number, phone, day, grams_of(cells[2], Unit.KG))
    except NotANumberError:
        return Outcome(number, Verdict.REFUSED, Why.NUMBER)
    except OutOfRangeError:
        return Outcome(number, Verdict.REFUSED, Why.LIMITS)


def _day_of(text: str, first_day: date | None) -> date | None:
    """2024-08-01, 2024/8/1, 2024.8.1 or 2024年8月1日; with a first day also how many days after."""
    plain = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip()).translate(_IN_WORDS)
    written = _DATE.fullmatch(plain)
    try:
        if written:
            return date(int(written[1]), int(written[3]), int(written[4]))
        if first_day is not None and _COUNT.fullmatch(plain):
            return first_day + timedelta(days=int(plain))
    except (ValueError, OverflowError):
        return None
    return None


def _judge(line: Line, stored: int | None, meant: int | None, *, accept_doubtful: bool) -> Outcome:
    if line.grams == stored:
        return Outcome(line.number, Verdict.UNCHANGED)
    if meant is None:
        return Outcome(line.number, Verdict.ACCEPTED)
    verdict = Verdict.ACCEPTED if accept_doubtful else Verdict.REFUSED
    return Outcome(line.number, verdict, Why.DOUBTFUL, line.grams, meant)


def _repeated(line: Line, first: Line, outcome: Outcome) -> Outcome:
    if line.grams != first.grams:
        return Outcome(line.number, Verdict.REFUSED, Why.TWO_VALUES, other=first.number)
    if outcome.verdict is Verdict.REFUSED:
        return Outcome(line.number, Verdict.REFUSED, Why.REPEATED, other=first.number)
    return Outcome(line.number, Verdict.UNCHANGED)
