"""Doors to a station: made by who runs it, used once by the phone at the scales."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import begin_session, password_again, person_or_none
from tracker.accounts.rules import Person
from tracker.stations import figures, store
from tracker.stations.forms import DoorForm
from tracker.stations.guards import current_station, running
from tracker.stations.rules import TooManyDoorsError, UnknownDoorError, check_duty
from tracker.stations.views.opening import way_back
from tracker.stations.views.room import pages
from tracker.web.guards import limited, public

GUESSES = "100 per 15 minutes"


def _was_a_guess(_response: Response) -> bool:
    return bool(g.get("door_guess"))


@pages.get("/stations/<key:station_id>/doors")
@running
@password_again
def doors(station_id: int) -> str:
    """Who may weigh here, each with the code to hand over; nothing about who was weighed."""
    return _page(station_id, DoorForm(formdata=None))


@pages.post("/stations/<key:station_id>/doors")
@running
@password_again
def add_door(station_id: int) -> Response | tuple[str, int]:
    """One more phone may come in."""
    form = DoorForm()
    if not form.validate():
        return _page(station_id, form), 422
    try:
        store.add_door(station_id, str(form.name.data))
    except TooManyDoorsError:
        form.say("name", _("这个体重站的门码已经够多了。"))
        return _page(station_id, form), 422
    return redirect(url_for("stations.doors", station_id=station_id), 303)


@pages.post("/stations/<key:station_id>/doors/<key:door_id>/shut")
@running
@password_again
def shut_door(station_id: int, door_id: int) -> Response:
    """Shut a door; who came in by it is out."""
    try:
        store.shut(station_id, door_id, clock.now())
    except UnknownDoorError:
        abort(404)
    flash(_("已停用。"), "good")
    return redirect(url_for("stations.doors", station_id=station_id), 303)


@pages.route("/stations/door/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, _was_a_guess)
def door(code: str) -> Response | str | tuple[str, int]:
    """Ask first, since chats open a link to preview it; then this phone is at the scales."""
    person = person_or_none()
    try:
        station, name = store.door_station(code)
        if person is not None:
            check_duty(person)
        if request.method == "GET":
            return render_template("stations/door.html", station=station, name=name)
        return _let_in(code, person)
    except UnknownDoorError:
        g.door_guess = True
        return render_template("stations/no_door.html"), 404


def _let_in(code: str, person: Person | None) -> Response:
    account_id = person.account_id if person else None
    station_id, account_id = store.claim(code, account_id, clock.now())
    if person is None:
        begin_session(Person(account_id, "", 0))
    return redirect(url_for("stations.scales", station_id=station_id), 303)


def _page(station_id: int, form: DoorForm) -> str:
    station = current_station()
    made = [
        (each, url_for("stations.door", code=each.code, _external=True))
        for each in store.doors(station_id)
    ]
    return render_template(
        "stations/doors.html",
        station=station,
        standing=station.standing(clock.now()),
        doors=made,
        form=form,
        qr=figures.qr,
        back=way_back(station),
    )
