"""A squad's page: who is asked and who agreed, its clothes and music, its rehearsals."""

from flask import abort, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.showcases import store
from tracker.showcases.forms import CuesForm, RehearsalForm
from tracker.showcases.guards import (
    asking_members,
    current_showcase,
    current_squad,
    planning_squad,
)
from tracker.showcases.rules import (
    SquadConfirmedError,
    SquadFullError,
    UnknownMemberError,
    may_answer_for,
    may_show_district,
)
from tracker.showcases.views.room import Answer, is_signing_up, pages, to_squad
from tracker.web.links import key_of


@pages.get("/squads/<key:squad_id>")
@planning_squad
def squad(squad_id: int) -> str:
    """Who agreed and what is still open; for the leader also whom else she may ask."""
    store.note_look(current_person().account_id, [current_squad()], clock.now())
    return page_of(squad_id)


@pages.post("/squads/<key:squad_id>/ask")
@asking_members
def ask(squad_id: int) -> Response:
    """Ask the ticked members, or all of them."""
    everybody = request.form.get("all") == "1"
    chosen = [key_of(each) for each in request.form.getlist("member")]
    ids = [each.participant_id for each in store.asked(squad_id)] if everybody else chosen
    try:
        count = store.ask(
            squad_id,
            ids,
            current_person().account_id,
            clock.today(),
            clock.now(),
            as_substitute=request.form.get("as") == "substitute",
        )
    except SquadConfirmedError:
        return _confirmed()
    flash(
        ngettext("又邀请了 %(num)s 位组员。", "又邀请了 %(num)s 位组员。", count)
        if count
        else _("没有新的邀请：选中的组员都已经收到过。"),
        "good",
    )
    return to_squad(current_squad())


@pages.post("/squads/<key:squad_id>/members/<key:member_id>")
@asking_members
def member(squad_id: int, member_id: int) -> Response:
    """Ask somebody no more, or change between a place and a substitute's."""
    who, today, now = current_person().account_id, clock.today(), clock.now()
    verb = store.withdraw if request.form.get("do") == "withdraw" else store.move
    try:
        verb(squad_id, member_id, who, today, now)
    except UnknownMemberError:
        abort(404)
    except SquadConfirmedError:
        return _confirmed()
    except SquadFullError:
        flash(_("没有空的位置了，请先腾出一个。"), "warn")
    return to_squad(current_squad())


@pages.post("/squads/<key:squad_id>/cues")
@planning_squad
def cues(squad_id: int) -> Answer:
    """Clothes, music and coach."""
    form = CuesForm(current_squad())
    if not form.validate_on_submit():
        return page_of(squad_id, cues=form), 422
    store.note_cues(squad_id, form.cues())
    flash(_("已保存。"), "good")
    return to_squad(current_squad())


def page_of(
    squad_id: int, cues: CuesForm | None = None, rehearsal: RehearsalForm | None = None
) -> str:
    """A squad's page, with what was typed and is not right yet."""
    mine, event, person = current_squad(), current_showcase(), current_person()
    leads = may_answer_for(person, mine)
    items = {each.id: each for each in store.items(event.id)}
    return render_template(
        "showcases/squad.html",
        squad=mine,
        showcase=event,
        item=items[mine.item_id],
        together=[each for each in items.values() if each.together],
        ready=store.readiness(mine),
        members=store.members(squad_id),
        team=store.asked(squad_id) if leads else [],
        leads=leads,
        organizes=may_show_district(person, mine.district_code),
        cues=cues or CuesForm(mine, formdata=None),
        rehearsal=rehearsal or RehearsalForm(formdata=None),
        now=clock.now(),
        is_open=is_signing_up(event) and not mine.is_confirmed,
    )


def _confirmed() -> Response:
    flash(_("这支展示队已经由管理员确认；要改人，请先让管理员重新打开。"), "warn")
    return to_squad(current_squad())
