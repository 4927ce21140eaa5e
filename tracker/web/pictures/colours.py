"""Colours of a figure as the paper needs them; the paper is white whatever the page was."""

import re

from tracker.web.pictures.sheet import Colour

INK, PALE_INK, GRID = "#16231b", "#46524a", "#dfe5e1"
CALLED = re.compile(r"rgba?\(([^)]*)\)")
DARK = 0.45
"""Below this lightness, words on a colour are white."""


def colour(value: str) -> Colour:
    """A colour of Plotly's: #rrggbb, a name, or rgba() with its transparency."""
    found = CALLED.fullmatch(value.strip())
    if not found:
        return value
    red, green, blue, *alpha = (float(part) for part in found.group(1).split(","))
    return red / 255, green / 255, blue / 255, alpha[0] if alpha else 1.0


def ink_on(value: str) -> str:
    """Dark or white, whichever is read better on this colour."""
    return "#ffffff" if _lightness(value) < DARK else INK


def _lightness(value: str) -> float:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return 1.0
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
