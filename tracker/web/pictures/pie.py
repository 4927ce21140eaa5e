"""Shares of a whole as a ring, with names and shares beside it."""

import math

from tracker.web.charts import PALETTE
from tracker.web.pictures.bars import Trace, each_of
from tracker.web.pictures.colours import INK, colour
from tracker.web.pictures.letters import plain
from tracker.web.pictures.sheet import Box, Sheet

LABEL = 24
AWAY = 1.12


def draw(sheet: Sheet, trace: Trace, box: Box) -> None:
    """The slices from the top with the clock, in the order of the figure."""
    values = [float(value or 0) for value in trace.get("values") or []]
    whole = sum(values) or 1.0
    colors = (trace.get("marker") or {}).get("colors") or list(PALETTE)
    colors = each_of(colors, len(values))
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    radius = min(box.width, box.height) / 2.5
    radii = (radius * trace.get("hole", 0), radius)
    start = 90.0
    for at, value in enumerate(values):
        end = start - 360 * value / whole
        sheet.slice(middle, radii, (end, start), colour(colors[at % len(colors)]))
        angle = math.radians((start + end) / 2)
        place = (
            middle[0] + radius * AWAY * math.cos(angle),
            middle[1] - radius * AWAY * math.sin(angle),
        )
        words = f"{plain(str(trace['labels'][at]))} {100 * value / whole:.0f} %"
        sheet.text(place, words, LABEL, INK, align="left" if math.cos(angle) >= 0 else "right")
        start = end
