"""All lessons together: chapters in their order, and what is wrong among their files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from tracker.learning.rules.cards import Card, Chapter, Question
from tracker.learning.rules.mistakes import Flaw, Mistake
from tracker.learning.rules.parsing import parse

FOLDER = re.compile(r"([1-8])-([a-z]+(?:-[a-z]+)*)")
FILE = re.compile(r"\d\d-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
TAKEN = frozenset({"again", "cards", "edit", "questions", "quiz"})
"""Addresses under /learn that are no chapter's."""


@dataclass(frozen=True)
class Bank:
    """Every card that may be shown, and every mistake in the files."""

    chapters: tuple[Chapter, ...]
    mistakes: tuple[Mistake, ...] = ()
    cards: Mapping[str, Card] = field(init=False, compare=False)
    questions: Mapping[str, Question] = field(init=False, compare=False)
    card_of: Mapping[str, str] = field(init=False, compare=False)
    """A question's card, by their ids."""
    chapter_of: Mapping[str, Chapter] = field(init=False, compare=False)
    """A card's chapter, by its id."""

    def __post_init__(self) -> None:
        """Find everything by its id."""
        cards = {card.id: card for chapter in self.chapters for card in chapter.cards}
        asked = [(each, card.id) for card in cards.values() for each in card.questions]
        chapters = {card.id: chapter for chapter in self.chapters for card in chapter.cards}
        object.__setattr__(self, "cards", cards)
        object.__setattr__(self, "questions", {each.id: each for each, _ in asked})
        object.__setattr__(self, "card_of", {each.id: card_id for each, card_id in asked})
        object.__setattr__(self, "chapter_of", chapters)

    def chapter(self, slug: str) -> Chapter | None:
        """The chapter at an address."""
        return next((each for each in self.chapters if each.slug == slug), None)

    def with_edited(self, edited: Mapping[str, Card]) -> "Bank":
        """The same with some cards as they read now."""
        chapters = tuple(
            Chapter(
                chapter.number,
                chapter.slug,
                tuple(edited.get(card.id, card) for card in chapter.cards),
            )
            for chapter in self.chapters
        )
        return Bank(chapters, self.mistakes)


def assembled(files: Iterable[tuple[str, str]]) -> Bank:
    """The bank of files, each its path within the lessons' folder and its text."""
    mistakes: list[Mistake] = []
    first: dict[str, str] = {}
    cards: list[tuple[str, Card]] = []
    for path, text in sorted(files):
        folder, _, name = path.rpartition("/")
        is_placed = FOLDER.fullmatch(folder) and FILE.fullmatch(name)
        if not is_placed or folder.partition("-")[2] in TAKEN:
            mistakes.append(Mistake(path, 1, Flaw.BAD_PLACE, path))
            continue
        parsed = parse(text, path)
        mistakes += parsed.mistakes
        for named in parsed.named:
            if named.id in first:
                mistakes.append(Mistake(path, named.line, Flaw.REPEATED, named.id))
            first.setdefault(named.id, path)
        if parsed.card:
            cards.append((folder, parsed.card))
    return Bank(_chapters(cards), tuple(mistakes))


def _chapters(cards: list[tuple[str, Card]]) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(int(folder[0]), folder.partition("-")[2], tuple(card for _, card in found))
        for folder, found in groupby(cards, key=lambda each: each[0])
    )
