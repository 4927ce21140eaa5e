"""Invented photographs, as phones make them."""

from io import BytesIO

from PIL import Image

ORIENTATION, GPS, MODEL = 0x0112, 0x8825, 0x0110
TURNED = 6
"""Lying on its side: whoever shows it has to turn it by a quarter."""


def jpeg(
    size: tuple[int, int] = (400, 300), colour: str = "teal", *, turned: bool = False
) -> bytes:
    """A photograph with the words that a phone writes into it."""
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[MODEL] = "canary-phone"
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 54.0, 15.0)})
    if turned:
        exif[ORIENTATION] = TURNED
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif, comment=b"canary-comment")
    return file.getvalue()
