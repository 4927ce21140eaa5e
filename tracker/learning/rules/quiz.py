"""The quiz of the day: what it asks, in which order its options stand, and how it is kept."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.learning.rules.boxes import Box

ASKED = 5
DUE_MOST = 3
"""Missed ones that are due, at most; the rest is new."""
PAPER_MAX = 700

PLACE = re.compile(r"([a-z0-9-]+)@(\d+)(?::(\d)([+-]))?")


@dataclass(frozen=True)
class Asked:
    """A question of a quiz in the version it was asked in, and her answer once it is given."""

    question_id: str
    version: int
    option: int | None = None
    is_right: bool | None = None


@dataclass(frozen=True)
class Quiz:
    """One person's quiz of one day."""

    day: date
    asked: tuple[Asked, ...]
    is_finished: bool = False

    @property
    def right(self) -> int:
        """How many of its answers were right."""
        return sum(bool(each.is_right) for each in self.asked)


def drawn(questions: Iterable[str], boxes: Mapping[str, Box], seed: str, today: date) -> list[str]:
    """What a quiz asks: missed ones that are due, then some never asked, then others again.

    `boxes` has every question she answered. The same seed draws the same.
    """
    order = sorted(questions, key=lambda each: _lot(f"{seed}:{each}"))
    due = sorted(
        (each for each in order if each in boxes and boxes[each].is_due(today)),
        key=lambda each: boxes[each].due_on or today,
    )[:DUE_MOST]
    new = [each for each in order if each not in boxes]
    again = [each for each in order if each in boxes and each not in due]
    return [*due, *new, *again][:ASKED]


def shuffled(options: int, seed: str) -> tuple[int, ...]:
    """The places of options in the order one person sees them: always the same for a seed."""
    return tuple(sorted(range(options), key=lambda place: _lot(f"{seed}:{place}")))


def paper(asked: Sequence[Asked]) -> str:
    """A quiz's questions and answers as one short text."""
    return " ".join(map(_written, asked))


def read_paper(text: str) -> tuple[Asked, ...]:
    """What `paper` wrote."""
    return tuple(
        Asked(
            found[1],
            int(found[2]),
            None if found[3] is None else int(found[3]),
            None if found[4] is None else found[4] == "+",
        )
        for found in map(PLACE.fullmatch, text.split())
        if found
    )


def _written(asked: Asked) -> str:
    answer = "" if asked.option is None else f":{asked.option}{'+' if asked.is_right else '-'}"
    return f"{asked.question_id}@{asked.version}{answer}"


def _lot(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
