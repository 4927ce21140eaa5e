"""Paper for posters, tickets and certificates: type, boxes and codes, drawn by Pillow.

Charts have a sheet of their own kind; this one is for what people keep and print.
"""

from collections.abc import Iterator
from functools import cache, partial
from io import BytesIO
from unicodedata import category

import segno
from PIL import Image, ImageDraw, ImageFont

from tracker.web.pictures.letters import FONTS, shortened, wrapped

WIDTH, HEIGHT = 1080, 1440
FINE = 2
"""Drawn so many times as large and then reduced, so that round corners are smooth."""
GREEN, DEEP, PALE, SOFT = "#24734a", "#1a5a39", "#bfe3ce", "#e3f1e8"
WHITE, INK, QUIET = "#ffffff", "#17211b", "#52605a"
COLOURS = 128
LEADING = 1.28
MIDDLE = 0.5
BMP_LAST = 0xFFFF
JOINTS = frozenset({"Cf", "Mn"})
"""Invisible letters that join little pictures or choose among them."""

Point = tuple[float, float]


class Sheet:
    """One picture, measured in its final pixels."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT, ground: str = SOFT) -> None:
        self._image = Image.new("RGB", (width * FINE, height * FINE), ground)
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


def draw_code(sheet: Sheet, link: str, at: Point, side: float) -> None:
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


def write_lines(
    sheet: Sheet, words: list[str], at: Point, size: int, color: str, *, bold: bool = False
) -> float:
    """Lines below each other; how far down they reach."""
    left, top = at
    for place, each in enumerate(words):
        sheet.text((left, top + size * LEADING * (place + MIDDLE)), each, size, color, bold=bold)
    return top + size * LEADING * len(words)


def shortened_to(words: str, width: float, size: int) -> str:
    """The words, or as much of their beginning as has room."""
    return shortened(words, width, lambda part: width_of(part, size))


def _fine(point: Point) -> Point:
    return point[0] * FINE, point[1] * FINE


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[bold]), size)
