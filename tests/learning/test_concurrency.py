"""Several phones of one person at once: a quiz counts once, and so does an answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Factory
from tests.learning.writing import card, words
from tracker.database import db
from tracker.learning import store
from tracker.learning.models import LessonRead, QuestionAnswer, QuizRow
from tracker.learning.rules import EditedMeanwhileError

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
PHONES = 6

pytestmark = pytest.mark.usefixtures("small_bank")


def at_once(app: Flask, doing: Callable[[int], Any]) -> list[Any]:
    """What each of some phones gets that do something in the same moment."""
    start = Barrier(PHONES)

    def run(phone: int) -> Any:
        with app.app_context():
            start.wait()
            return doing(phone)

    with ThreadPoolExecutor(PHONES) as phones:
        return list(phones.map(run, range(PHONES)))


def test_a_quiz_begun_and_handed_in_on_several_phones_counts_once(app: Flask, her: int) -> None:
    at_once(app, lambda _phone: store.begin(her, TODAY))
    at_once(app, lambda phone: store.finish(her, TODAY, [phone % 3] * 5, NOW))

    with app.app_context():
        assert len(db.session.scalars(select(QuizRow)).all()) == 1
        quiz = store.progress(her, TODAY).quiz
        assert quiz is not None
        assert len({each.option for each in quiz.asked}) == 1
        answers = store.progress(her, TODAY).answers
        assert {each.is_right for each in answers.values()} == {quiz.right == 5}
        assert store.done_days(her, TODAY, TODAY) == [TODAY]


def test_an_answer_given_on_several_phones_counts_once(app: Flask, her: int) -> None:
    at_once(app, lambda phone: store.answer(her, "trend-1", 0, phone % 3, TODAY))

    with app.app_context():
        (row,) = db.session.scalars(select(QuestionAnswer)).all()
        assert row.first_right == row.last_right == (row.last_option == 0)
        assert len(db.session.scalars(select(LessonRead)).all()) == 1


def test_of_several_edits_at_once_one_is_kept(make: Factory, app: Flask, season_id: int) -> None:
    organizer = make.organizer(season_id)

    def edit(phone: int) -> bool:
        try:
            store.edit(organizer, replace(card("trend"), title=words(f"by {phone}")), 0, NOW)
        except EditedMeanwhileError:
            return False
        return True

    assert sum(at_once(app, edit)) == 1
