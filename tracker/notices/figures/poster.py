"""A poster as a PNG: a team's name, three numbers, and a code to scan, for a wall or a group."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from math import sin
from unicodedata import category

import segno
from PIL import Image, ImageDraw, ImageFont

from tracker.web.pictures.letters import FONTS, shortened, wrapped

WIDTH, HEIGHT = 1080, 1440
FINE = 2
"""Drawn so many times as large and then reduced, so that round corners are smooth."""
MARGIN = 72
GREEN, DEEP, PALE, SOFT = "#24734a", "#1a5a39", "#bfe3ce", "#e3f1e8"
DAYS, LINE = "#3f8f66", "#5fb389"
WHITE, INK, QUIET = "#ffffff", "#17211b", "#52605a"
CARD_SIDE = 600
BAND = 640
"""How far down the green reaches at least."""
NAME_SIZES = (112, 96, 80, 66, 54)
NUMBER_SIZES = (84, 68, 54, 44)
NAME_LINES, UNIT_LINES = 3, 2
CODE_SIDE = 330
CALL_SIZES = (58, 52, 46, 40)
COLOURS = 128
LEADING = 1.28
MIDDLE = 0.5
BMP_LAST = 0xFFFF
JOINTS = frozenset({"Cf", "Mn"})
"""Invisible letters that join little pictures or choose among them."""

Point = tuple[float, float]


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
    below = _lines(sheet, lines, (56, 150), size, WHITE, bold=True)
    _lines(sheet, list(words), (56, below + 16), 38, PALE)
    return sheet.png()


def poster_png(poster: Poster) -> bytes:
    """The poster as a picture, 1080 pixels wide; nothing in it says by whom it was made."""
    sheet = Sheet()
    below = _head(sheet, poster)
    below = _middle(sheet, poster, below)
    _foot(sheet, poster, below)
    return sheet.png()


class Sheet:
    """One picture, measured in its final pixels."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self._image = Image.new("RGB", (width * FINE, height * FINE), SOFT)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, at: Point, to: Point, color: str, round_by: float = 0) -> None:
        """A filled rectangle."""
        corners = (*_fine(at), *_fine(to))
        self._draw.rounded_rectangle(corners, round_by * FINE, fill=color)

    def line(self, points: list[Point], color: str, width: float) -> None:
        """A line through these points, round at its joints."""
        self._draw.line([_fine(each) for each in points], color, int(width * FINE), joint="curve")

    def dot(self, at: Point, radius: float, color: str) -> None:
        """A disc."""
        self._draw.circle(_fine(at), radius * FINE, fill=color)

    def text(
        self,
        at: Point,
        words: str,
        size: int,
        color: str,
        *,
        bold: bool = False,
        middle: bool = False,
    ) -> None:
        """A line of type that begins, or has its middle, here; its height is its middle."""
        anchor = "mm" if middle else "lm"
        self._draw.text(_fine(at), words, color, _font(size * FINE, bold=bold), anchor=anchor)

    def png(self) -> bytes:
        """The picture in few colours, which is a quarter of the bytes and looks the same."""
        file = BytesIO()
        small = self._image.reduce(FINE).quantize(COLOURS)
        small.save(file, "PNG", optimize=True)
        return file.getvalue()


def width_of(words: str, size: int, *, bold: bool = False) -> float:
    """How wide a line of type is, in pixels."""
    return _font(size * FINE, bold=bold).getlength(words) / FINE


def set_within(
    words: str, width: float, sizes: tuple[int, ...], most: int
) -> tuple[int, list[str]]:
    """The largest of these sizes in which words need no more lines than that, and the lines.

    What is too long even in the smallest ends in three dots.
    """
    size, lines = sizes[-1], [words]
    for size in sizes:
        lines = wrapped(words, width, partial(width_of, size=size, bold=True))
        if len(lines) <= most:
            return size, lines
    rest = "".join(lines[most - 1 :])
    last = shortened(rest, width, lambda part: width_of(part, size, bold=True))
    return size, [*lines[: most - 1], last]


