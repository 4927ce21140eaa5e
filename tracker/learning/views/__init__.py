"""Pages of learning: chapters, cards, questions, quizzes, and the desk where cards are edited."""

from tracker.learning.views import cards, editing, quizzes
from tracker.learning.views.room import pages

__all__ = ["cards", "editing", "pages", "quizzes"]
