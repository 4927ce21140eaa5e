"""What is true of learning: lessons and their format, what comes back, what fits today."""

from tracker.learning.rules.bank import Bank, assembled
from tracker.learning.rules.cards import (
    Card,
    Chapter,
    Moment,
    Option,
    Question,
    Source,
    Words,
)
from tracker.learning.rules.mistakes import Flaw, Mistake, Parsed
from tracker.learning.rules.parsing import is_allowed_link, parse
from tracker.learning.rules.writing import written

__all__ = [
    "Bank",
    "Card",
    "Chapter",
    "Flaw",
    "Mistake",
    "Moment",
    "Option",
    "Parsed",
    "Question",
    "Source",
    "Words",
    "assembled",
    "is_allowed_link",
    "parse",
    "written",
]
