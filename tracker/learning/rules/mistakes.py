"""What can be wrong in a lesson's file, and how its fields are read so that all of it is found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import yaml

from tracker.learning.rules.cards import ID, ID_MAX, LINE_MAX, Card, Words

FIRST_LINE = 2
"""The line of a file on which what stands between the fences begins."""

Found = TypeVar("Found")


class Flaw(StrEnum):
    """What can be wrong in a lesson's file."""

    NO_FRONT = "no_front"
    NOT_YAML = "not_yaml"
    MISSING = "missing"
    UNKNOWN = "unknown"
    WRONG_KIND = "wrong_kind"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BAD_ID = "bad_id"
    BAD_MOMENT = "bad_moment"
    BAD_LINK = "bad_link"
    MARKUP = "markup"
    NO_ENGLISH = "no_english"
    OPTION_COUNT = "option_count"
    ONE_RIGHT = "one_right"
    SAME_OPTIONS = "same_options"
    QUESTION_COUNT = "question_count"
    REPEATED = "repeated"
    BAD_PLACE = "bad_place"


@dataclass(frozen=True)
class Mistake:
    """A flaw, where it is, and what it is about."""

    file: str
    line: int
    flaw: Flaw
    about: str


@dataclass(frozen=True)
class Named:
    """Where a file gives something its id."""

    id: str
    line: int


@dataclass(frozen=True)
class Parsed:
    """A card, if there is no mistake in its file; the ids it gives are known even so."""

    card: Card | None
    mistakes: tuple[Mistake, ...]
    named: tuple[Named, ...]


@dataclass
class Reading:
    """One file while it is read: what is wrong in it so far, and the ids it gives."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)

    def note(self, line: int, flaw: Flaw, about: str) -> None:
        """A mistake on a line."""
        self.mistakes.append(Mistake(self.file, line, flaw, about))

    def at(self, node: yaml.Node, flaw: Flaw, about: str) -> None:
        """A mistake where a node begins."""
        self.note(_line(node), flaw, about)

    def parsed(self, card: Card | None) -> Parsed:
        """What was read; a card only of a file without a mistake."""
        mistakes = tuple(sorted(self.mistakes, key=lambda each: each.line))
        return Parsed(None if mistakes else card, mistakes, tuple(self.named))

    def parts(
        self, node: yaml.Node, needed: tuple[str, ...], allowed: tuple[str, ...] = ()
    ) -> dict[str, yaml.Node]:
        """What a mapping holds by its names; what is missing or not known is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            self.at(node, Flaw.WRONG_KIND, ", ".join(needed))
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in needed + allowed:
                self.at(key, Flaw.UNKNOWN, name)
            elif name in found:
                self.at(key, Flaw.REPEATED, name)
            found[name] = value
        for name in needed:
            if name not in found:
                self.at(node, Flaw.MISSING, name)
        return found

    def text(self, node: yaml.Node | None, name: str, most: int = LINE_MAX) -> str:
        """One text, neither empty nor too long."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.at(node, Flaw.WRONG_KIND, name)
            return ""
        text = str(node.value).strip()
        if not text:
            self.at(node, Flaw.EMPTY, name)
        if len(text) > most:
            self.at(node, Flaw.TOO_LONG, name)
        return text

    def words(self, node: yaml.Node | None, name: str, most: int = LINE_MAX) -> Words:
        """One text in both languages."""
        if node is None:
            return Words("", "")
        parts = self.parts(node, ("zh", "en"))
        return Words(
            self.text(parts.get("zh"), f"{name}.zh", most),
            self.text(parts.get("en"), f"{name}.en", most),
        )

    def either(self, node: yaml.Node | None, name: str) -> Words:
        """Words in both languages, or one text that reads the same in both."""
        if isinstance(node, yaml.ScalarNode):
            text = self.text(node, name)
            return Words(text, text)
        return self.words(node, name)

    def id(self, node: yaml.Node | None) -> str:
        """An id, remembered with its line."""
        text = self.text(node, "id", ID_MAX)
        if node is not None:
            if text and not ID.fullmatch(text):
                self.at(node, Flaw.BAD_ID, text)
            self.named.append(Named(text, _line(node)))
        return text

    def each(
        self, node: yaml.Node | None, name: str, read: Callable[[yaml.Node], Found]
    ) -> tuple[Found, ...]:
        """What is read of each part of a list."""
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.at(node, Flaw.WRONG_KIND, name)
            return ()
        return tuple(read(each) for each in node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + FIRST_LINE
