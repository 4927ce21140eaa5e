"""The lessons that come with the code: read once, since they change with it alone."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tracker.learning.rules.bank import Bank, assembled

FOLDER = Path(__file__).parent.parent / "lessons"


@cache
def shipped() -> Bank:
    """What the files say."""
    return checked(FOLDER)


def checked(folder: Path) -> Bank:
    """The bank of any folder, with every mistake in it."""
    return assembled(_files(folder))


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.md")):
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
