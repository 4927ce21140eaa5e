"""Keys in an address, and addresses that may be followed after a form."""

from urllib.parse import urlsplit

from flask import Flask
from werkzeug.routing import IntegerConverter

KEY_DIGITS = 16
"""No key has more, and no database is asked for a number it cannot hold."""


class KeyConverter(IntegerConverter):
    """`<key:...>` in an address: a key of the database; a longer number is no address at all."""

    regex = rf"\d{{1,{KEY_DIGITS}}}"


def install(app: Flask) -> None:
    """Make `<key:...>` known to every address."""
    app.url_map.converters["key"] = KeyConverter


def key_of(text: str) -> int:
    """A key as it was typed into an address or a form; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS else 0


def safe_next(target: str | None) -> str:
    """A path on this site, or `/`: never another host, scheme or control character."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(ord(character) <= ord(" ") or character == "\\" for character in target):
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"
