"""Chapters, cards, and answers to their questions."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.campaign.guards import current_participant, participating
from tracker.learning import store
from tracker.learning.forms import QuizForm, quiz_form
from tracker.learning.rules import UnknownCardError
from tracker.learning.views.room import own_progress, pages, questions_of, shown

AGAIN = "again"


@pages.get("/learn/<string:slug>")
@participating
def chapter(slug: str) -> str:
    """A chapter's cards in their order, and which of them she read."""
    bank = store.lessons().bank
    found = bank.chapter(slug) or abort(404)
    return render_template("learning/chapter.html", chapter=found, progress=own_progress())


@pages.get("/learn/cards/<string:card_id>")
@participating
def card(card_id: str) -> str:
    """A card of one minute, its source, and its questions."""
    return _card_page(card_id)


@pages.post("/learn/cards/<string:card_id>/read")
@participating
def read(card_id: str) -> BaseResponse:
    """She read it."""
    store.read(current_participant().id, card_id, clock.today())
    return redirect(url_for("learning.card", card_id=card_id) + "#questions", 303)


@pages.post("/learn/questions/<string:question_id>")
@participating
def answer(question_id: str) -> tuple[str, int] | BaseResponse:
    """One answer; then, why each option is right or not."""
    bank = store.lessons().bank
    card_id = bank.card_of.get(question_id) or abort(404)
    back = AGAIN if request.form.get("back") == AGAIN else ""
    # As many as were shown, also if the question was edited since.
    asked = store.question(question_id, request.form.get("version", -1, int))
    form = quiz_form([len(asked.options)])
    if not form.validate_on_submit():
        if back:
            return _again_page(question_id, form), 422
        return _card_page(card_id, question_id, form), 422
    store.answer(current_participant().id, question_id, form.seen, form.chosen[0], clock.today())
    if back:
        return redirect(url_for("learning.again", answered=question_id), 303)
    return redirect(url_for("learning.card", card_id=card_id) + f"#{question_id}", 303)


@pages.get("/learn/again")
@participating
def again() -> str:
    """The missed question that waits longest; after an answer, its explanations first."""
    answered = request.args.get("answered", "")
    return _again_page(answered if answered in store.lessons().bank.questions else None)


def _card_page(card_id: str, wrong: str = "", form: QuizForm | None = None) -> str:
    lessons = store.lessons()
    found = lessons.bank.cards.get(card_id)
    if found is None:
        raise UnknownCardError(card_id)
    progress = own_progress()
    return render_template(
        "learning/card.html",
        card=found,
        chapter=lessons.bank.chapter_of[found.id],
        progress=progress,
        questions=questions_of(found, lessons.version_of(found.id), progress),
        wrong=wrong,
        form=form,
    )


def _again_page(question_id: str | None, form: QuizForm | None = None) -> str:
    lessons, progress, today = store.lessons(), own_progress(), clock.today()
    due = progress.due(lessons.bank, today)
    question_id = question_id or next(iter(due), None)
    asked = None
    if question_id:
        asked = shown(
            lessons.bank.questions[question_id],
            lessons.version_of_question(question_id),
            progress.answers.get(question_id),
            is_open=progress.is_open(question_id, today),
        )
    return render_template(
        "learning/again.html",
        asked=asked,
        card=lessons.bank.cards[lessons.bank.card_of[question_id]] if question_id else None,
        due=due,
        form=form,
        wrong=question_id if form else "",
    )
