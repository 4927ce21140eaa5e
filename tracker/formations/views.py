"""Pages of the room: arranging a squad, and its sheet on paper."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.campaign.rules import NotTakingPartError
from tracker.formations import store
from tracker.formations.forms import SHAPES, ArrangeForm, RemarksForm, number_of
from tracker.formations.rules import (
    Change,
    ContradictionError,
    Formation,
    NobodyYetError,
    NoMoveError,
    Plan,
    Saved,
    UnknownPlaceError,
    What,
    changes,
    written,
)
from tracker.showcases.guards import (
    current_showcase,
    current_squad,
    planning_squad,
    running_showcase,
)
from tracker.showcases.rules import Squad
from tracker.showcases.store import note_look, squads

Answer = Response | tuple[str, int]

pages = Blueprint("formations", __name__)


@pages.get("/squads/<key:squad_id>/formation")
@planning_squad
def formation(squad_id: int) -> str:  # noqa: ARG001 (the guard reads it)
    """The grid, who waits, who is missing, and remarks."""
    _note_look(current_squad())
    plan = store.plan(current_squad())
    return _page(plan, **_said(plan))


@pages.post("/squads/<key:squad_id>/formation")
@planning_squad
def arrange(squad_id: int) -> Answer:
    """One step on the version that the page shows; with others' steps meanwhile put together."""
    form = ArrangeForm()
    if not form.validate():
        return _refused(form.first_error)
    try:
        if form.do.data == "undo":
            saved = store.undo(squad_id, form.since, clock.now())
        else:
            saved = store.save(squad_id, form.since, form.change(), clock.now())
    except ContradictionError as error:
        return _asked(error)
    except (NoMoveError, UnknownPlaceError):
        return _refused(_("这一步走不了：名单或队形刚刚变过。请看一眼现在的队形，再点一次。"))
    except NobodyYetError:
        return _refused(_("还没有人同意参加，有人同意以后再排。"))
    return _shown(saved, form.since, undone=form.do.data == "undo")


@pages.post("/squads/<key:squad_id>/formation/remarks")
@planning_squad
def remarks(squad_id: int) -> Answer:
    """Words beside places and for the whole."""
    plan = store.plan(current_squad())
    form = RemarksForm(plan.formation)
    if not form.validate():
        return _page(plan, remarks=form), 422
    try:
        saved = store.save(squad_id, form.since, form.change(), clock.now())
    except ContradictionError as error:
        return _asked(error)
    except NobodyYetError:
        return _refused(_("还没有人同意参加，有人同意以后再排。"))
    return _shown(saved, form.since)


@pages.get("/squads/<key:squad_id>/formation/sheet")
@planning_squad
def sheet(squad_id: int) -> str:  # noqa: ARG001 (likewise)
    """On a page of A4: who stands where, in what, to which music. No height is on it."""
    squad = current_squad()
    _note_look(squad)
    plan = store.plan(squad)
    return render_template(
        "formations/sheet.html", squad=squad, showcase=current_showcase(), plan=plan
    )


@pages.get("/showcases/<key:showcase_id>/stand-ins")
@running_showcase
def stand_ins(showcase_id: int) -> str:
    """Who does not come on the day and who stands in, in all squads, for gate and timetable."""
    plans = store.plans(showcase_id)
    found = [each for each in squads(showcase_id) if plans[each.id].absences]
    _note_look(*found)
    return render_template(
        "formations/stand_ins.html",
        showcase=current_showcase(),
        squads=[(each, plans[each.id].absences) for each in found],
    )


@pages.errorhandler(NotTakingPartError)
def gone(_error: NotTakingPartError) -> Response:
    """Somebody left or was erased meanwhile: the page is drawn anew without her."""
    flash(_("这位组员刚刚已不在队里。"), "warn")
    return redirect(url_for("formations.formation", squad_id=current_squad().id), 303)


