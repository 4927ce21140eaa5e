"""Doors to a gate: made by who organizes the event, used once by the phone that stands there."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import begin_session, password_again, person_or_none
from tracker.accounts.rules import Person
from tracker.gates import figures, store
from tracker.gates.forms import DoorForm
from tracker.gates.rules import TooManyDoorsError, UnknownDoorError, has_gate
from tracker.gates.views.room import pages
from tracker.showcases.guards import current_showcase, running_showcase
from tracker.web.guards import limited, public

GUESSES = "100 per 15 minutes"


def _was_a_guess(_response: Response) -> bool:
    return bool(g.get("door_guess"))


@pages.get("/showcases/<key:showcase_id>/gate/doors")
@running_showcase
@password_again
def doors(showcase_id: int) -> str:
    """Who stands at a gate, each with the code to hand over."""
    return _page(showcase_id, DoorForm(formdata=None))


@pages.post("/showcases/<key:showcase_id>/gate/doors")
@running_showcase
@password_again
def add_door(showcase_id: int) -> Response | tuple[str, int]:
    """One more phone may come to the gate."""
    form = DoorForm()
    if not form.validate():
        return _page(showcase_id, form), 422
    try:
        store.add_door(showcase_id, str(form.name.data))
    except TooManyDoorsError:
        form.say("name", _("这场展示的门码已经够多了。"))
        return _page(showcase_id, form), 422
    return redirect(url_for("gates.doors", showcase_id=showcase_id), 303)


@pages.post("/showcases/<key:showcase_id>/gate/doors/<key:door_id>/shut")
@running_showcase
@password_again
def shut_door(showcase_id: int, door_id: int) -> Response:
    """Shut a door; the phone that came in by it is out, and forgets its list when it asks."""
    try:
        store.shut(showcase_id, door_id, clock.now())
    except UnknownDoorError:
        abort(404)
    flash(_("已停用。"), "good")
    return redirect(url_for("gates.doors", showcase_id=showcase_id), 303)


@pages.route("/gates/door/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, _was_a_guess)
def door(code: str) -> Response | str | tuple[str, int]:
    """Ask first, since chats open a link to preview it; then this phone stands at the gate."""
    person = person_or_none()
    try:
        event, name = store.door_showcase(code)
        if request.method == "GET":
            return render_template("gates/door.html", showcase=event, name=name)
        return _let_in(code, person)
    except UnknownDoorError:
        g.door_guess = True
        return render_template("gates/no_door.html"), 404


def _let_in(code: str, person: Person | None) -> Response:
    account_id = person.account_id if person else None
    showcase_id, account_id = store.claim(code, account_id, clock.now())
    if person is None:
        begin_session(Person(account_id, "", 0))
    return redirect(url_for("gates.gate", showcase_id=showcase_id), 303)


def _page(showcase_id: int, form: DoorForm) -> str:
    event = current_showcase()
    made = [
        (each, url_for("gates.door", code=each.code, _external=True))
        for each in store.doors(showcase_id)
    ]
    return render_template(
        "gates/doors.html",
        showcase=event,
        is_open=has_gate(event, clock.now()),
        doors=made,
        form=form,
        qr=figures.qr,
    )
