"""Words as they are set in a picture: without markup, and broken where a line may end."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from tracker.config import PROJECT

FONTS = {
    False: PROJECT / "build" / "fonts" / "NotoSansSC-Regular.ttf",
    True: PROJECT / "build" / "fonts" / "NotoSansSC-Bold.ttf",
}
"""By whether it is bold; scripts/vendor.py lays them there."""

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?(?:b|i|em|strong|sub|sup|span|a|extra)\b[^>]*>", re.IGNORECASE)
SPACES = re.compile(r"\s+")
PIECE = re.compile(r"\s+|[^\s\u2e80-\ufaff\uff00-\uffef]+|.", re.DOTALL)
"""What stays together on a line: a run of Latin letters and digits, or one Chinese character."""
NEVER_FIRST = "，。、；：！？）》」』】”’％…—～·,.;:!?)]}%"
NEVER_LAST = "（《「『【“‘([{"

Measure = Callable[[str], float]
"""How wide some words are, in pixels."""


def plain_lines(marked: str) -> list[str]:
    """A figure's text as lines without the tags and entities that Plotly reads in it."""
    return [plain(part) for part in BREAK.split(marked)]


def plain(marked: str) -> str:
    """A figure's text on one line."""
    return SPACES.sub(" ", unescape(TAG.sub("", BREAK.sub(" ", marked)))).strip()


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than this; a line neither begins nor ends with the wrong sign."""
    lines, line = [], ""
    for piece in _pieces(text, width, measure):
        if line and measure((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line = line + piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def shortened(text: str, width: float, measure: Measure) -> str:
    """The text, or as much of its beginning as has room before three dots."""
    if measure(text) <= width:
        return text
    kept = text
    while kept and measure(kept + "…") > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _pieces(text: str, width: float, measure: Measure) -> Iterator[str]:
    """Runs that stay together, with the signs that belong to them."""
    held = ""
    for piece in PIECE.findall(SPACES.sub(" ", text)):
        ends = held and (held[-1] in NEVER_LAST or piece[0] in NEVER_FIRST)
        if not held or ends:
            held += piece
            continue
        yield from _fitting(held, width, measure)
        held = piece
    yield from _fitting(held, width, measure)


def _fitting(piece: str, width: float, measure: Measure) -> Iterator[str]:
    """A piece, cut by letters where no line could hold it."""
    while len(piece) > 1 and measure(piece) > width:
        cut = next(
            at for at in range(len(piece) - 1, 0, -1) if at == 1 or measure(piece[:at]) <= width
        )
        yield piece[:cut]
        piece = piece[cut:]
    yield piece
