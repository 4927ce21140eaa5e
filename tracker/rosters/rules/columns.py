"""Which column is what: header synonyms, title rows above them, and what is not read at all."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.rosters.rules.cells import (
    TOTALS,
    UnreadablePhoneError,
    name_in,
    phone_in,
    plain_cell,
)
from tracker.rosters.rules.files import ROWS_MAX, Sheet, Trouble, UnreadableError
from tracker.rosters.rules.headers import BODY, PRIVATE, Field, field_of, header_key, speaks_of

HEADERS_NEEDED = 2
"""Fewer headers than these in a row may be anything."""
HEADER_WITHIN = 20
"""Rows from the top in which a header is looked for; above it are titles."""
LOOKED_AT = 200
"""Rows by which a column without a header is told from its contents."""
MOST = 0.6
CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+·[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Line:
    """A row of the file: the number beside it in the spreadsheet, and its cells that are kept."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A file as it was understood; it waits until somebody confirms it."""

    sheet: str
    other_sheets: tuple[str, ...]
    titles: tuple[str, ...]
    """Headers of the columns that are kept, as they are written."""
    places: tuple[int, ...]
    """Where these columns are in the file."""
    chosen: Mapping[Field, int]
    """Which of these columns is what."""
    body: tuple[str, ...]
    """Headers of columns about bodies: not one cell of them is kept."""
    unused: tuple[str, ...]
    lines: tuple[Line, ...]
    matched: Mapping[str, int] = field(default_factory=dict)
    """By `key_of` of a team that the unit does not have: which one is meant."""

    def cell(self, line: Line, wanted: Field) -> str:
        """What stands in a line's cell of this column; nothing if there is no such column."""
        place = self.chosen.get(wanted)
        return "" if place is None else line.cells[place]

    def with_columns(self, chosen: Mapping[Field, int]) -> "Draft":
        """The same file with its columns understood otherwise."""
        fit = {each: place for each, place in chosen.items() if 0 <= place < len(self.titles)}
        return replace(self, chosen=fit)

    def with_teams(self, matched: Mapping[str, int]) -> "Draft":
        """The same file with more names of teams understood."""
        return replace(self, matched={**self.matched, **matched})


def draft_of(sheets: Sequence[Sheet], fields: Sequence[Field]) -> Draft:
    """The first sheet that holds people or teams; raises UnreadableError where none does."""
    for sheet in sheets:
        header = _header_row(sheet, fields)
        chosen = _by_titles(sheet.rows[header], fields) if header is not None else None
        if header is None:
            chosen = _by_contents(sheet, fields)
        if chosen:
            others = tuple(each.name for each in sheets if each is not sheet)
            return _draft(sheet, others, header, chosen)
    raise UnreadableError(Trouble.NO_TABLE)


def _header_row(sheet: Sheet, fields: Sequence[Field]) -> int | None:
    """The row with the most headers; of two rows of headers the lower one."""
    scores = [len(_by_titles(row, fields)) for row in sheet.rows[:HEADER_WITHIN]]
    best = max(scores, default=0)
    if best < HEADERS_NEEDED and not _has_marked_header(sheet, scores, best, fields):
        return None
    first = scores.index(best)
    return first + 1 if scores[first + 1 : first + 2] == [best] else first


def _has_marked_header(
    sheet: Sheet, scores: Sequence[int], best: int, fields: Sequence[Field]
) -> bool:
    """A single header counts if it is the one that nothing goes without."""
    if not best:
        return False
    found = _by_titles(sheet.rows[scores.index(best)], fields)
    return bool(found.keys() & {Field.PHONE, Field.UNIT})


def _by_titles(row: Sequence[str], fields: Sequence[Field]) -> dict[Field, int]:
    """Which column is what by its header; the first of the better synonyms wins."""
    found: dict[Field, tuple[int, int]] = {}
    for place, title in enumerate(row):
        meant = field_of(title, fields)
        if meant is not None:
            which, rank = meant
            found[which] = min(found.get(which, (rank, place)), (rank, place))
    return {which: place for which, (_rank, place) in found.items()}


def _by_contents(sheet: Sheet, fields: Sequence[Field]) -> dict[Field, int]:
    """Without a header a roster is still told by its phones and the names beside them."""
    if Field.PHONE not in fields:
        return {}
    rows = [row for row in sheet.rows[:LOOKED_AT] if any(cell.strip() for cell in row)]
    columns = list(zip(*rows, strict=True))
    phones = [place for place, cells in enumerate(columns) if _mostly(_is_phone, cells)]
    names = [place for place, cells in enumerate(columns) if _mostly(_is_name, cells)]
    if not phones or not names:
        return {}
    return {Field.NAME: names[0], Field.PHONE: phones[0]}


def _mostly(test: Callable[[str], bool], cells: Sequence[str]) -> bool:
    return sum(map(test, cells)) >= MOST * len(cells)


def _is_phone(text: str) -> bool:
    try:
        return bool(phone_in(text))
    except UnreadablePhoneError:
        return False


def _is_name(text: str) -> bool:
    return CHINESE_NAME.fullmatch(name_in(text)) is not None


def _draft(
    sheet: Sheet, others: tuple[str, ...], header: int | None, chosen: Mapping[Field, int]
) -> Draft:
    first = 0 if header is None else header + 1
    width = max((len(row) for row in sheet.rows), default=0)
    titles = [
        plain_cell(sheet.rows[header][place]) if header is not None else ""
        for place in range(width)
    ]
    body = [place for place in range(width) if speaks_of(titles[place], BODY)]
    kept = [
        place for place in range(width)
        if place in chosen.values() or _may_be_of_use(titles[place], sheet.rows[first:], place)
    ]  # fmt: skip
    kept = [place for place in kept if place in chosen.values() or place not in body]
    return Draft(
        sheet=sheet.name,
        other_sheets=others,
        titles=tuple(titles[place] for place in kept),
        places=tuple(kept),
        chosen={which: kept.index(place) for which, place in chosen.items()},
        body=tuple(titles[place] for place in body if place not in kept),
        unused=tuple(
            title for place, title in enumerate(titles)
            if title and place not in body and place not in kept
        ),
        lines=_lines(sheet, first, kept),
    )  # fmt: skip


def _may_be_of_use(title: str, rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether somebody might still say that this column is a name, a phone or a team.

    Columns of numbers never are: what they hold may be about a body, whatever stands above them.
    """
    if speaks_of(title, PRIVATE):
        return False
    cells = [plain_cell(row[place]) for row in rows[:LOOKED_AT]]
    filled = [cell for cell in cells if cell]
    odd = [cell for cell in filled if cell[0].isdigit() and not _is_phone(cell)]
    return bool(filled) and len(odd) * 2 < len(filled)


def _lines(sheet: Sheet, first: int, kept: Sequence[int]) -> tuple[Line, ...]:
    """Rows with something in them; sums and headers that are printed again are no rows."""
    header = [sheet.rows[first - 1][place] for place in kept] if first else []
    found = [
        Line(number, cells)
        for number, row in enumerate(sheet.rows[first:], first + 1)
        if _is_line(cells := tuple(plain_cell(row[place]) for place in kept), header)
    ]
    if len(found) > ROWS_MAX:
        raise UnreadableError(Trouble.TOO_MANY_ROWS)
    return tuple(found)


def _is_line(cells: Sequence[str], header: Sequence[str]) -> bool:
    if not any(cells) or [header_key(each) for each in header] == list(map(header_key, cells)):
        return False
    first = next(filter(None, cells)).casefold()
    return not first.startswith(TOTALS) or any(map(_is_phone, cells))
