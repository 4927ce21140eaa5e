import re
import struct
import zlib

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.teams.figures import DOTS, QUIET_ZONE, qr_png, qr_svg

LINK = "https://tracker.example/join/abcdefgh2345"
Matrix = list[list[int]]


def expected(link: str) -> Matrix:
    """The modules of the code for a link, with the white around it."""
    code = segno.make_qr(link, error="m")
    return [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]


def read_png(data: bytes) -> Matrix:
    """The modules of a greyscale PNG of one bit a pixel, as a decoder sees its dots."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert (depth, colour) == (1, 0)
    pixels, position = b"", 8
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        if kind == b"IDAT":
            pixels += data[position + 8 : position + 8 + length]
        position += length + 12
    lines = unfiltered(zlib.decompress(pixels), (width + 7) // 8, height)
    return [
        [1 - (lines[y][x // 8] >> (7 - x % 8) & 1) for x in range(DOTS // 2, width, DOTS)]
        for y in range(DOTS // 2, height, DOTS)
    ]


def unfiltered(rows: bytes, length: int, height: int) -> list[bytes]:
    """The lines of a PNG whose filters are none (0) or the difference to the line above (2)."""
    lines = [bytes(length)]
    for y in range(height):
        start = y * (length + 1)
        line = rows[start + 1 : start + 1 + length]
        assert rows[start] in {0, 2}
        above = lines[-1] if rows[start] else bytes(length)
        lines.append(bytes((a + b) % 256 for a, b in zip(line, above, strict=True)))
    return lines[1:]


def read_svg(data: bytes) -> Matrix:
    """The modules of an SVG that draws each row's dark stretches as strokes."""
    text = data.decode()
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', text)[0]) // DOTS
    matrix = [[0] * size for _ in range(size)]
    x = y = 0
    path = re.findall(r'stroke="#000"[^>]* d="([^"]+)"', text)[0]
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            for column in range(x, x + int(values[0])):
                matrix[y][column] = 1
            x += int(values[0])
        else:
            across, down = values
            x = int(across) if command == "M" else x + int(across)
            y = int(down) if command == "M" else y + int(down)
    return matrix


def test_the_png_shows_exactly_the_modules_of_the_link() -> None:
    assert read_png(qr_png(LINK)) == expected(LINK)


def test_the_svg_shows_exactly_the_modules_of_the_link() -> None:
    assert read_svg(qr_svg(LINK)) == expected(LINK)


@settings(max_examples=20)
@given(st.text(alphabet="abcdefghjkmnpqrstuvwxyz23456789", min_size=12, max_size=12))
def test_every_code_is_drawn_as_what_it_says(code: str) -> None:
    link = f"http://127.0.0.1:5000/join/{code}"

    assert read_png(qr_png(link)) == read_svg(qr_svg(link)) == expected(link)


@pytest.mark.parametrize("forbidden", [b"<script", b"style=", b"<style", b"onload"])
def test_the_svg_holds_nothing_the_policy_forbids(forbidden: bytes) -> None:
    assert forbidden not in qr_svg(LINK)
