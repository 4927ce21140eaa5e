"""What people learned as columns of plain values, table by table."""

from collections.abc import Iterator

import numpy as np

from tracker.database import Base
from tracker.learning.models import LessonRead, QuestionAnswer, QuizRow
from tracker.simulation.rules import World
from tracker.simulation.rules.learning import bank
from tracker.simulation.rules.people import NOBODY
from tracker.simulation.store.columns import Columns, labels, moments, or_none

EVENING = 20 * 60 - 480
"""The minute of a UTC day at which quizzes are handed in: eight in the evening in Beijing."""


def learning_tables(world: World) -> Iterator[tuple[type[Base], Columns]]:
    """Every table of the room."""
    yield LessonRead, _read(world)
    yield QuestionAnswer, _answers(world)
    yield QuizRow, _quizzes(world)


def _read(world: World) -> Columns:
    lessons = world.lessons
    return {
        "participant_id": world.people.id[lessons.read_person].tolist(),
        "card_id": labels(bank().cards, lessons.read_card),
        "read_on": lessons.read_day.tolist(),
    }


def _answers(world: World) -> Columns:
    lessons = world.lessons
    versions = [0] * len(lessons.answer_person)
    return {
        "participant_id": world.people.id[lessons.answer_person].tolist(),
        "question_id": labels(bank().questions, lessons.answer_question),
        "first_on": lessons.first_day.tolist(),
        "first_version": versions,
        "first_right": lessons.first_right.tolist(),
        "last_on": lessons.last_day.tolist(),
        "last_version": versions,
        "last_option": lessons.last_option.tolist(),
        "last_right": lessons.last_right.tolist(),
        "box": lessons.box.tolist(),
        "due_on": or_none(lessons.due, lessons.due != NOBODY),
    }


def _quizzes(world: World) -> Columns:
    lessons = world.lessons
    return {
        "participant_id": world.people.id[lessons.quiz_person].tolist(),
        "day": lessons.quiz_day.tolist(),
        "paper": lessons.quiz_paper,
        "finished_at": moments(np.asarray(lessons.quiz_day) * 1440 + EVENING),
    }
