"""Lessons for tests: right is always the first option of a file."""

from tracker.learning.rules import Card, Moment, Option, Question, Source, Words, written


def words(text: str) -> Words:
    return Words(f"{text}·中", f"{text} in English")


def question(name: str, options: int = 3) -> Question:
    return Question(
        name,
        words(f"{name} ask"),
        tuple(
            Option(words(f"{name} option {n}"), words(f"{name} because {n}"), is_right=n == 0)
            for n in range(options)
        ),
    )


def card(name: str, *moments: Moment) -> Card:
    return Card(
        name,
        words(f"{name} title"),
        frozenset(moments or {Moment.ANY}),
        Source(words("guide"), words("chapter 3")),
        (question(f"{name}-1"), question(f"{name}-2", 4)),
        words(f"{name} body"),
    )


def lesson(name: str, *moments: Moment) -> str:
    """A lesson's file."""
    return written(card(name, *moments))
