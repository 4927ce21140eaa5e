"""A photograph from a phone made ready to be shown: upright, small enough, nothing but the picture.

Where and with what it was taken stands in a file's EXIF; none of it is kept.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from tracker.photographs.rules import (
    LARGE,
    PIXELS_MAX,
    SMALL,
    Prepared,
    Trouble,
    UnusablePictureError,
)

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
SHRINKABLE = frozenset({"L", "RGB", "RGBA"})
"""Modes in which the pixels between two others may be reckoned."""


def prepared(content: bytes) -> Prepared:
    """Two JPEGs of a photograph; raises UnusablePictureError."""
    if not content:
        raise UnusablePictureError(Trouble.EMPTY)
    try:
        return _prepared(content)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        # What Pillow raises for a file that is broken, cut short, or says what it is not.
        raise UnusablePictureError(Trouble.NO_PICTURE) from None
    except Image.DecompressionBombError:
        raise UnusablePictureError(Trouble.TOO_LARGE) from None


def _prepared(content: bytes) -> Prepared:
    with Image.open(BytesIO(content), formats=FORMATS) as found:
        if found.width * found.height > PIXELS_MAX:
            raise UnusablePictureError(Trouble.TOO_LARGE)
        found.draft("RGB", (LARGE, LARGE))  # a JPEG is read no larger than it is needed
        large = _on_white(ImageOps.exif_transpose(_shrunk(found)))
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    return Prepared(_jpeg(large), _jpeg(small), *large.size)


def _shrunk(picture: Image.Image) -> Image.Image:
    """No larger than it is shown, before anything makes another copy of all its pixels."""
    if picture.mode not in SHRINKABLE:
        picture = picture.convert("RGBA")
    picture.thumbnail((LARGE, LARGE))
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Pixels alone, without what a file says of itself; what is transparent is white."""
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _jpeg(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()
