"""Addresses that may be followed after a form."""

from urllib.parse import urlsplit


def safe_next(target: str | None) -> str:
    """A path on this site, or `/`: never another host, scheme or control character."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(ord(character) <= ord(" ") or character == "\\" for character in target):
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"
