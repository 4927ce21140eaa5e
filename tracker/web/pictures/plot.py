"""A figure's axes on a part of the paper, and everything that stands on them."""

from typing import Any

from tracker.web.charts import Figure
from tracker.web.pictures import bars, marks
from tracker.web.pictures.bars import Bar, Trace, lying
from tracker.web.pictures.colours import GRID, PALE_INK
from tracker.web.pictures.letters import plain, shortened, wrapped
from tracker.web.pictures.marks import LABEL, LINE, SMALL, Ground
from tracker.web.pictures.scales import Axis, Scale, axis_of, scale_of
from tracker.web.pictures.sheet import Box, Point, Sheet, width_of

KNOWN = {"scatter", "bar"}
STRONG = "#8f9992"
NAMES_MOST = 0.34
"""So much of the width the names beside lying bars may take."""
APART = 1.7
"""Labels side by side: from middle to middle, in widths of the widest."""
TICK_HEIGHT = 64
DAYS_EDGE, EDGE = 0.02, 0.06
FEW_BARS = 24
FEWEST_DAYS = 28
TILE_WIDEST = 1.9
"""Of its height; a tile that is wider than tall has room for a name and a number."""


class Plot:
    """One figure laid into one box; `draw` paints it."""

    def __init__(self, sheet: Sheet, figure: Figure, box: Box) -> None:
        self.layout = figure["layout"]
        self.traces: list[Trace] = [each for each in figure["data"] if each.get("visible", True)]
        _known(self.traces)
        self.heaps = [trace for trace in self.traces if trace.get("type") == "bar"]
        self.lines = [trace for trace in self.traces if trace.get("type") != "bar"]
        self.lying = any(map(lying, self.heaps))
        x, y = self._axis("x"), self._axis("y")
        along, across = (y, x) if self.lying else (x, y)
        self.bars = bars.placed(self.heaps, along, across, self.layout)
        self.bare = x.layout.get("visible") is False
        self.ground = self._laid(sheet, x, y, box)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        points = any(trace.get("x") and trace.get("y") for trace in self.lines)
        return not self.bars and not points

    def draw(self) -> None:
        """Everything, from the ground up."""
        self._shapes("below")
        if not self.bare:
            self._upright_axis(self.ground.y)
            self._level_axis(self.ground.x)
        for each in self.bars:
            marks.bar(self.ground, each, self._said(each), lying=self.lying)
        self._zero()
        before: list[Point] = []
        for trace in self.lines:
            if _tiled(trace, self.layout):
                marks.tiles(self.ground, trace)
            else:
                before = marks.scatter(self.ground, trace, before)
        self._shapes("above")
        for each_note in self.layout.get("annotations") or []:
            marks.annotation(self.ground, each_note)

    def _axis(self, letter: str) -> Axis:
        values = [value for trace in self.traces for value in trace.get(letter) or []]
        return axis_of(self.layout.get(f"{letter}axis") or {}, values)

    def _laid(self, sheet: Sheet, x: Axis, y: Axis, box: Box) -> Ground:
        """The axes in what the box leaves beside their labels."""
        level, upright = self._reach("x", x), self._reach("y", y)
        inside = _narrowed(box, x, y) if self.bare else self._inside(box, y, upright)
        end = inside.right - (SMALL * 4 if self.lying and self._says_values() else 0)
        start = inside.left
        if start < end and self.lying and min(level, default=0) < 0 and self._says_values():
            start += SMALL * 4
        edge = DAYS_EDGE if x.kind == "date" else EDGE
        return Ground(
            sheet,
            inside,
            scale_of(x, level, (start, end), edges=edge),
            scale_of(y, upright, (inside.bottom, inside.top), edges=EDGE * 1.5),
        )

    def _inside(self, box: Box, y: Axis, reach: list[float]) -> Box:
        words = [plain(name) for name in y.names]
        if not words:
            trial = scale_of(y, reach, (box.bottom, box.top), edges=EDGE * 1.5)
            words = [label for _, label in trial.ticks(max(2, int(box.height / TICK_HEIGHT)))]
        widest = max((width_of(word, LABEL) for word in words), default=0.0)
        left = box.left + min(widest, box.width * NAMES_MOST) + 20
        above = LINE * 1.4 if _title(y) else LINE * 0.4
        below = LINE * 1.5 + (LINE * 1.2 if self._level_title() else 0)
        return Box(left, box.top + above, box.right - LINE, box.bottom - below)

    def _reach(self, letter: str, axis: Axis) -> list[float]:
        """The numbers that an axis must reach."""
        found: list[float] = []
        for trace in self.lines:
            for at, value in enumerate(trace.get(letter) or []):
                number = axis.number(value)
                if number is not None:
                    found += (number, *(bars.ends(trace, letter, number, at) or ()))
        for each in self.bars:
            across = (letter == "y") != self.lying
            found += (each.base, each.top, *(each.error or ())) if across else (each.low, each.high)
        if letter == "x" and axis.kind == "date" and self.bars and not self.lying:
            found += _no_narrower(found)
        return found

    def _says_values(self) -> bool:
        """A few bars of one kind have their numbers written at their ends: paper has no hover."""
        return len(self.heaps) == 1 and not self.lines and len(self.bars) <= FEW_BARS

    def _said(self, each: Bar) -> str:
        if each.text:
            return plain(each.text)
        if not self._says_values():
            return ""
        axis = (self.ground.x if self.lying else self.ground.y).axis
        spec = axis.layout.get("tickformat") or ","
        return axis.with_unit(format(round(each.top, 2), spec))

    def _level_title(self) -> str:
        return _title(axis_of(self.layout.get("xaxis") or {}, ()))

    def _upright_axis(self, scale: Scale) -> None:
        box, sheet, named = self.ground.box, self.ground.sheet, scale.axis.kind == "category"
        room = len(scale.axis.names) if named else max(2, int(box.height / TICK_HEIGHT))
        for number, label in scale.ticks(room):
            down = scale.place(number)
            if not named:
                self._rule((box.left, down), (box.right, down), strong=number == 0)
            words = shortened(plain(label), box.left - 80, lambda text: width_of(text, LABEL))
            sheet.text((box.left - 14, down), words, LABEL, PALE_INK, align="right")
        if _title(scale.axis):
            sheet.text((box.left, box.top - LINE), _title(scale.axis), LABEL, PALE_INK)

    def _level_axis(self, scale: Scale) -> None:
        box, sheet = self.ground.box, self.ground.sheet
        room = self._level_room(scale)
        self._rule((box.left, box.bottom), (box.right, box.bottom), strong=not self.lying)
        for number, label in scale.ticks(room):
            across = scale.place(number)
            if self.lying:
                self._rule((across, box.top), (across, box.bottom), strong=number == 0)
            else:
                self._rule((across, box.bottom), (across, box.bottom + 7), strong=True)
            widest = max(box.width / room - 10, LABEL * 2)
            lines = wrapped(plain(label), widest, lambda text: width_of(text, LABEL))
            for at, line in enumerate(lines):
                place = (across, box.bottom + LINE * (0.9 + at))
                sheet.text(place, line, LABEL, PALE_INK, align="center")
        if self._level_title():
            place = (box.right, box.bottom + LINE * 2)
            sheet.text(place, self._level_title(), LABEL, PALE_INK, align="right")

    def _zero(self) -> None:
        """The line that bars stand on or hang from, over their edges."""
        scale, box = self.ground.x if self.lying else self.ground.y, self.ground.box
        low, high = sorted((scale.low, scale.high))
        if not self.bars or not low <= 0 <= high:
            return
        at = scale.place(0)
        ends = (
            ((at, box.top), (at, box.bottom)) if self.lying else ((box.left, at), (box.right, at))
        )
        self._rule(*ends, strong=True)

    def _level_room(self, scale: Scale) -> int:
        """How many labels have room side by side."""
        if scale.axis.kind == "category":
            words = [plain(name) for name in scale.axis.names]
            widest = max((width_of(word, LABEL) for word in words), default=60.0) + LABEL
            return max(2, int(self.ground.box.width / min(widest, LABEL * 8)))
        widest = max((width_of(label, LABEL) for _, label in scale.ticks(4)), default=60.0)
        return max(2, int(self.ground.box.width / (max(widest, 50) * APART)))

    def _rule(self, start: Point, end: Point, *, strong: bool) -> None:
        self.ground.sheet.line([start, end], STRONG if strong else GRID, 2 if strong else 1.3)

    def _shapes(self, layer: str) -> None:
        for given in self.layout.get("shapes") or []:
            if (given.get("layer") or "above") == layer:
                marks.shape(self.ground, given)


