"""A ticket as a PNG: where and when, the code for the gate, the number to read out, and no name."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from flask_babel import gettext as _

from tracker.clock import BEIJING
from tracker.gates.rules import Ticket, spoken
from tracker.showcases.rules import Showcase
from tracker.web.filters import day_with_weekday
from tracker.web.pictures.paper import (
    DEEP,
    GREEN,
    INK,
    PALE,
    QUIET,
    WHITE,
    Sheet,
    draw_code,
    set_within,
    shortened_to,
    without_faces,
    write_lines,
)

WIDTH, HEIGHT, MARGIN = 900, 1400, 64
CODE_SIDE = 640
QUIET_ZONE = 4


@dataclass(frozen=True)
class Printed:
    """Everything that is written on a ticket, and the token in its code."""

    event: str
    dated: str
    venue: str
    squads: str
    number: str
    call: str
    token: str


def qr(text: str) -> str:
    """A text as a picture that needs no request of its own."""
    code = segno.make_qr(text, error="m")
    return str(code.svg_data_uri(border=QUIET_ZONE, light="#fff", omitsize=True))


def ticket_of(showcase: Showcase, squads: Sequence[str], ticket: Ticket, token: str) -> Printed:
    """What a ticket says in the reader's language."""
    opens = f"{showcase.opens.astimezone(BEIJING):%H:%M}"
    return Printed(
        event=showcase.name,
        dated=_("%(day)s %(time)s 起入场", day=day_with_weekday(showcase.day), time=opens),
        venue=showcase.venue,
        squads=" · ".join(squads),
        number=spoken(ticket.number),
        call=_("扫不了，就念这六位数字"),
        token=token,
    )


def ticket_png(printed: Printed) -> bytes:
    """The ticket as a picture, 900 pixels wide."""
    sheet, room = Sheet(WIDTH, HEIGHT, WHITE), WIDTH - 2 * MARGIN
    sheet.box((0, 0), (WIDTH, 330), GREEN)
    size, names = set_within(without_faces(printed.event), room, (64, 54, 46, 40), 2)
    below = write_lines(sheet, names, (MARGIN, 44), size, WHITE, bold=True)
    for words in (printed.dated, shortened_to(without_faces(printed.venue), room, 36)):
        below = write_lines(sheet, [words], (MARGIN, below + 8), 36, PALE)
    draw_code(sheet, printed.token, ((WIDTH - CODE_SIDE) / 2, 370), CODE_SIDE)
    middle, down = WIDTH / 2, 370 + CODE_SIDE
    sheet.text((middle, down + 50), printed.call, 34, QUIET, middle=True)
    sheet.text((middle, down + 135), printed.number, 96, DEEP, bold=True, middle=True)
    squads = shortened_to(without_faces(printed.squads), room, 40)
    sheet.text((middle, down + 240), squads, 40, INK, middle=True)
    return sheet.png()
