"""What a lesson is: a card of one minute, its source, its questions, every answer explained."""

import re
from dataclasses import dataclass
from enum import StrEnum

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_MAX = 60
TITLE_MAX = 90
BODY_MAX = 2000
LINE_MAX = 500
URL_MAX = 400
OPTIONS = (3, 4)
QUESTIONS_MAX = 6


class Moment(StrEnum):
    """What a card fits to; what a person lives through is told in the same words."""

    FIRST_WEEK = "first_week"
    """Her first seven days."""
    PLATEAU = "plateau"
    """She wants to lose, and her trend has stood still."""
    FASTER_THAN_SAFE = "faster_than_safe"
    """Her weight falls faster than is good for her."""
    COMEBACK = "comeback"
    """She is back after ten silent days or more."""
    WEEKEND = "weekend"
    """Friday to Sunday."""
    FINAL_WEEKS = "final_weeks"
    """The season's last three weeks."""
    ANY = "any"
    """Any day."""


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def read_in(self, language: str) -> str:
        """The text in a language; Chinese is the source."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Source:
    """Where it is published: a name, and where in it or of which year."""

    name: Words
    where: Words
    url: str = ""


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen, and why it is right or not."""

    text: Words
    because: Words
    is_right: bool = False


@dataclass(frozen=True)
class Question:
    """One question; exactly one of its options is right."""

    id: str
    ask: Words
    options: tuple[Option, ...]

    @property
    def right(self) -> int:
        """The place of the right option."""
        return next(place for place, option in enumerate(self.options) if option.is_right)


@dataclass(frozen=True)
class Card:
    """A card of one minute; its body is Markdown."""

    id: str
    title: Words
    moments: frozenset[Moment]
    source: Source
    questions: tuple[Question, ...]
    body: Words


@dataclass(frozen=True)
class Chapter:
    """Cards in their order; the folder is `<number>-<slug>`."""

    number: int
    slug: str
    cards: tuple[Card, ...]
