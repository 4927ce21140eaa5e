"""What several forms are built of."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def one_line(text: str | None) -> str:
    """What was typed on one line, without what no line has."""
    return CONTROL.sub(" ", text or "").strip()


def paragraphs(text: str | None) -> str:
    """What was typed on several lines; browsers send two signs for the end of each."""
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip()
