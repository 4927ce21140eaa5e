"""Robots of a team, for its leaders, and of a unit, for its contact."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import password_again
from tracker.accounts.rules import team_scope, unit_scope
from tracker.notices import store
from tracker.notices.forms import KINDS, RobotForm
from tracker.notices.rules import AddressError, RobotKind, address_of
from tracker.notices.store import SealedRobot, UnknownRobotError
from tracker.notices.tasks import SEALED_FOR, let_robots_speak
from tracker.notices.views.desk import open_season, pages, site
from tracker.teams.guards import current_team, current_unit, leading, unit_contact
from tracker.web.sealing import seal

Page = Response | tuple[str, int]


@pages.route("/team/<key:team_id>/robots", methods=["GET", "POST"])
@leading
def team_robots(team_id: int) -> Page:
    """A team's robots, and a form to set one up."""
    return _page(team_scope(team_id), current_team().name, "team", team_id)


@pages.post("/team/<key:team_id>/robots/<any(wecom, dingtalk):kind>/test")
@leading
def test_team_robot(team_id: int, kind: str) -> Response:
    """A message to try it out."""
    _test(team_scope(team_id), RobotKind(kind))
    return redirect(url_for("notices.team_robots", team_id=team_id), 303)


@pages.post("/team/<key:team_id>/robots/<any(wecom, dingtalk):kind>/remove")
@leading
def remove_team_robot(team_id: int, kind: str) -> Response:
    """Forget its address."""
    _remove(team_scope(team_id), RobotKind(kind))
    return redirect(url_for("notices.team_robots", team_id=team_id), 303)


@pages.route("/units/<key:unit_id>/robots", methods=["GET", "POST"])
@unit_contact
@password_again
def unit_robots(unit_id: int) -> Page:
    """A unit's robots, and a form to set one up."""
    return _page(unit_scope(unit_id), current_unit().name, "unit", unit_id)


@pages.post("/units/<key:unit_id>/robots/<any(wecom, dingtalk):kind>/test")
@unit_contact
@password_again
def test_unit_robot(unit_id: int, kind: str) -> Response:
    """A message to try it out."""
    _test(unit_scope(unit_id), RobotKind(kind))
    return redirect(url_for("notices.unit_robots", unit_id=unit_id), 303)


@pages.post("/units/<key:unit_id>/robots/<any(wecom, dingtalk):kind>/remove")
@unit_contact
@password_again
def remove_unit_robot(unit_id: int, kind: str) -> Response:
    """Forget its address."""
    _remove(unit_scope(unit_id), RobotKind(kind))
    return redirect(url_for("notices.unit_robots", unit_id=unit_id), 303)


def _page(scope: str, name: str, place: str, key: int) -> Page:
    form = RobotForm()
    if form.validate_on_submit():
        try:
            robot = _sealed(form)
        except AddressError as error:
            form.explain(error.problem)
        else:
            store.set_robot(open_season().id, scope, robot, clock.now())
            flash(_("机器人设好了。发一条测试看看，群里收到就成了。"), "good")
            return redirect(request.path, 303)
    page = render_template(
        "notices/robots.html",
        name=name,
        is_team=place == "team",
        key=key,
        back=url_for("followup.lead", team=key)
        if place == "team"
        else url_for("teams.unit", unit_id=key),
        form=form,
        kinds=KINDS,
        robots=store.robots_of(scope),
        here=request.path,
    )
    return page, 422 if form.is_submitted() else 200


def _sealed(form: RobotForm) -> SealedRobot:
    """What was typed as it is kept: nobody reads it there; raises AddressError."""
    origins = current_app.config["ROBOT_ORIGINS"]
    address = address_of(form.robot_kind, str(form.address.data), origins)
    secret = form.signing_secret
    return SealedRobot(
        form.robot_kind,
        form.robot_style,
        seal(address, SEALED_FOR),
        seal(secret, SEALED_FOR) if secret else None,
        site(),
    )


def _test(scope: str, kind: RobotKind) -> None:
    try:
        store.ask_for_test(scope, kind, clock.now())
    except UnknownRobotError:
        abort(404)
    let_robots_speak()
    flash(_("测试消息正在路上，几秒钟后刷新这一页，就知道到了没有。"), "good")


def _remove(scope: str, kind: RobotKind) -> None:
    try:
        store.remove_robot(scope, kind)
    except UnknownRobotError:
        abort(404)
    flash(_("机器人删掉了，它的地址也忘了。"), "good")
