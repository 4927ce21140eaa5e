"""Lessons, what a participant learned, and her quizzes."""

from tracker.learning.store.progress import answer, progress, read
from tracker.learning.store.quizzes import begin, done_between, done_days, finish
from tracker.learning.store.texts import (
    FROM_FILE,
    Edit,
    Lessons,
    card,
    edit,
    history,
    lessons,
    question,
)

__all__ = [
    "FROM_FILE",
    "Edit",
    "Lessons",
    "answer",
    "begin",
    "card",
    "done_between",
    "done_days",
    "edit",
    "finish",
    "history",
    "lessons",
    "progress",
    "question",
    "read",
]
