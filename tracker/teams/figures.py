"""A link as a QR code: lines for paper, dots for a group chat."""

from io import BytesIO

import segno

QUIET_ZONE = 4
"""Modules of white around the code, as the standard asks."""

DOTS = 10
"""Pixels a module: some 400 across, sharp on a phone and on A4."""


def qr_svg(link: str) -> bytes:
    """The link as an SVG picture."""
    return _drawn(link, "svg", svgclass=None, lineclass=None, omitsize=True)


def qr_png(link: str) -> bytes:
    """The link as a PNG picture, which a phone saves by a long press."""
    return _drawn(link, "png")


def _drawn(link: str, kind: str, **options: object) -> bytes:
    file = BytesIO()
    code = segno.make_qr(link, error="m")
    code.save(file, kind=kind, scale=DOTS, border=QUIET_ZONE, light="#fff", **options)
    return file.getvalue()
