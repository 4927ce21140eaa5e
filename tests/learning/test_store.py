"""What is remembered of reading, answering and quizzes, and of edited cards."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.factories import Factory
from tests.learning.writing import card, question, words
from tests.queries import counted
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import NotTakingPartError
from tracker.database import db
from tracker.learning import store
from tracker.learning.rules import (
    Asked,
    Box,
    EditedMeanwhileError,
    NoQuizError,
    UnknownCardError,
    UnknownQuestionError,
)

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
TOMORROW = TODAY + timedelta(days=1)

pytestmark = pytest.mark.usefixtures("small_bank", "database")


def handed_in(her: int, day: date, option: int = 0) -> None:
    store.begin(her, day)
    quiz = store.progress(her, day).quiz
    assert quiz is not None
    store.finish(her, day, [option] * len(quiz.asked), NOW)


def test_a_card_is_read_on_the_first_day_and_stays_so(her: int) -> None:
    store.read(her, "trend", TODAY)
    store.read(her, "trend", TOMORROW)

    assert store.progress(her, TOMORROW).read == {"trend": TODAY}


def test_only_a_card_that_there_is_can_be_read(her: int) -> None:
    with pytest.raises(UnknownCardError):
        store.read(her, "other", TODAY)


def test_a_missed_question_comes_back_the_next_day_and_its_card_is_read(her: int) -> None:
    store.answer(her, "trend-1", 0, 2, TODAY)

    found = store.progress(her, TODAY)
    assert found.answers["trend-1"].box == Box(1, TOMORROW)
    assert found.read == {"trend": TODAY}
    assert not found.is_open("trend-1", TODAY)
    assert store.progress(her, TOMORROW).is_open("trend-1", TOMORROW)


def test_an_answer_before_the_question_is_due_counts_for_nothing(her: int) -> None:
    store.answer(her, "trend-1", 0, 2, TODAY)
    store.answer(her, "trend-1", 0, 0, TODAY)

    assert store.progress(her, TODAY).answers["trend-1"].is_right is False


def test_a_right_answer_when_it_is_due_moves_it_on(her: int) -> None:
    store.answer(her, "trend-1", 0, 2, TODAY)
    store.answer(her, "trend-1", 0, 0, TOMORROW)

    found = store.progress(her, TOMORROW).answers["trend-1"]
    assert (found.is_right, found.box) == (True, Box(2, TOMORROW + timedelta(days=3)))


@pytest.mark.parametrize(
    ("name", "version", "option"),
    [("other-1", 0, 0), ("trend-1", 1, 0), ("trend-1", 0, 3), ("trend-1", 0, -1)],
)
def test_an_answer_needs_a_question_a_version_and_an_option_that_there_are(
    her: int, name: str, version: int, option: int
) -> None:
    with pytest.raises(UnknownQuestionError):
        store.answer(her, name, version, option, TODAY)

    assert store.progress(her, TODAY).answers == {}


def test_whoever_left_answers_nothing_more(her: int) -> None:
    db.session.get_one(ParticipantRow, her).left_on = TODAY
    db.session.commit()

    for verb in (store.begin, lambda who, day: store.read(who, "trend", day)):
        with pytest.raises(NotTakingPartError):
            verb(her, TODAY)


def test_a_quiz_is_drawn_once_and_counted_once(her: int) -> None:
    handed_in(her, TODAY, option=0)
    handed_in(her, TODAY, option=1)

    quiz = store.progress(her, TODAY).quiz
    assert quiz is not None
    assert quiz.is_finished
    assert quiz.right == len(quiz.asked) == 5


def test_a_quiz_asks_the_missed_ones_that_are_due(her: int) -> None:
    store.answer(her, "habit-2", 0, 3, TODAY)
    store.begin(her, TOMORROW)

    quiz = store.progress(her, TOMORROW).quiz
    assert quiz is not None
    assert quiz.asked[0] == Asked("habit-2", 0)


def test_what_a_quiz_missed_comes_back(her: int) -> None:
    handed_in(her, TODAY, option=1)

    found = store.progress(her, TOMORROW)
    assert len(found.due(store.lessons().bank, TOMORROW)) == 5


def test_a_quiz_that_was_not_begun_cannot_be_handed_in(her: int) -> None:
    with pytest.raises(NoQuizError):
        store.finish(her, TODAY, [0] * 5, NOW)

    store.begin(her, TODAY)
    with pytest.raises(NoQuizError):
        store.finish(her, TODAY, [0], NOW)


def test_days_of_quizzes_count_once_they_are_handed_in(
    make: Factory, season_id: int, her: int
) -> None:
    other = make.participant(season_id, make.team(season_id), name="陈静")
    handed_in(her, TODAY)
    handed_in(her, TOMORROW)
    handed_in(other, TODAY)
    store.begin(other, TOMORROW)

    assert store.done_days(her, TODAY, TODAY) == [TODAY]
    assert store.done_days(her, TODAY, TOMORROW) == [TODAY, TOMORROW]
    assert set(store.done_between(season_id, TODAY, TOMORROW)) == {
        (her, TODAY),
        (her, TOMORROW),
        (other, TODAY),
    }


@pytest.fixture
def organizer(make: Factory, season_id: int) -> int:
    return make.organizer(season_id)


def test_an_edited_card_is_a_new_version_and_the_file_is_version_0(organizer: int) -> None:
    changed = replace(card("trend"), title=words("newer"))

    store.edit(organizer, changed, store.FROM_FILE, NOW)

    lessons = store.lessons()
    assert (lessons.bank.cards["trend"], lessons.version_of("trend")) == (changed, 1)
    assert store.card("trend", 0) == card("trend")
    assert [each.version for each in store.history("trend")] == [1]


def test_two_edits_of_the_same_version_are_not_both_kept(organizer: int) -> None:
    store.edit(organizer, replace(card("trend"), title=words("one")), 0, NOW)

    with pytest.raises(EditedMeanwhileError):
        store.edit(organizer, replace(card("trend"), title=words("two")), 0, NOW)

    assert store.lessons().bank.cards["trend"].title == words("one")


def test_there_is_nothing_to_edit_that_no_file_has(organizer: int) -> None:
    with pytest.raises(UnknownCardError):
        store.edit(organizer, card("other"), 0, NOW)


def test_a_changed_question_does_not_change_an_old_score(her: int, organizer: int) -> None:
    store.begin(her, TODAY)
    options = (*question("trend-1").options[1:], question("trend-1").options[0])
    turned = replace(card("trend").questions[0], options=options)
    before = store.progress(her, TODAY).quiz

    store.edit(
        organizer,
        replace(card("trend"), questions=(turned, card("trend").questions[1])),
        0,
        NOW,
    )
    handed_in(her, TODAY, option=0)

    quiz = store.progress(her, TODAY).quiz
    assert before is not None
    assert quiz is not None
    assert quiz.right == 5
    assert store.question("trend-1", 1).right == 2


def test_all_of_her_learning_is_one_query_and_all_lessons_another(app: Flask, her: int) -> None:
    handed_in(her, TODAY)

    with counted(app) as asked:
        store.progress(her, TODAY)
        store.lessons()

    assert len(asked) == 2
