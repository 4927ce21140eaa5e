"""A team's join codes with their QR pictures."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import password_again
from tracker.teams import figures, store
from tracker.teams.guards import (
    current_team,
    inviting,
)
from tracker.teams.rules import (
    UnknownCodeError,
)
from tracker.teams.views.door import pages


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


def _link_or_404(team_id: int, code: str) -> str:
    try:
        return join_link(store.code_of(team_id, code).code)
    except UnknownCodeError:
        abort(404)
