"""A poster as a PNG: a team's name, three numbers, and a code to scan, for a wall or a group."""

from dataclasses import dataclass
from math import sin

from tracker.web.pictures.paper import (
    DEEP,
    GREEN,
    HEIGHT,
    INK,
    LEADING,
    MIDDLE,
    PALE,
    QUIET,
    WHITE,
    WIDTH,
    Sheet,
    draw_code,
    set_within,
    shortened_to,
    without_faces,
    write_lines,
)

MARGIN = 72
DAYS, LINE = "#3f8f66", "#5fb389"
CARD_SIDE = 600
BAND = 640
"""How far down the green reaches at least."""
NAME_SIZES = (112, 96, 80, 66, 54)
NUMBER_SIZES = (84, 68, 54, 44)
NAME_LINES, UNIT_LINES = 3, 2
CODE_SIDE = 330
CALL_SIZES = (58, 52, 46, 40)


@dataclass(frozen=True)
class Poster:
    """Everything that is written on a poster, and the link in its code."""

    campaign: str
    team: str
    unit: str
    dated: str
    numbers: tuple[tuple[str, str], ...]
    """Three numbers, each with what it counts; none of a small team."""
    promises: tuple[str, ...]
    """In place of numbers, what taking part is like."""
    call: tuple[str, ...]
    """What the code is for, a line each."""
    small_print: str
    link: str


def card_png(name: str, words: tuple[str, ...]) -> bytes:
    """A square for the card of a shared link: whose it is, and nothing of anybody."""
    sheet = Sheet(CARD_SIDE, CARD_SIDE)
    sheet.box((0, 0), (CARD_SIDE, CARD_SIDE), GREEN)
    _way(sheet, 56, CARD_SIDE - 56, 470)
    size, lines = set_within(name, CARD_SIDE - 112, (80, 64), 2)
    below = write_lines(sheet, lines, (56, 150), size, WHITE, bold=True)
    write_lines(sheet, list(words), (56, below + 16), 38, PALE)
    return sheet.png()


def poster_png(poster: Poster) -> bytes:
    """The poster as a picture, 1080 pixels wide; nothing in it says by whom it was made."""
    sheet = Sheet()
    below = _head(sheet, poster)
    below = _middle(sheet, poster, below)
    _foot(sheet, poster, below)
    return sheet.png()


def _head(sheet: Sheet, poster: Poster) -> float:
    """The green part with the names; how far down it reaches."""
    room = WIDTH - 2 * MARGIN
    size, names = set_within(without_faces(poster.team), room, NAME_SIZES, NAME_LINES)
    unit_size, units = set_within(without_faces(poster.unit), room, (44, 38), UNIT_LINES)
    name_height, unit_height = size * LEADING * len(names), unit_size * LEADING * len(units)
    height = max(BAND, 250 + name_height + unit_height + 190)
    sheet.box((0, 0), (WIDTH, height), GREEN)
    _way(sheet, MARGIN, WIDTH - MARGIN, height - 145)
    sheet.text((MARGIN, 96), poster.campaign, 40, PALE, bold=True)
    top = 96 + (height - 160 - 96 - name_height - unit_height) / 2
    below = write_lines(sheet, names, (MARGIN, top), size, WHITE, bold=True)
    write_lines(sheet, units, (MARGIN, below + 18), unit_size, PALE)
    return height


def _way(sheet: Sheet, left: int, right: int, middle: float) -> None:
    """Days that go up and down, and the calm line through them that leads neither way."""
    steps = [(float(x), middle + 12 * sin((x - left) / 75)) for x in range(left, right + 1, 4)]
    for place, (x, y) in enumerate(steps[::16]):
        sheet.dot((x, y + (26 if place % 2 else -26) + 8 * (place % 3)), 6, DAYS)
    sheet.line(steps, LINE, 6)
    sheet.dot(steps[-1], 15, WHITE)


def _middle(sheet: Sheet, poster: Poster, top: float) -> float:
    """Three numbers on white, or what taking part is like; how far down it reaches."""
    left, right, top = MARGIN, WIDTH - MARGIN, top - 64
    height = 262 if poster.numbers else 96 + 62 * len(poster.promises)
    sheet.box((left, top), (right, top + height), WHITE, 36)
    if not poster.numbers:
        for place, words in enumerate(poster.promises):
            across, down = left + 96, top + 79 + 62 * place
            sheet.dot((left + 60, down), 9, GREEN)
            sheet.text((across, down), shortened_to(words, right - across - 40, 38), 38, INK)
        return top + height
    _numbers(sheet, poster, left, right, top)
    return top + height


def _numbers(sheet: Sheet, poster: Poster, left: float, right: float, top: float) -> None:
    column = (right - left) / len(poster.numbers)
    for place, (value, label) in enumerate(poster.numbers):
        across = left + column * (place + MIDDLE)
        size, _ = set_within(value, column - 36, NUMBER_SIZES, 1)
        sheet.text((across, top + 84), value, size, DEEP, bold=True, middle=True)
        sheet.text(
            (across, top + 158), shortened_to(label, column - 24, 34), 34, QUIET, middle=True
        )
    sheet.text((WIDTH / 2, top + 216), poster.dated, 30, QUIET, middle=True)


def _foot(sheet: Sheet, poster: Poster, above: float) -> None:
    """The code, what it is for, and the small print, in what is left of the sheet."""
    bottom = HEIGHT - 100
    middle = above + (bottom - above) / 2
    side = min(CODE_SIDE, bottom - above - 96)
    top = middle - side / 2
    sheet.box((MARGIN, top - 18), (MARGIN + side + 36, top + side + 18), WHITE, 28)
    draw_code(sheet, poster.link, (MARGIN + 18, top), side)
    left = MARGIN + side + 36 + 48
    width = WIDTH - MARGIN - left
    size = min(set_within(each, width, CALL_SIZES, 1)[0] for each in poster.call)
    lines = [part for each in poster.call for part in set_within(each, width, (size,), 2)[1]]
    write_lines(
        sheet, lines, (left, middle - size * LEADING * len(lines) / 2), size, INK, bold=True
    )
    room = WIDTH - 2 * MARGIN
    sheet.text(
        (WIDTH / 2, HEIGHT - 56), shortened_to(poster.small_print, room, 32), 32, QUIET, middle=True
    )
