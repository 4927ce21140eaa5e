"""Rehearsals of a squad, and who came."""

from flask import abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.showcases import store
from tracker.showcases.forms import RehearsalForm
from tracker.showcases.guards import asking_members, current_squad, planning_squad
from tracker.showcases.rules import UnknownRehearsalError
from tracker.showcases.views.room import Answer, pages, to_squad
from tracker.showcases.views.squads import page_of
from tracker.web.links import key_of


@pages.post("/squads/<key:squad_id>/rehearsals")
@planning_squad
def add_rehearsal(squad_id: int) -> Answer:
    """One more rehearsal, also one that has been."""
    form = RehearsalForm()
    if not form.validate_on_submit():
        return page_of(squad_id, rehearsal=form), 422
    store.add_rehearsal(squad_id, form.starts, str(form.place.data))
    flash(_("排练已安排。"), "good")
    return to_squad(current_squad())


@pages.route("/squads/<key:squad_id>/rehearsals/<key:rehearsal_id>", methods=["GET", "POST"])
@asking_members
def attendance(squad_id: int, rehearsal_id: int) -> Answer:
    """Who came: for the squad's leader and deputy alone."""
    try:
        rehearsal, came = store.attended(squad_id, rehearsal_id)
    except UnknownRehearsalError:
        abort(404)
    if request.method == "POST":
        here = [key_of(each) for each in request.form.getlist("came")]
        store.note_attendance(squad_id, rehearsal_id, here, clock.now())
        flash(_("到场已记下。"), "good")
        return to_squad(current_squad())
    store.note_look(current_person().account_id, [current_squad()], clock.now())
    page = render_template(
        "showcases/attendance.html",
        squad=current_squad(),
        rehearsal=rehearsal,
        came=came,
        members=store.members(squad_id),
    )
    return page, 200


@pages.post("/squads/<key:squad_id>/rehearsals/<key:rehearsal_id>/remove")
@planning_squad
def remove_rehearsal(squad_id: int, rehearsal_id: int) -> Response:
    """It does not take place."""
    try:
        store.remove_rehearsal(squad_id, rehearsal_id)
    except UnknownRehearsalError:
        abort(404)
    flash(_("这次排练已取消。"), "good")
    return to_squad(current_squad())
