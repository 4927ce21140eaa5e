"""A team's join codes with their QR pictures, a unit's page, and opening a team."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import granted, password_again
from tracker.accounts.rules import Role, masked
from tracker.campaign.guards import season_or_none
from tracker.teams import figures, store
from tracker.teams.forms import KINDS, TeamForm
from tracker.teams.guards import (
    current_team,
    current_unit,
    district_or_404,
    inviting,
    unit_contact,
)
from tracker.teams.rules import (
    NameNeededError,
    OpenedTeam,
    SameLeaderError,
    TeamNameTakenError,
    UnknownCodeError,
)

pages = Blueprint("teams", __name__)


@pages.app_template_global()
def join_link(code: str) -> str:
    """The whole address that a QR code holds."""
    return url_for("joining.join", code=code, _external=True)


@pages.get("/team/<key:team_id>/join-codes")
@inviting
def join_codes(team_id: int) -> str:
    """A team's join codes, each with its QR, its link and how to revoke it."""
    return render_template(
        "teams/join_codes.html", team=current_team(), codes=store.codes_of(team_id)
    )


@pages.post("/team/<key:team_id>/join-codes")
@inviting
@password_again
def create_join_code(team_id: int) -> BaseResponse:
    """One more code."""
    store.create_code(team_id, clock.now())
    flash(_("新的二维码已经可以用了。"), "good")
    return redirect(url_for("teams.join_codes", team_id=team_id), 303)


@pages.post("/team/<key:team_id>/join-codes/<string:code>/revoke")
@inviting
@password_again
def revoke_join_code(team_id: int, code: str) -> BaseResponse:
    """The code lets nobody in any more; whoever joined with it stays."""
    try:
        store.revoke_code(team_id, code, clock.now())
    except UnknownCodeError:
        abort(404)
    flash(_("这个二维码已停用。已经加入的人不受影响。"), "good")
    return redirect(url_for("teams.join_codes", team_id=team_id), 303)


@pages.get("/team/<key:team_id>/join-codes/<string:code>.svg")
@inviting
def join_code_svg(team_id: int, code: str) -> Response:
    """The QR as an SVG picture."""
    return Response(figures.qr_svg(_link_or_404(team_id, code)), mimetype="image/svg+xml")


@pages.get("/team/<key:team_id>/join-codes/<string:code>.png")
@inviting
def join_code_png(team_id: int, code: str) -> Response:
    """The QR as a PNG picture."""
    return Response(figures.qr_png(_link_or_404(team_id, code)), mimetype="image/png")


@pages.get("/team/<key:team_id>/join-codes/<string:code>/print")
@inviting
def print_join_code(team_id: int, code: str) -> str:
    """One sheet for the wall: QR, team, unit and link."""
    link = _link_or_404(team_id, code)
    return render_template("teams/print.html", team=current_team(), code=code, link=link)


@pages.get("/units/<key:unit_id>")
@unit_contact
def unit(unit_id: int) -> str:
    """A unit's teams with their join links; nothing about persons."""
    return render_template(
        "teams/unit.html", unit=current_unit(), kinds=KINDS, teams=store.unit_with_codes(unit_id)
    )


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
        except (SameLeaderError, NameNeededError, TeamNameTakenError) as error:
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


def _link_or_404(team_id: int, code: str) -> str:
    try:
        return join_link(store.code_of(team_id, code).code)
    except UnknownCodeError:
        abort(404)
