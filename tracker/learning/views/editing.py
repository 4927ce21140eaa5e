"""Where the city's organizers edit cards: what it will look like first, and every version kept."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.learning import figures, store
from tracker.learning.forms import CardForm
from tracker.learning.rules import Card, EditedMeanwhileError, Moment, UnknownCardError
from tracker.learning.views.room import pages


@pages.get("/learn/edit")
@granted(Role.CITY, scope=CITY_SCOPE)
def edit_list() -> str:
    """Every card, and which of them were edited."""
    lessons = store.lessons()
    return render_template("learning/edit_list.html", lessons=lessons)


@pages.get("/learn/edit/<string:card_id>")
@granted(Role.CITY, scope=CITY_SCOPE)
def edit_card(card_id: str) -> str:
    """A card's form: as it reads now, or as it read in the version asked for."""
    newest = _newest(card_id)
    version = request.args.get("version", newest, int)
    return _page(store.card(card_id, version), newest, version)


@pages.post("/learn/edit/<string:card_id>")
@granted(Role.CITY, scope=CITY_SCOPE)
def save_card(card_id: str) -> tuple[str, int] | str | BaseResponse:
    """Look at it first, or store it as a new version."""
    newest = _newest(card_id)
    found = store.card(card_id, newest)
    form = _form(found, newest)
    if not form.validate_on_submit():
        return _page(found, newest, form=form), 422
    if "look" in request.form:
        return _page(found, newest, form=form, preview=form.card)
    based_on = form.based_on.data or store.FROM_FILE
    try:
        store.edit(current_person().account_id, form.card, based_on, clock.now())
    except EditedMeanwhileError:
        form.flaws.append(gettext("您打开以后，有人存了新的一版。请先看看新的一版，再决定怎么改。"))
        return _page(found, newest, form=form), 409
    flash(gettext("存好了，从现在起大家看到的是这一版。"), "good")
    return redirect(url_for("learning.edit_card", card_id=card_id), 303)


def _newest(card_id: str) -> int:
    lessons = store.lessons()
    if card_id not in lessons.bank.cards:
        raise UnknownCardError(card_id)
    return lessons.version_of(card_id)


def _form(card: Card, version: int) -> CardForm:
    return CardForm(card, version, {each.value: figures.moment_name(each) for each in Moment})


def _page(
    card: Card,
    newest: int,
    version: int | None = None,
    form: CardForm | None = None,
    preview: Card | None = None,
) -> str:
    return render_template(
        "learning/edit.html",
        card=card,
        newest=newest,
        version=newest if version is None else version,
        form=form or _form(card, newest),
        preview=preview,
        history=store.history(card.id),
    )
