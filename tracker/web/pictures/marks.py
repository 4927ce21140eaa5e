"""What stands on a figure's axes: bars, lines, dots, tiles, shapes and annotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.web.pictures import bars
from tracker.web.pictures.bars import Bar, Trace, each_of
from tracker.web.pictures.colours import INK, PALE_INK, colour, ink_on
from tracker.web.pictures.letters import plain_lines
from tracker.web.pictures.scales import Scale
from tracker.web.pictures.sheet import Align, Box, Point, Sheet, width_of

SCALE = 1.7
"""A pixel of the page in pixels of the picture, for lines and dots."""
LABEL, LINE, SMALL = 23, 31, 21
FEW_POINTS = 40
"""A longer line needs no dots, as on the page."""
TILE_GAP = 6
THIN = 6
"""A bar that is no thicker would be all edge."""
HATCHES = {"/": "//", "\\": "\\\\", "x": "xx", "-": "--", "|": "||", "+": "++", ".": ".."}
ALIGN: dict[str, Align] = {"left": "left", "center": "center", "right": "right"}


@dataclass(frozen=True)
class Ground:
    """The paper, the part of it that the axes span, and the axes."""

    sheet: Sheet
    box: Box
    x: Scale
    y: Scale

    def at(self, x: Any, y: Any) -> Point | None:
        """Where a pair of values is; None when one is missing."""
        across, down = self.x.at(x), self.y.at(y)
        return None if across is None or down is None else (across, down)


def bar(ground: Ground, each: Bar, words: str, *, lying: bool) -> None:
    """One bar, its interval, and its number or text."""
    if lying:
        sides = ground.x.place(each.base), ground.x.place(each.top)
        box = Box(min(sides), ground.y.place(each.high), max(sides), ground.y.place(each.low))
    else:
        sides = ground.y.place(each.top), ground.y.place(each.base)
        box = Box(ground.x.place(each.low), min(sides), ground.x.place(each.high), max(sides))
    ground.sheet.box(
        box,
        colour(each.color),
        edge="white" if min(box.width, box.height) > THIN else "none",
        hatch=HATCHES.get(each.hatch),
        clip=ground.box,
    )
    if each.error:
        _interval(ground, each, box, lying=lying)
    if words:
        _beside(ground, each, box, words, lying=lying)


def scatter(ground: Ground, trace: Trace, before: Sequence[Point]) -> list[Point]:
    """A trace of lines, dots or words; gives back its points for a band up to the next."""
    pairs = zip(trace.get("x") or [], trace.get("y") or [], strict=True)
    points = [ground.at(x, y) for x, y in pairs]
    seen = [point for point in points if point is not None]
    _band(ground, trace, seen, before)
    mode = trace.get("mode") or "lines"
    for at, point in enumerate(points):
        if point is not None:
            _intervals(ground, trace, at)
    if "lines" in mode:
        _line(ground, trace, points)
    if "markers" in mode and not ("lines" in mode and len(points) > FEW_POINTS):
        _dots(ground, trace, points)
    if "text" in mode:
        _words(ground, trace, points)
    return seen


def tiles(ground: Ground, trace: Trace) -> None:
    """Square marks that fill their cells, with their words inside."""
    width = abs(ground.x.place(1) - ground.x.place(0)) - TILE_GAP
    height = abs(ground.y.place(1) - ground.y.place(0)) - TILE_GAP
    pairs = list(zip(trace.get("x") or [], trace.get("y") or [], strict=True))
    colors = each_of((trace.get("marker") or {}).get("color") or "#d5dad6", len(pairs))
    for pair, color in zip(pairs, colors, strict=True):
        point = ground.at(*pair)
        if point is not None:
            across, down = point
            half = width / 2, height / 2
            cell = Box(across - half[0], down - half[1], across + half[0], down + half[1])
            ground.sheet.box(cell, colour(color))
    if "text" in (trace.get("mode") or ""):
        _words(ground, trace, [ground.at(x, y) for x, y in pairs], middle=True)


def shape(ground: Ground, given: dict[str, Any]) -> None:
    """A line or a rectangle, in values or in parts of the axes."""
    ends = [_placed(ground, given, str(end)) for end in (0, 1)]
    (left, one), (right, other) = ends
    line = given.get("line") or {}
    if given.get("type") == "line":
        width = line.get("width", 2) * SCALE
        color = colour(line.get("color") or INK)
        ground.sheet.line(ends, color, width, line.get("dash") or "solid", clip=ground.box)
        return
    box = Box(min(left, right), min(one, other), max(left, right), max(one, other))
    ground.sheet.box(box, colour(given.get("fillcolor") or "rgba(0,0,0,0)"), clip=ground.box)


def annotation(ground: Ground, given: dict[str, Any]) -> None:
    """Words at a place; an arrow is a thin line to what they speak of."""
    across, down = _placed(ground, given, "")
    lines = plain_lines(str(given.get("text") or ""))
    color = (given.get("font") or {}).get("color") or PALE_INK
    if given.get("showarrow", True):
        end = (across + given.get("ax", -10) * SCALE, down + given.get("ay", -30) * SCALE)
        ground.sheet.line([(across, down), end], PALE_INK, 1.5)
        across, down = end
    middle = {"top": 0.5, "bottom": 0.5 - len(lines)}.get(
        given.get("yanchor", ""), 0.5 - len(lines) / 2
    )
    align = ALIGN.get(given.get("xanchor") or "center", "center")
    for at, words in enumerate(lines):
        place = (across, down + (middle + at) * LINE)
        ground.sheet.text(place, words, LABEL, color, align=align)


def _placed(ground: Ground, given: dict[str, Any], end: str) -> Point:
    """Where an end of a shape is: in values, or where it says paper, in parts of the axes."""
    across = _one(ground.x, given.get("xref") or "x", given[f"x{end}"])
    down = _one(ground.y, given.get("yref") or "y", given[f"y{end}"])
    return across, down


def _one(scale: Scale, reference: str, value: Any) -> float:
    if reference == "paper" or reference.endswith("domain"):
        return scale.start + float(value) * (scale.end - scale.start)
    found = scale.at(value)
    return scale.start if found is None else found


def _line(ground: Ground, trace: Trace, points: Sequence[Point | None]) -> None:
    line = trace.get("line") or {}
    color = colour(line.get("color") or bars.DEFAULT_COLOUR)
    width, dash = line.get("width", 2) * SCALE, line.get("dash") or "solid"
    bridged = [point for point in points if point] if trace.get("connectgaps") else points
    run: list[Point] = []
    for point in [*bridged, None]:
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1 and width:
            ground.sheet.line(run, color, width, dash)
        run = []


def _dots(ground: Ground, trace: Trace, points: Sequence[Point | None]) -> None:
    marker = trace.get("marker") or {}
    line = (trace.get("line") or {}).get("color") or bars.DEFAULT_COLOUR
    colors = each_of(marker.get("color") or line, len(points))
    sizes = each_of(marker.get("size", 6), len(points))
    symbols = each_of(marker.get("symbol") or "circle", len(points))
    for point, color, size, symbol in zip(points, colors, sizes, symbols, strict=True):
        if point is not None:
            ground.sheet.marker(point, str(symbol), size * SCALE, colour(color))


def _words(
    ground: Ground, trace: Trace, points: Sequence[Point | None], *, middle: bool = False
) -> None:
    texts = each_of(trace.get("text") or "", len(points))
    font = trace.get("textfont") or {}
    colors = each_of(font.get("color") or INK, len(points))
    where = str(trace.get("textposition") or "middle center")
    align: Align = "left" if "right" in where else "right" if "left" in where else "center"
    side = {"left": 12, "right": -12}.get(align, 0)
    for point, text, color in zip(points, texts, colors, strict=True):
        if point is None or not text:
            continue
        lines = plain_lines(str(text))
        level = 0 if middle else {"top": -1, "bottom": 1}.get(where.split(maxsplit=1)[0], 0)
        first = point[1] + level * (8 + LINE * len(lines) / 2) - LINE * (len(lines) - 1) / 2
        for at, words in enumerate(lines):
            place = (point[0] + side, first + at * LINE)
            ground.sheet.text(place, words, LABEL, color, align=align)


def _band(ground: Ground, trace: Trace, seen: list[Point], before: Sequence[Point]) -> None:
    """What is filled between a line and the axis, or the line before it."""
    fill = trace.get("fill") or "none"
    if fill == "none" or not seen:
        return
    line = (trace.get("line") or {}).get("color") or bars.DEFAULT_COLOUR
    color = colour(trace.get("fillcolor") or line)
    zero = ground.y.place(0) if ground.y.low <= 0 <= ground.y.high else ground.box.bottom
    floor = [(seen[0][0], zero), (seen[-1][0], zero)]
    back = {"tonexty": before or floor, "tozeroy": floor}.get(fill, [])
    ground.sheet.area([*seen, *reversed(back)], color, clip=ground.box)


def _intervals(ground: Ground, trace: Trace, at: int) -> None:
    x, y = trace["x"][at], trace["y"][at]
    for letter, value, axis in (("x", x, ground.x.axis), ("y", y, ground.y.axis)):
        number = axis.number(value)
        ends = bars.ends(trace, letter, number, at) if number is not None else None
        if ends is None:
            continue
        across, down = ground.x.at(x) or 0.0, ground.y.at(y) or 0.0
        low, high = ((ground.x if letter == "x" else ground.y).place(end) for end in ends)
        color = (trace.get(f"error_{letter}") or {}).get("color") or PALE_INK
        line = [(low, down), (high, down)] if letter == "x" else [(across, low), (across, high)]
        _capped(ground, line, colour(color), level=letter == "x")


def _interval(ground: Ground, each: Bar, box: Box, *, lying: bool) -> None:
    low, high = ((ground.x if lying else ground.y).place(end) for end in each.error or (0, 0))
    down, across = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    line = [(low, down), (high, down)] if lying else [(across, low), (across, high)]
    _capped(ground, line, INK, level=lying)


def _capped(ground: Ground, line: Sequence[Point], color: Any, *, level: bool) -> None:
    ground.sheet.line(line, color, 2.5)
    for across, down in line:
        cap = (0, 7) if level else (7, 0)
        ends = [(across - cap[0], down - cap[1]), (across + cap[0], down + cap[1])]
        ground.sheet.line(ends, color, 2.5)


def _beside(ground: Ground, each: Bar, box: Box, words: str, *, lying: bool) -> None:
    """A bar's words: inside where they fit and the figure gave them, else at its end."""
    wide = width_of(words, SMALL)
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    if each.text:
        if wide + 8 <= box.width and box.height >= SMALL:
            ground.sheet.text(middle, words, SMALL, ink_on(each.color), align="center")
        return
    furthest = [each.top, *(each.error or ())]
    if lying:
        negative = each.top < 0
        end = ground.x.place(min(furthest) if negative else max(furthest))
        place = (end - 10 if negative else end + 10, middle[1])
        align: Align = "right" if negative else "left"
        ground.sheet.text(place, words, SMALL, INK, align=align)
        return
    end = ground.y.place(min(furthest) if each.top < 0 else max(furthest))
    above = -SMALL * 0.8 if each.top >= 0 else SMALL * 0.8
    ground.sheet.text((middle[0], end + above), words, SMALL, INK, align="center")
