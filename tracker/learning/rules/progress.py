"""What one person has read and answered, and what follows for her pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.learning.rules.bank import Bank
from tracker.learning.rules.boxes import Box
from tracker.learning.rules.cards import Card, Chapter
from tracker.learning.rules.quiz import Quiz


class UnknownCardError(LookupError):
    """There is no such card, or none in this version."""


class UnknownQuestionError(LookupError):
    """There is no such question, or none with this option in this version."""


class NoQuizError(LookupError):
    """No quiz was begun on this day, or its answers do not fit what it asked."""


class EditedMeanwhileError(Exception):
    """Somebody else stored a newer version of this card."""


@dataclass(frozen=True)
class Answer:
    """Her last answer to a question: in which version, what she chose, and where it lies now."""

    on: date
    version: int
    option: int
    is_right: bool
    box: Box


@dataclass(frozen=True)
class Progress:
    """All of one person's learning in a season."""

    read: Mapping[str, date] = field(default_factory=dict)
    """Cards she read, by their ids, with the first day."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    quiz: Quiz | None = None
    """The quiz of today."""

    def due(self, bank: Bank, today: date) -> list[str]:
        """Missed questions that come back, the longest waiting first."""
        found = [
            each
            for each, answer in self.answers.items()
            if answer.box.is_due(today) and each in bank.questions
        ]
        return sorted(found, key=lambda each: (self.answers[each].box.due_on or today, each))

    def is_open(self, question_id: str, today: date) -> bool:
        """Whether an answer counts now: the first one does, and each one that is due."""
        answer = self.answers.get(question_id)
        return answer is None or answer.box.is_due(today)

    def read_of(self, chapter: Chapter) -> int:
        """How many cards of a chapter she read."""
        return sum(card.id in self.read for card in chapter.cards)

    def next_of(self, chapter: Chapter) -> Card | None:
        """The first card of a chapter that she has not read."""
        return next((card for card in chapter.cards if card.id not in self.read), None)