@pages.app_template_filter()
def shape_name(shape: Any) -> str:
    """What a shape is called."""
    return str(SHAPES[shape])


def told(plan: Plan, formation: Formation, changed: Iterable[Change]) -> list[str]:
    """Changes in words; the formation is what they led to."""
    names = {key: member.name for key, member in plan.by_person.items()}
    return [_sentence(each, formation, names) for each in changed]


def _sentence(change: Change, formation: Formation, names: dict[int, str]) -> str:
    number, name = change.number, names.get(change.person or 0, "")
    remark = formation.places[number - 1].remark if number else ""
    sentences = {
        What.SHAPE: lambda: _("队形换成了%(shape)s", shape=SHAPES[formation.shape]),
        What.SPOT: lambda: _("第 %(number)s 位换了地方", number=number),
        What.PLACED: lambda: _("%(name)s到第 %(number)s 位", name=name, number=number),
        What.OUT: lambda: _("%(name)s到场外", name=name),
        What.STANDS_IN: lambda: _("第 %(number)s 位缺席，由%(name)s顶替", number=number, name=name),
        What.MISSING: lambda: _("第 %(number)s 位缺席，先空着", number=number),
        What.CAME: lambda: _("第 %(number)s 位%(name)s来了", number=number, name=name),
        What.REMARK: lambda: _(
            "第 %(number)s 位的备注：%(words)s", number=number, words=remark or _("（没有）")
        ),
        What.REMARKS: lambda: _("整队的备注：%(words)s", words=formation.remarks or _("（没有）")),
    }
    return str(sentences[change.what]())


def _said(plan: Plan) -> dict[str, Any]:
    """What the step before led to, and what somebody else did meanwhile."""
    saved = number_of(request.args.get("saved"))
    since = number_of(request.args.get("since", str(saved - 1)))
    if not 0 < saved <= plan.version:
        return {"same": request.args.get("same") == "yes"}
    after = plan if saved == plan.version else store.version_of(plan, saved)
    before = store.version_of(plan, saved - 1)
    if after is None or before is None:
        return {}
    begun = store.version_of(plan, since) if since < saved - 1 else before
    return {
        "saved": saved,
        "undone": request.args.get("undone") == "yes",
        "own": _between(plan, before, after),
        "others": _between(plan, begun, before) if begun else [],
    }


def _between(plan: Plan, before: Plan, after: Plan) -> list[str]:
    return told(plan, after.formation, changes(before.formation, after.formation))


def _note_look(*seen: Squad) -> None:
    note_look(current_person().account_id, seen, clock.now())


def _shown(saved: Saved, since: int, *, undone: bool = False) -> Response:
    """The page with what was saved; `since` says from where, if somebody else saved between."""
    more: dict[str, Any] = {"saved": saved.version} if saved.is_new else {"same": "yes"}
    if saved.with_others:
        more["since"] = since
    if undone:
        more["undone"] = "yes"
    return redirect(
        url_for(
            "formations.formation",
            squad_id=current_squad().id,
            **more,
        ),
        303,
    )


def _refused(problem: Any) -> tuple[str, int]:
    return _page(store.plan(current_squad()), problem=problem), 422


def _asked(error: ContradictionError) -> tuple[str, int]:
    """Both as they are: she chooses, and what does not contradict is in either."""
    mine, theirs = error.merged.mine, error.merged.theirs
    question = {
        "mine": (written(mine), told(error.current, mine, changes(theirs, mine))),
        "theirs": (written(theirs), told(error.current, theirs, changes(mine, theirs))),
    }
    return _page(error.current, question=question), 409


def _page(plan: Plan, remarks: RemarksForm | None = None, **more: Any) -> str:
    return render_template(
        "formations/formation.html",
        squad=current_squad(),
        showcase=current_showcase(),
        plan=plan,
        shapes=SHAPES,
        remarks=remarks or RemarksForm(plan.formation, formdata=None),
        **more,
    )
