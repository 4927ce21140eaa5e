"""The product's own notices and posters, looked at by the same rules as an organizer's words."""

import re
from collections.abc import Iterator
from pathlib import Path

from tracker.standings.rules.linter import Setting

ROOMS = ("announcements", "followup", "notices", "standings")
WORDS = re.compile(r"[\u4e00-\u9fff][^{}<>\"']*")


def shipped_texts(templates: Path) -> tuple[Setting, ...]:
    """Every template of a room that speaks to a team, by its path; its Chinese words alone."""
    return tuple(_texts(templates))


def _texts(templates: Path) -> Iterator[Setting]:
    for room in ROOMS:
        for path in sorted((templates / room).rglob("*.*")):
            words = WORDS.findall(path.read_text(encoding="utf-8"))
            yield Setting(f"text.{path.relative_to(templates).as_posix()}", "\n".join(words))
