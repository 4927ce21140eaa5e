"""An event's details, programme, invitations and state, for whoever organizes it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.showcases import store
from tracker.showcases.forms import ItemForm, ShowcaseForm, WrongNumberError, typed_teams
from tracker.showcases.guards import current_showcase, running_showcase
from tracker.showcases.rules import (
    NEXT,
    TEAMS_MAX,
    DistrictInUseError,
    ItemInUseError,
    State,
    UnknownItemError,
)
from tracker.showcases.views.room import Answer, pages
from tracker.teams.rules import districts

DIRECTIONS = {"earlier": -1, "later": 1}


@pages.route("/showcases/<key:showcase_id>/settings", methods=["GET", "POST"])
@running_showcase
def settings(showcase_id: int) -> Answer:
    """Everything about an event on one page; posted to, its details."""
    form = ShowcaseForm(current_showcase())
    if form.validate_on_submit():
        store.change(showcase_id, form.showcase())
        flash(_("已保存。"), "good")
        return _back(showcase_id)
    return _page(details=form)


@pages.post("/showcases/<key:showcase_id>/items")
@running_showcase
def add_item(showcase_id: int) -> Answer:
    """One more item at the end."""
    form = ItemForm()
    if form.validate_on_submit():
        store.add_item(showcase_id, form.item())
        return _back(showcase_id, "programme")
    return _page(item=form)


@pages.post("/showcases/<key:showcase_id>/items/<key:item_id>")
@running_showcase
def item(showcase_id: int, item_id: int) -> Answer:
    """Change an item, move it, or take it out."""
    try:
        return _item_done(showcase_id, item_id)
    except UnknownItemError:
        abort(404)
    except ItemInUseError:
        flash(_("已经有展示队报了这个节目，请先收回它们的提名。"), "warn")
        return _back(showcase_id, "programme")


@pages.post("/showcases/<key:showcase_id>/invited")
@running_showcase
def invited(showcase_id: int) -> Answer:
    """Which districts may bring how many teams."""
    try:
        store.invite(showcase_id, typed_teams(request.form, _codes()))
    except WrongNumberError:
        return _page(problem=_("队数请填 0 到 %(max)s 之间的整数。", max=TEAMS_MAX))
    except DistrictInUseError as error:
        name = next(each.name for each in districts() if each.code == error.district_code)
        words = _(
            "%(name)s已经提名了 %(count)s 支队，不能比这更少。", name=name, count=error.squads
        )
        return _page(problem=words)
    flash(_("已保存。"), "good")
    return _back(showcase_id, "invited")


@pages.post("/showcases/<key:showcase_id>/state")
@running_showcase
def step(showcase_id: int) -> Response:
    """Publish, settle, close, cancel, or one of these back."""
    try:
        wanted = State(request.form.get("to", ""))
    except ValueError:
        abort(404)
    store.step(showcase_id, wanted, clock.today())
    flash(_("已改好。"), "good")
    return _back(showcase_id)


def _item_done(showcase_id: int, item_id: int) -> Answer:
    doing = request.form.get("do", "change")
    if doing in DIRECTIONS:
        store.move_item(showcase_id, item_id, DIRECTIONS[doing])
        return _back(showcase_id, "programme")
    if doing == "remove":
        store.remove_item(showcase_id, item_id)
        return _back(showcase_id, "programme")
    form = ItemForm()
    if form.validate_on_submit():
        store.change_item(showcase_id, item_id, form.item())
        return _back(showcase_id, "programme")
    return _page(changed=(item_id, form))


def _codes() -> tuple[str, ...]:
    own = current_showcase().district_code
    return (own,) if own else tuple(each.code for each in districts())


def _page(
    details: ShowcaseForm | None = None,
    item: ItemForm | None = None,
    changed: tuple[int, ItemForm] | None = None,
    problem: str = "",
) -> Answer:
    event, today = current_showcase(), clock.today()
    steps = [to for to in NEXT[event.state] if to is not State.OVER or today >= event.day]
    programme = [
        (each, changed[1] if changed and changed[0] == each.id else ItemForm(each, formdata=None))
        for each in store.items(event.id)
    ]
    page = render_template(
        "showcases/settings.html",
        showcase=event,
        details=details or ShowcaseForm(event, formdata=None),
        programme=programme,
        changed=changed[0] if changed else None,
        new=item or ItemForm(formdata=None),
        districts=[each for each in districts() if each.code in _codes()],
        invited={each.district_code: each.teams for each in store.invited_districts(event.id)},
        problem=problem,
        steps=steps,
        most=TEAMS_MAX,
    )
    return page, 422 if request.method == "POST" else 200


def _back(showcase_id: int, part: str | None = None) -> Response:
    return redirect(url_for("showcases.settings", showcase_id=showcase_id, _anchor=part), 303)
