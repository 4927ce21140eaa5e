"""Asking for a call, and the district's list of who asked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import Role, district_scope
from tracker.accounts.store import note_look
from tracker.calls import store
from tracker.calls.rules import LOOK, UnknownRequestError
from tracker.campaign.guards import current_participant, participating, season_or_none
from tracker.teams.guards import district_or_404
from tracker.web.links import safe_next

pages = Blueprint("calls", __name__)


@pages.post("/weight/contact-me")
@participating
def contact_me() -> Response:
    """Pass name and phone to the district's educator, and nothing else; or take that back."""
    participant = current_participant()
    if request.form.get("withdraw") == "1":
        store.withdraw_call(participant.id)
        flash(gettext("已收回，不会再有人为此联系您。"), "good")
    else:
        store.ask_for_call(participant.id, clock.now())
        flash(gettext("已转给您所在区的健康指导员，只有姓名和电话。"), "good")
    return redirect(safe_next(request.form.get("next")), 303)


@pages.get("/districts/<string:code>/contact-requests")
@granted(Role.EDUCATOR, scope="district:{code}", or_city=False)
@password_again
def requests(code: str) -> str:
    """Who asked to be called, for the district's health educator; each look is logged."""
    place, season, today = district_or_404(code), season_or_none(), clock.today()
    found = store.calls(code, season.id, today) if season else []
    note_look(current_person().account_id, district_scope(code), LOOK, today, clock.now())
    return render_template("calls/requests.html", district=place, calls=found)


@pages.post("/districts/<string:code>/contact-requests")
@granted(Role.EDUCATOR, scope="district:{code}", or_city=False)
@password_again
def called(code: str) -> Response:
    """Note that a participant of this district was called."""
    season, participant_id = season_or_none(), request.form.get("participant", type=int)
    if season is None or participant_id is None:
        abort(404)
    try:
        store.mark_called(code, season.id, participant_id, clock.today(), clock.now())
    except UnknownRequestError:
        abort(404)
    return redirect(url_for("calls.requests", code=code), 303)
