"""A photograph made ready: upright, small, and nothing in it but the picture."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.photographs.pictures import jpeg
from tracker.photographs.documents import prepared
from tracker.photographs.rules import LARGE, SMALL, Trouble, UnusablePictureError


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_nothing_of_where_and_with_what_it_was_taken_is_left() -> None:
    found = prepared(jpeg())

    for content in (found.large, found.small):
        picture = opened(content)
        assert not picture.getexif()
        assert "comment" not in picture.info
        assert b"canary" not in content


def test_a_photograph_taken_sideways_stands_upright() -> None:
    found = prepared(jpeg((400, 300), turned=True))

    assert (found.width, found.height) == (300, 400)


def test_a_large_one_is_made_as_large_as_a_screen_and_as_a_list() -> None:
    found = prepared(jpeg((4000, 3000)))

    assert (found.width, found.height) == (LARGE, LARGE * 3 // 4)
    assert opened(found.small).size == (SMALL, SMALL * 3 // 4)


def test_a_small_one_is_not_blown_up() -> None:
    found = prepared(jpeg((200, 100)))

    assert (found.width, found.height) == (200, 100)


def test_what_is_transparent_becomes_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(file, "PNG")

    found = opened(prepared(file.getvalue()).large)

    assert found.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # our limit is lower
def test_a_picture_that_unfolds_into_too_many_pixels_is_refused() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk))

    with pytest.raises(UnusablePictureError) as caught:
        prepared(bomb + jpeg())

    assert caught.value.trouble in {Trouble.TOO_LARGE, Trouble.NO_PICTURE}


@pytest.mark.parametrize(
    "content", [b"<svg onload='x'/>", b"GIF89a....", b"%PDF-1.7", b"\xff\xd8\xff"]
)
def test_what_is_no_photograph_is_refused(content: bytes) -> None:
    with pytest.raises(UnusablePictureError) as caught:
        prepared(content)

    assert caught.value.trouble is Trouble.NO_PICTURE


def test_no_file_at_all_is_said_to_be_none() -> None:
    with pytest.raises(UnusablePictureError) as caught:
        prepared(b"")

    assert caught.value.trouble is Trouble.EMPTY


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # what Pillow says of a broken file
@given(cut=st.integers(0, 600), flip=st.integers(0, 600), bit=st.integers(0, 7))
def test_a_broken_file_is_refused_or_read_and_nothing_else_happens(
    cut: int, flip: int, bit: int
) -> None:
    content = bytearray(jpeg((40, 30)))
    content[flip % len(content)] ^= 1 << bit

    try:
        found = prepared(bytes(content[: max(1, len(content) - cut)]))
    except UnusablePictureError:
        return

    assert max(found.width, found.height) <= LARGE
