"""Handing a team's lead on: asking, answering, taking over, and naming by phone."""

from collections.abc import Callable

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, password_again, signed_in
from tracker.accounts.rules import Role, masked
from tracker.campaign.guards import season_or_none
from tracker.teams import store
from tracker.teams.forms import AppointForm
from tracker.teams.guards import current_team, deputizing, handing_over, running
from tracker.teams.rules import (
    DeputyThereError,
    LeadChangedError,
    NameNeededError,
    NotAMemberError,
    SameLeaderError,
    TeamClosedError,
    UnknownTeamError,
    may_oversee,
)
from tracker.teams.views.door import pages
from tracker.teams.views.settings import back_to_settings, settings_page
from tracker.web.links import key_of

DEPUTY = "deputy"
"""In place of a member: the team's deputy, who need not be one."""
CHANGED = (LeadChangedError, TeamClosedError, UnknownTeamError)


@pages.post("/team/<key:team_id>/lead/ask")
@handing_over
def ask(team_id: int) -> BaseResponse:
    """The leader asks somebody to lead in her place, or to be the deputy."""
    me, role, who = current_person().account_id, _role(), request.form.get("who", "")
    try:
        if who == DEPUTY:
            store.ask_deputy(team_id, me, clock.now())
        else:
            store.ask_member(team_id, role, key_of(who), me, clock.today(), clock.now())
    except NotAMemberError:
        abort(404)
    except DeputyThereError:
        flash(_("队里已经有副组长了。"), "warn")
    except CHANGED:
        _say_changed()
    else:
        flash(_("已经问了。对方在“今天”页面上会看到，同意以后生效。"), "good")
    return back_to_settings(team_id)


@pages.post("/team/<key:team_id>/lead/withdraw")
@handing_over
def withdraw(team_id: int) -> BaseResponse:
    """The leader asks no longer."""
    me, role = current_person().account_id, _role()
    _do(lambda: store.withdraw(team_id, role, me, clock.now()), _("已经收回。"))
    return back_to_settings(team_id)


@pages.post("/team/<key:team_id>/lead/answer")
@signed_in
def answer(team_id: int) -> BaseResponse:
    """Whoever was asked says yes or no."""
    me, role = current_person().account_id, _role()
    if request.form.get("answer") == "yes":
        _do(lambda: store.accept(team_id, role, me, clock.now()), _("谢谢您，已经生效。"))
    else:
        _do(lambda: store.decline(team_id, role, me, clock.now()), _("好的，已经替您回绝。"))
    return redirect("/", 303)


@pages.post("/team/<key:team_id>/lead/take-over")
@deputizing
def take_over(team_id: int) -> BaseResponse:
    """The deputy leads in place of a leader who is away."""
    season = season_or_none() or abort(404)
    me, today, now = current_person().account_id, clock.today(), clock.now()
    _do(
        lambda: store.take_over(team_id, me, season.calendar, today, now),
        _("谢谢您，您现在是组长了。原来的组长会看到这件事。"),
    )
    return back_to_settings(team_id)


@pages.post("/team/<key:team_id>/lead/step-down")
@deputizing
def step_down(team_id: int) -> BaseResponse:
    """A deputy is one no longer; the form names the role that is given up."""
    if _role() is not Role.DEPUTY:
        abort(404)
    me = current_person().account_id
    _do(lambda: store.step_down(team_id, me, clock.now()), _("您不再是副组长。"))
    return redirect("/", 303)


@pages.post("/team/<key:team_id>/lead/read")
@signed_in
def read(team_id: int) -> BaseResponse:
    """Who led before has read that somebody else does now."""
    store.read_that_another_leads(team_id, current_person().account_id, clock.now())
    return redirect("/", 303)


@pages.post("/team/<key:team_id>/lead/appoint")
@running
@password_again
def appoint(team_id: int) -> BaseResponse | tuple[str, int]:
    """By phone: an organizer says who it is, a contact has somebody asked."""
    form = AppointForm()
    if form.validate_on_submit():
        try:
            _appoint(team_id, form)
        except (NameNeededError, SameLeaderError, DeputyThereError) as error:
            form.explain(error)
        except CHANGED:
            _say_changed()
            return back_to_settings(team_id)
        else:
            return back_to_settings(team_id)
    return settings_page(team_id, appointing=form), 422


def _appoint(team_id: int, form: AppointForm) -> None:
    who, me, now = form.appointed(), current_person(), clock.now()
    if may_oversee(me, current_team()):
        password = store.appoint(team_id, form.wanted, who, me.account_id, now)
        if password:
            said = _("%(phone)s 的初始密码：%(password)s。只显示这一次，请转告本人并请他改掉。")
            flash(said % {"phone": masked(who.phone), "password": password}, "warn")
        flash(_("已经定下，马上生效。"), "good")
        return
    store.ask_by_phone(team_id, form.wanted, who.phone, me.account_id, clock.today(), now)
    flash(_("如果这个手机号的主人在本单位的队里，他会看到您的邀请，同意以后生效。"), "good")


def _do(step: Callable[[], None], said: str) -> None:
    """One step; whoever comes second reads that it is not as it was."""
    try:
        step()
    except CHANGED:
        _say_changed()
    else:
        flash(said, "good")


def _say_changed() -> None:
    flash(_("刚刚有人先做了决定，情况已经变了，请看看现在的样子。"), "warn")


def _role() -> Role:
    """Leader or deputy, as the form says; anything else is no such page."""
    asked = request.form.get("role", "")
    return Role(asked) if asked in {Role.LEADER, Role.DEPUTY} else abort(404)
