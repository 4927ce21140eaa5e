"""A certificate as a PNG: her name, what she took part in, and an ornament of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from flask_babel import gettext as _

from tracker.showcases.rules import Showcase
from tracker.web.pictures.paper import (
    DEEP,
    GREEN,
    INK,
    PALE,
    QUIET,
    WHITE,
    Point,
    Sheet,
    set_within,
    without_faces,
    write_lines,
)

WIDTH, HEIGHT, MARGIN = 1240, 1754, 150
"""A4 at 150 dots an inch."""
FRAME, CORNER = 64, 120
PETALS = 8
"""One for each movement of 八段锦."""


@dataclass(frozen=True)
class Certificate:
    """Everything that is written on a certificate."""

    title: str
    name: str
    sentence: str
    items: str
    thanks: str
    dated: str
    campaign: str


def certificate_of(
    showcase: Showcase, *, name: str, district: str, items: Sequence[str]
) -> Certificate:
    """What a certificate says in the reader's language."""
    on = showcase.day
    dated = _("%(year)s年%(month)s月%(day)s日", year=on.year, month=on.month, day=on.day)
    about = {"event": showcase.name, "venue": showcase.venue, "district": district, "day": dated}
    sentence = (
        _("%(day)s，代表%(district)s，在%(venue)s参加了“%(event)s”。", **about)
        if district
        else _("%(day)s，在%(venue)s参加了“%(event)s”。", **about)
    )
    return Certificate(
        title=_("参加证书"),
        name=name,
        sentence=sentence,
        items=_("展示项目：%(items)s", items=_("、").join(items)) if items else "",
        thanks=_("和大家一起练，一起展示。特发此证，以作纪念。"),
        dated=dated,
        campaign=_("健康体重行动"),
    )


def certificate_png(words: Certificate) -> bytes:
    """The certificate as a picture, as A4 as its printed page."""
    sheet, room, middle = Sheet(WIDTH, HEIGHT, WHITE), WIDTH - 2 * MARGIN, WIDTH / 2
    _frame(sheet)
    _flower(sheet, (middle, 300), 110)
    sheet.text((middle, 520), words.title, 100, DEEP, bold=True, middle=True)
    size, names = set_within(without_faces(words.name), room, (84, 66, 52), 1)
    sheet.text((middle, 720), names[0], size, INK, bold=True, middle=True)
    sheet.line([(middle - 260, 780), (middle + 260, 780)], GREEN, 3)
    down = 840.0
    for text, big in ((words.sentence, 46), (words.items, 42), (words.thanks, 42)):
        fits, lines = set_within(without_faces(text), room, (big, 38, 34), 3)
        down = write_lines(sheet, lines if text else [], (MARGIN, down), fits, INK) + 34
    sheet.text((middle, HEIGHT - 290), words.campaign, 46, DEEP, bold=True, middle=True)
    sheet.text((middle, HEIGHT - 220), words.dated, 38, QUIET, middle=True)
    return sheet.png()


def _frame(sheet: Sheet) -> None:
    """Two lines around the sheet, with a small flower in each corner."""
    for inset, width, color in ((FRAME, 6, GREEN), (FRAME + 16, 2, PALE)):
        left, top, right, bottom = inset, inset, WIDTH - inset, HEIGHT - inset
        around: list[Point] = [(left, top), (right, top), (right, bottom), (left, bottom)]
        sheet.line([*around, around[0], around[1]], color, width)
    for across in (CORNER, WIDTH - CORNER):
        for down in (CORNER, HEIGHT - CORNER):
            _flower(sheet, (across, down), 30)


def _flower(sheet: Sheet, at: Point, radius: float) -> None:
    """Eight petals around a middle."""
    for petal in range(PETALS):
        angle = 2 * pi * petal / PETALS
        place = at[0] + cos(angle) * radius * 0.62, at[1] + sin(angle) * radius * 0.62
        sheet.dot(place, radius * 0.3, GREEN if petal % 2 else PALE)
    sheet.dot(at, radius * 0.26, DEEP)
