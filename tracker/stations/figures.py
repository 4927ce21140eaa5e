"""A link as a QR code inside a page, for a phone's camera."""

import segno

QUIET_ZONE = 4
"""Modules of white around the code, as the standard asks."""


def qr(link: str) -> str:
    """The link as a picture that needs no request of its own: nothing of it is kept anywhere."""
    code = segno.make_qr(link, error="m")
    return str(code.svg_data_uri(border=QUIET_ZONE, light="#fff", omitsize=True))