def _known(traces: list[Trace]) -> None:
    """Raises ValueError for what would be drawn wrong, rather than draw it."""
    kinds = {trace.get("type", "scatter") for trace in traces}
    axes = {trace.get(f"{letter}axis", letter) for trace in traces for letter in "xy"}
    if kinds - KNOWN or axes - {"x", "y"}:
        raise ValueError(f"no picture of {kinds - KNOWN or axes}")


def _no_narrower(days: list[float]) -> tuple[float, float]:
    """Four weeks around a first week, so that its bar is not as wide as the picture."""
    middle = (min(days) + max(days)) / 2
    return middle - FEWEST_DAYS / 2, middle + FEWEST_DAYS / 2


def _title(axis: Axis) -> str:
    title: Any = axis.layout.get("title") or ""
    return plain(title if isinstance(title, str) else title.get("text") or "")


def _tiled(trace: Trace, layout: Figure) -> bool:
    """Whether square marks fill the cells of a grid, as charts.js decides it."""
    square = (trace.get("marker") or {}).get("symbol") == "square"
    return square and all((layout.get(f"{letter}axis") or {}).get("range") for letter in "xy")


def _narrowed(box: Box, x: Axis, y: Axis) -> Box:
    """The middle of the box, where tiles without axes are not drawn out of shape."""
    ranges = [axis.layout.get("range") or (0, 1) for axis in (x, y)]
    across, down = (abs(high - low) for low, high in ranges)
    width = min(box.width, box.height / down * across * TILE_WIDEST)
    middle = (box.left + box.right) / 2
    return Box(middle - width / 2, box.top, middle + width / 2, box.bottom)
