"""The same table for privacy, accounts and compliance."""

from tests.security.lines import Line

LINES: dict[tuple[str, str], Line] = {}
