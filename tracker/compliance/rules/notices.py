"""The notice and the terms people agree to: published versions that never change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html.parser import HTMLParser

UNPUBLISHED = 0
"""The version of words that were shown before any was published: in development, and in tests."""


class Language(StrEnum):
    """What the notice is in."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True)
class Words:
    """What was shown in one language, as it stands on a page."""

    notice: str
    terms: str

    @property
    def shown(self) -> str:
        """Both, as they enter the fingerprint of a consent."""
        return f"{self.notice}\n{self.terms}"

    def lines(self) -> list[str]:
        """Both without their tags, a heading, paragraph or item a line, to compare versions."""
        reader = _Lines()
        reader.feed(self.shown)
        reader.close()
        return [line for line in map(str.strip, reader.lines) if line]


@dataclass(frozen=True)
class Notice:
    """One version: the words in both languages, and their fingerprint."""

    season_id: int
    version: int
    published_at: datetime | None
    words: Mapping[Language, Words]

    @property
    def sha256(self) -> str:
        """The fingerprint of everything in it."""
        return words_hash(self.words)


def words_hash(words: Mapping[Language, Words]) -> str:
    """SHA-256 of the notice and the terms in every language."""
    text = "\n".join(f"{each.value}\n{words[each].shown}" for each in Language)
    return hashlib.sha256(text.encode()).hexdigest()


def added_and_gone(before: Words, after: Words) -> tuple[list[str], list[str]]:
    """The lines that a newer version has and the former had not, and the other way round."""
    old, new = before.lines(), after.lines()
    return [line for line in new if line not in old], [line for line in old if line not in new]


class _Lines(HTMLParser):
    """Collects the text of headings, paragraphs and items."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"h2", "h3", "p", "li", "dt", "dd"}:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"h2", "h3", "p", "li", "dt", "dd"}:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += " ".join(data.split()) if data.strip() else ""
