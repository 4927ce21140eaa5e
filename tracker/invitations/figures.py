"""A slip's link as a QR code, drawn into the sheet itself: 200 of them are one request."""

import segno

QUIET_ZONE = 4
"""Modules of white around the code, as the standard asks."""


def qr_inline(link: str) -> str:
    """The link as an SVG element for a page."""
    code = segno.make_qr(link, error="m")
    return code.svg_inline(
        border=QUIET_ZONE, light="#fff", omitsize=True, svgclass="slip-qr", lineclass=None
    )
