"""What a group learned: what is frozen of it, exact, and what of that may be shown.

Each person counts in the district of her first team. Nothing of it is a health figure, and it is
released like one all the same: who knows what is nobody's business either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.insights.rules.participation import COUNTED_FROM
from tracker.insights.rules.releases import K, Share, shown_share

MISSED_SHOWN = 10
"""So many of the questions most often missed are shown."""


@dataclass(frozen=True)
class ChapterLearned:
    """A chapter: who read a card of it, and how many first answers were right."""

    number: int
    readers: int
    people: int
    """How many answered any of its questions."""
    answers: int
    right: int


@dataclass(frozen=True)
class QuestionLearned:
    """A question: how many answered it, and how many of these were right at first."""

    id: str
    people: int
    right: int


@dataclass(frozen=True)
class Learned:
    """What an area learned before a moment, of however few people."""

    enrolled: int = 0
    readers: int = 0
    quizzers: int = 0
    quizzes: int = 0
    chapters: tuple[ChapterLearned, ...] = ()
    questions: tuple[QuestionLearned, ...] = ()


@dataclass(frozen=True)
class ShownChapter:
    """What may be shown of a chapter."""

    number: int
    readers: int | None
    reach: Share | None
    """The readers' share of everybody enrolled."""
    people: int | None
    right: Share | None
    """Right among first answers."""


@dataclass(frozen=True)
class ShownQuestion:
    """A question and the share of those who answered it that missed it at first."""

    id: str
    people: int
    missed: Share


@dataclass(frozen=True)
class ShownLearned:
    """What may be shown of an area; nothing of fewer than ten people."""

    enrolled: int | None = None
    readers: int | None = None
    quizzers: int | None = None
    quizzes: int | None = None
    chapters: tuple[ShownChapter, ...] = ()
    missed: tuple[ShownQuestion, ...] = ()


def released(learned: Learned) -> ShownLearned:
    """The one way of these figures to any page, table, chart or file."""
    if learned.enrolled < COUNTED_FROM:
        return ShownLearned()
    quizzers = _counted(learned.quizzers, learned.enrolled)
    return ShownLearned(
        enrolled=learned.enrolled,
        readers=_counted(learned.readers, learned.enrolled),
        quizzers=quizzers,
        quizzes=None if quizzers is None else learned.quizzes,
        chapters=tuple(_chapter(each, learned.enrolled) for each in learned.chapters),
        missed=tuple(_most_missed(learned)),
    )


def _counted(people: int, of: int) -> int | None:
    """A count beside its whole: not if it, or the rest, is fewer than ten."""
    return people if people >= K and (of == people or of - people >= K) else None


def _chapter(learned: ChapterLearned, enrolled: int) -> ShownChapter:
    return ShownChapter(
        number=learned.number,
        readers=_counted(learned.readers, enrolled),
        reach=shown_share(learned.readers, enrolled),
        people=_counted(learned.people, enrolled),
        right=_right(learned),
    )


def _right(learned: ChapterLearned) -> Share | None:
    """As coarse as for the people, of whom each gave several answers."""
    if not learned.answers:
        return None
    alike = round(learned.people * learned.right / learned.answers)
    return shown_share(alike, learned.people)


def _most_missed(learned: Learned) -> Iterator[ShownQuestion]:
    """By what is shown and then by name: an order by the exact shares would tell them."""
    shown = [
        ShownQuestion(each.id, each.people, missed)
        for each in learned.questions
        if (missed := shown_share(each.people - each.right, each.people)) and missed.bound != "<"
    ]
    yield from sorted(shown, key=lambda each: (-each.missed.percent, each.id))[:MISSED_SHOWN]
