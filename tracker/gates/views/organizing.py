"""The organizers' page of the gate: who is in, who was noted twice, a list to tick and to print."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, password_again
from tracker.gates import store
from tracker.gates.forms import UndoForm
from tracker.gates.rules import NotInsideError, UnknownTicketError, has_gate
from tracker.gates.views.room import pages
from tracker.showcases import store as showcases
from tracker.showcases.guards import current_showcase, running_showcase
from tracker.showcases.rules import Squad, UnknownSquadError


@pages.get("/showcases/<key:showcase_id>/gate")
@running_showcase
def overview(showcase_id: int) -> str:
    """Each squad with how many of its people are in, the phones, and whoever was noted twice."""
    event, gate = current_showcase(), store.overview(showcase_id)
    seen = [each.first.participant_id for each in gate.twice]
    showcases.note_look_at(current_person().account_id, seen, clock.now())
    return render_template(
        "gates/overview.html",
        showcase=event,
        is_open=has_gate(event, clock.now()),
        gate=gate,
        doors=store.doors(showcase_id),
    )


@pages.get("/showcases/<key:showcase_id>/gate/squads/<key:squad_id>")
@running_showcase
def squad_list(showcase_id: int, squad_id: int) -> str:
    """A squad's people, to tick by hand where a phone fails."""
    squad = _squad_or_404(showcase_id, squad_id)
    showcases.note_look(current_person().account_id, [squad], clock.now())
    return _squad_page(showcase_id, squad, UndoForm(formdata=None))


@pages.post("/showcases/<key:showcase_id>/gate/squads/<key:squad_id>/<key:participant_id>")
@running_showcase
def by_hand(showcase_id: int, squad_id: int, participant_id: int) -> Response:
    """She is here, an organizer says."""
    _squad_or_404(showcase_id, squad_id)
    actor_id = current_person().account_id
    try:
        store.check_in_by_hand(current_showcase(), participant_id, actor_id, clock.now())
    except UnknownTicketError:
        abort(404)
    return _back(showcase_id, squad_id)


@pages.post("/showcases/<key:showcase_id>/gate/squads/<key:squad_id>/<key:participant_id>/undo")
@running_showcase
def undo(showcase_id: int, squad_id: int, participant_id: int) -> Response | tuple[str, int]:
    """She is not here after all; why is kept, and she reads it."""
    squad, form = _squad_or_404(showcase_id, squad_id), UndoForm()
    if not form.validate():
        return _squad_page(showcase_id, squad, form, participant_id), 422
    actor_id, why = current_person().account_id, str(form.why.data)
    try:
        store.undo(current_showcase(), participant_id, actor_id, why, clock.now())
    except NotInsideError:
        abort(404)
    flash(_("已撤销。"), "good")
    return _back(showcase_id, squad_id)


@pages.get("/showcases/<key:showcase_id>/gate/list")
@running_showcase
@password_again
def printed_list(showcase_id: int) -> str:
    """The list on paper, for when every phone fails: by squad, with a box to tick."""
    found = store.listed_by_squad(showcase_id)
    seen = [squad for squad, _people in found]
    showcases.note_look(current_person().account_id, seen, clock.now())
    return render_template(
        "gates/list.html",
        showcase=current_showcase(),
        squads=found,
        now=clock.now(),
    )


def _squad_page(showcase_id: int, squad: Squad, form: UndoForm, wrong: int | None = None) -> str:
    return render_template(
        "gates/squad.html",
        showcase=current_showcase(),
        squad=squad,
        people=store.listed(showcase_id, squad.id),
        form=form,
        wrong=wrong,
    )


def _squad_or_404(showcase_id: int, squad_id: int) -> Squad:
    try:
        found = showcases.squad(squad_id)
    except UnknownSquadError:
        abort(404)
    return found if found.showcase_id == showcase_id and found.is_confirmed else abort(404)


def _back(showcase_id: int, squad_id: int) -> Response:
    address = url_for("gates.squad_list", showcase_id=showcase_id, squad_id=squad_id)
    return redirect(address, 303)
