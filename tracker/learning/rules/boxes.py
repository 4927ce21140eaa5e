"""Leitner's boxes: a missed question comes back after a day, then later and later."""

from dataclasses import dataclass
from datetime import date, timedelta

INTERVALS = (1, 3, 7, 14)
"""Days until a question in the first, second, ... box comes back."""


@dataclass(frozen=True)
class Box:
    """Where a question lies for one person; in none if she never missed it, or knows it now."""

    number: int = 0
    due_on: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether it should be asked again."""
        return self.due_on is not None and self.due_on <= today


NONE = Box()


def box_after(box: Box, today: date, *, is_right: bool) -> Box:
    """Where a question lies after an answer.

    A miss leads to the first box; a right answer to the next one, out of the last, and nowhere
    before it is due: a look at the explanation is no memory.
    """
    if not is_right:
        return _box(1, today)
    if not box.is_due(today):
        return box
    return NONE if box.number >= len(INTERVALS) else _box(box.number + 1, today)


def _box(number: int, today: date) -> Box:
    return Box(number, today + timedelta(days=INTERVALS[number - 1]))
