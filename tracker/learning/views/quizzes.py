"""The quiz of the day."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.campaign.guards import current_participant, participating
from tracker.learning import store
from tracker.learning.forms import QuizForm, quiz_form
from tracker.learning.rules import Answer, Asked, Box, NoQuizError, Question, Quiz
from tracker.learning.views.room import Shown, own_progress, pages, shown


@pages.get("/learn/quiz")
@participating
def quiz() -> str:
    """Today's quiz: to begin, to answer, or with its score and every explanation."""
    return _page(own_progress().quiz)


@pages.post("/learn/quiz/begin")
@participating
def begin_quiz() -> BaseResponse:
    """Draw today's questions, once."""
    store.begin(current_participant().id, clock.today())
    return redirect(url_for("learning.quiz"), 303)


@pages.post("/learn/quiz")
@participating
def finish_quiz() -> tuple[str, int] | BaseResponse:
    """Hand it in; only the first time counts."""
    found = own_progress().quiz
    if found is None or found.is_finished:
        return redirect(url_for("learning.quiz"), 303)
    form = quiz_form([len(_question(each).options) for each in found.asked])
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        store.finish(current_participant().id, clock.today(), form.chosen, clock.now())
    except NoQuizError:  # midnight came between
        return redirect(url_for("learning.quiz"), 303)
    return redirect(url_for("learning.quiz"), 303)


def _page(found: Quiz | None, form: QuizForm | None = None) -> str:
    return render_template(
        "learning/quiz.html",
        quiz=found,
        asked=[_shown(found, each) for each in found.asked] if found else [],
        form=form,
    )


def _question(asked: Asked) -> Question:
    return store.question(asked.question_id, asked.version)


def _shown(quiz: Quiz, asked: Asked) -> Shown:
    """A question of the quiz in the version it was drawn in, and what she chose."""
    answer = None
    if asked.option is not None:
        answer = Answer(quiz.day, asked.version, asked.option, bool(asked.is_right), Box())
    return shown(_question(asked), asked.version, answer, is_open=not quiz.is_finished)
