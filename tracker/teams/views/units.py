"""A unit's page: its teams, what each is in need of, and opening, renaming and closing."""

from collections.abc import Sequence
from dataclasses import replace

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import Role, masked, unit_scope
from tracker.campaign.guards import current_participant, participating, season_or_none
from tracker.teams import store
from tracker.teams.forms import KINDS, MergeUnitForm, TeamForm, TeamNameForm, UnitNameForm
from tracker.teams.guards import (
    current_unit,
    district_or_404,
    overseeing_unit,
    unit_contact,
)
from tracker.teams.rules import (
    FarUnitError,
    NameNeededError,
    OpenedTeam,
    SameLeaderError,
    SameTeamNamesError,
    TeamNameTakenError,
    TeamOnBoard,
    Unit,
    UnitClosedError,
    UnitNameTakenError,
    UnitNotEmptyError,
    UnknownUnitError,
    may_oversee,
    needs_help,
)
from tracker.teams.views.door import pages


@pages.get("/units/<key:unit_id>")
@unit_contact
def unit(unit_id: int) -> str:
    """A unit's teams with their join links and what they are in need of; nothing about persons."""
    return _page(unit_id)


@pages.post("/units/<key:unit_id>/teams")
@unit_contact
@password_again
def add_team(unit_id: int) -> BaseResponse | tuple[str, int]:
    """One more team of the unit, which somebody is asked to lead afterwards."""
    form = TeamNameForm(prefix="new-")
    if form.validate_on_submit():
        try:
            team_id = store.open_team_in(unit_id, str(form.name.data), clock.now())
        except TeamNameTakenError:
            form.say_taken()
        except UnitClosedError:
            form.say("name", _("这个单位已经停用，不能再建队。"))
        else:
            flash(_("队伍已经建好。请接着请人当组长和副组长。"), "good")
            return redirect(url_for("teams.settings", team_id=team_id), 303)
    return _page(unit_id, adding=form), 422


@pages.post("/units/<key:unit_id>/name")
@unit_contact
@password_again
def rename_unit(unit_id: int) -> BaseResponse | tuple[str, int]:
    """Another name for the unit."""
    form = UnitNameForm(prefix="unit-")
    if form.validate_on_submit():
        try:
            store.rename_unit(unit_id, str(form.name.data))
        except UnitNameTakenError:
            form.say("name", _("本区已经有同名的单位，请换一个名称。"))
        else:
            flash(_("单位名称已经改好。"), "good")
            return redirect(url_for("teams.unit", unit_id=unit_id), 303)
    return _page(unit_id, naming=form), 422


@pages.post("/units/<key:unit_id>/close")
@overseeing_unit
@password_again
def close_unit(unit_id: int) -> BaseResponse:
    """The unit and its empty teams take nobody in any more."""
    try:
        store.close_unit(unit_id, clock.today(), clock.now())
    except UnitNotEmptyError:
        flash(_("这个单位的队里还有人，不能停用。请先把队伍并入别的队。"), "warn")
    else:
        flash(_("单位已经停用，历史都还在。"), "good")
    return redirect(url_for("teams.unit", unit_id=unit_id), 303)


@pages.route("/units/<key:unit_id>/merge", methods=["GET", "POST"])
@overseeing_unit
@password_again
def merge_unit(unit_id: int) -> BaseResponse | tuple[str, int]:
    """Become part of another unit: its teams go on, under the other's name and contact."""
    shown = current_unit()
    targets = store.units_nearby(shown)
    form = MergeUnitForm(targets)
    if form.validate_on_submit():
        try:
            store.merge_unit(
                unit_id,
                form.target,
                str(form.why.data),
                current_person().account_id,
                clock.today(),
                clock.now(),
            )
        except SameTeamNamesError as error:
            said = _("两个单位里都有：%(names)s。请先给其中一支改名，再来合并。")
            form.say("into", said % {"names": "、".join(error.names)})
        except (FarUnitError, UnitClosedError, UnknownUnitError):
            form.say("into", _("两个单位里有一个刚刚有变动，请重新打开这一页。"))
        else:
            flash(_("已经并入。队伍照旧，每位队员都能看到是谁、为什么做的。"), "good")
            return redirect(url_for("teams.unit", unit_id=form.target), 303)
    status = 422 if form.is_submitted() else 200
    page = render_template("teams/merge_unit.html", unit=shown, form=form, targets=targets)
    return page, status


def _page(
    unit_id: int, adding: TeamNameForm | None = None, naming: UnitNameForm | None = None
) -> str:
    shown = current_unit()
    teams = [(each, _in_need(each)) for each in store.unit_board(unit_id)]
    reader = current_person()
    return _unit_page(
        shown,
        teams,
        adding,
        naming,
        oversees=may_oversee(reader, shown),
        is_contact=reader.holds([Role.CONTACT], unit_scope(unit_id)),
    )


@pages.get("/me/seen/contact")
@participating
def as_contact() -> str:
    """What the contact of her unit gets, with her own team alone: nothing on it is about persons.

    Codes and whether a leader may need help are left out, for they are not about her.
    """
    own = store.team_of(current_participant().id, clock.today()) or abort(404)
    board = store.unit_board(own.unit_id)
    teams = [(replace(each, codes=()), False) for each in board if each.team.id == own.id]
    shown = store.unit(own.unit_id)
    return _unit_page(shown, teams, is_contact=True, seen_as=_("单位联系人"))


def _unit_page(
    shown: Unit,
    teams: Sequence[tuple[TeamOnBoard, bool]],
    adding: TeamNameForm | None = None,
    naming: UnitNameForm | None = None,
    *,
    is_contact: bool,
    oversees: bool = False,
    **more: str,
) -> str:
    return render_template(
        "teams/unit.html",
        unit=shown,
        kinds=KINDS,
        teams=teams,
        is_contact=is_contact,
        oversees=oversees,
        adding=adding or TeamNameForm(formdata=None, prefix="new-"),
        naming=naming or UnitNameForm(formdata=None, prefix="unit-", data={"name": shown.name}),
        **more,
    )


def _in_need(each: TeamOnBoard) -> bool:
    """Whether the leader is there but may need help; not why, nor since when."""
    season = season_or_none() or abort(404)
    lead = each.lead
    return lead.leader is not None and needs_help(season.calendar, lead, clock.today())


@pages.route("/districts/<string:code>/teams/new", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
@password_again
def new_team(code: str) -> BaseResponse | tuple[str, int]:
    """Open a team: its unit, its leader and its deputy."""
    place, season, form = district_or_404(code), season_or_none(), TeamForm()
    if season is None:
        abort(404)
    if form.validate_on_submit():
        try:
            opened = store.open_team(
                form.team(season.id, code), form.leader(), form.deputy(), clock.now()
            )
        except (
            SameLeaderError,
            NameNeededError,
            TeamNameTakenError,
            UnitClosedError,
        ) as error:
            form.explain(error)
        else:
            return _show_first_passwords(opened)
    status = 422 if form.is_submitted() else 200
    return render_template("teams/new.html", form=form, district=place), status


def _show_first_passwords(opened: OpenedTeam) -> BaseResponse:
    for phone, password in opened.first_passwords.items():
        said = _("%(phone)s 的初始密码：%(password)s。只显示这一次，请转告本人并请他改掉。")
        flash(said % {"phone": masked(phone), "password": password}, "warn")
    flash(_("队伍已经建好，下面是它的二维码。"), "good")
    return redirect(url_for("teams.join_codes", team_id=opened.team_id), 303)