def without_faces(name: str) -> str:
    """A name without the little pictures that our type does not have."""
    kept = (each for each in name if ord(each) <= BMP_LAST or category(each)[0] != "S")
    return " ".join("".join(each for each in kept if category(each) not in JOINTS).split())


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
    below = _lines(sheet, names, (MARGIN, top), size, WHITE, bold=True)
    _lines(sheet, units, (MARGIN, below + 18), unit_size, PALE)
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
            sheet.text((across, down), _within(words, right - across - 40, 38), 38, INK)
        return top + height
    _numbers(sheet, poster, left, right, top)
    return top + height


def _numbers(sheet: Sheet, poster: Poster, left: float, right: float, top: float) -> None:
    column = (right - left) / len(poster.numbers)
    for place, (value, label) in enumerate(poster.numbers):
        across = left + column * (place + MIDDLE)
        size, _ = set_within(value, column - 36, NUMBER_SIZES, 1)
        sheet.text((across, top + 84), value, size, DEEP, bold=True, middle=True)
        sheet.text((across, top + 158), _within(label, column - 24, 34), 34, QUIET, middle=True)
    sheet.text((WIDTH / 2, top + 216), poster.dated, 30, QUIET, middle=True)


def _foot(sheet: Sheet, poster: Poster, above: float) -> None:
    """The code, what it is for, and the small print, in what is left of the sheet."""
    bottom = HEIGHT - 100
    middle = above + (bottom - above) / 2
    side = min(CODE_SIDE, bottom - above - 96)
    top = middle - side / 2
    sheet.box((MARGIN, top - 18), (MARGIN + side + 36, top + side + 18), WHITE, 28)
    _code(sheet, poster.link, (MARGIN + 18, top), side)
    left = MARGIN + side + 36 + 48
    width = WIDTH - MARGIN - left
    size = min(set_within(each, width, CALL_SIZES, 1)[0] for each in poster.call)
    lines = [part for each in poster.call for part in set_within(each, width, (size,), 2)[1]]
    _lines(sheet, lines, (left, middle - size * LEADING * len(lines) / 2), size, INK, bold=True)
    room = WIDTH - 2 * MARGIN
    sheet.text(
        (WIDTH / 2, HEIGHT - 56), _within(poster.small_print, room, 32), 32, QUIET, middle=True
    )


def _code(sheet: Sheet, link: str, at: Point, side: float) -> None:
    """A QR code of whole pixels in the middle of a square."""
    rows = [list(row) for row in segno.make_qr(link, error="m").matrix_iter(border=2)]
    dot = int(side // len(rows))
    left, top = (int(each + (side - dot * len(rows)) / 2) for each in at)
    for x, y in _dark(rows):
        # The far corner belongs to a rectangle of Pillow's, so it ends just before the next.
        end = 1 / FINE
        corner = left + x * dot, top + y * dot
        sheet.box(corner, (corner[0] + dot - end, corner[1] + dot - end), INK)


def _dark(rows: list[list[int]]) -> Iterator[tuple[int, int]]:
    return ((x, y) for y, row in enumerate(rows) for x, each in enumerate(row) if each)


def _lines(
    sheet: Sheet, lines: list[str], at: Point, size: int, color: str, *, bold: bool = False
) -> float:
    """Lines below each other; how far down they reach."""
    left, top = at
    for place, words in enumerate(lines):
        sheet.text((left, top + size * LEADING * (place + MIDDLE)), words, size, color, bold=bold)
    return top + size * LEADING * len(lines)


def _within(words: str, width: float, size: int) -> str:
    return shortened(words, width, lambda part: width_of(part, size))


def _fine(point: Point) -> Point:
    return point[0] * FINE, point[1] * FINE


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[bold]), size)
