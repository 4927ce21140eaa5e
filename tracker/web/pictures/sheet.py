"""White paper measured in pixels from its upper left corner: the one file that knows matplotlib.

Nothing is shared but the lock: each sheet has a figure of its own, no setting of matplotlib is
changed, and one sheet at a time is drawn, since matplotlib promises nothing to threads.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Polygon, Rectangle, Wedge
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform

from tracker.web.pictures.letters import FONTS

MISSING = "□"
"""Stands for a letter the fonts do not have, such as a smiling face in a team's name."""

DPI = 100
REPORT_DPI = 254
"""So a picture of 1600 pixels is 16 cm wide in a document."""
POINT = 72 / DPI
MIDDLE = 0.37
"""The middle of a line of type above its foot, in its size: Chinese and digits alike."""
DASHES: dict[str, Any] = {
    "solid": "-",
    "dot": (0, (1, 1.6)),
    "dash": (0, (4, 2.5)),
    "longdash": (0, (8, 3)),
    "dashdot": (0, (4, 2, 1, 2)),
}
MARKERS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "triangle-down": "v",
    "cross": "P",
    "x": "X",
    "line-ns": "|",
    "line-ew": "_",
}

Point = tuple[float, float]
Align = Literal["left", "center", "right"]
Colour = tuple[float, float, float, float] | str
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Box:
    """A rectangle of the paper: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@contextmanager
def drawing() -> Iterator[None]:
    """One drawing at a time in this process; the others wait some tenths of a second."""
    with _one_at_a_time:
        yield


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of type is, in pixels."""
    font = get_font(str(FONTS[bold]))
    font.set_size(size * POINT, DPI)
    font.set_text(printable(text), 0.0)
    return float(font.get_width_height()[0]) / 64


def printable(text: str) -> str:
    """The text with a sign in place of each letter that the fonts do not have."""
    return "".join(letter if ord(letter) in _letters() else MISSING for letter in text)


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(str(FONTS[False])).get_charmap())


class Sheet:
    """One picture; what is drawn later lies above what was drawn before."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        self._layer = 1

    def line(
        self,
        points: Sequence[Point],
        color: Colour,
        width: float,
        dash: str = "solid",
        clip: Box | None = None,
    ) -> None:
        """A line through these points."""
        across, down = self._placed(points)
        style = DASHES.get(dash, "-")
        drawn = Line2D(across, down, color=color, linewidth=width * POINT, linestyle=style)
        drawn.set_solid_joinstyle("round")
        self._add(drawn, clip)

    def marker(self, at: Point, symbol: str, size: float, color: Colour) -> None:
        """A small mark, as wide as its size; an open one is not filled."""
        [across], [down] = self._placed([at])
        style = MarkerStyle(MARKERS.get(symbol.removesuffix("-open"), "o"))
        inside: Colour = "white" if symbol.endswith("-open") else color
        drawn = Line2D([across], [down], linestyle="none", marker=style, markersize=size * POINT)
        drawn.set(markerfacecolor=inside, markeredgecolor=color, markeredgewidth=2 * POINT)
        self._add(drawn)

    def box(
        self,
        box: Box,
        color: Colour,
        *,
        edge: Colour = "none",
        hatch: str | None = None,
        clip: Box | None = None,
    ) -> None:
        """A filled rectangle."""
        drawn = Rectangle(
            (box.left, self.height - box.bottom),
            box.width,
            box.height,
            facecolor=color,
            edgecolor=edge,
            linewidth=1.5 * POINT if edge != "none" else 0,
            hatch=hatch,
        )
        self._add(drawn, clip)

    def area(self, points: Sequence[Point], color: Colour, clip: Box | None = None) -> None:
        """A filled outline."""
        across, down = self._placed(points)
        outline = list(zip(across, down, strict=True))
        self._add(Polygon(outline, closed=True, facecolor=color, edgecolor="none"), clip)

    def slice(
        self, middle: Point, radii: tuple[float, float], angles: tuple[float, float], color: Colour
    ) -> None:
        """A part of a ring or disc, from one angle to the next against the clock."""
        [across], [down] = self._placed([middle])
        inner, outer = radii
        drawn = Wedge((across, down), outer, *angles, width=outer - inner, facecolor=color)
        drawn.set(edgecolor="white", linewidth=2 * POINT)
        self._add(drawn)

    def text(
        self,
        at: Point,
        words: str,
        size: float,
        color: Colour,
        *,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """A line of type whose middle is at this height."""
        [across], [down] = self._placed([at])
        drawn = Text(
            across,
            down - MIDDLE * size,
            printable(words),
            color=color,
            fontproperties=FontProperties(fname=str(FONTS[bold]), size=size * POINT),
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
            usetex=False,
        )
        self._add(drawn)

    def png(self) -> bytes:
        """The picture; nothing in it says when or by what it was drawn."""
        file = BytesIO()
        canvas: Any = FigureCanvasAgg(self._figure)
        canvas.print_png(
            file, metadata={"Software": None}, pil_kwargs={"dpi": (REPORT_DPI, REPORT_DPI)}
        )
        # Figure and canvas hold each other; the pixels shall not wait for the collector.
        canvas.renderer = None
        self._figure.clear()
        gc.collect(1)
        return file.getvalue()

    def _placed(self, points: Sequence[Point]) -> tuple[list[float], list[float]]:
        return [across for across, _ in points], [self.height - down for _, down in points]

    def _add(self, drawn: Artist, clip: Box | None = None) -> None:
        self._layer += 1
        drawn.set_zorder(self._layer)
        drawn.set_transform(IdentityTransform())
        self._figure.add_artist(drawn)
        if clip:
            low, high = self.height - clip.bottom, self.height - clip.top
            drawn.set_clip_box(Bbox([[clip.left, low], [clip.right, high]]))
