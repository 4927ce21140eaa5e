"""The statistician's page and the city organizer's page about her requests."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask import request as asked
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now
from tracker.evaluation import store, tasks
from tracker.evaluation.forms import AskForm
from tracker.evaluation.rules import (
    DecidedAlreadyError,
    NotApprovedError,
    OwnRequestError,
    TooFewError,
    UnknownRequestError,
)
from tracker.insights.rules import COUNTED_FROM, UnknownSnapshotError

pages = Blueprint("evaluation", __name__)


@pages.get("/evaluation")
@granted(Role.STATISTICIAN, scope=CITY_SCOPE, or_city=False)
@password_again
def files() -> str:
    """Her requests, what became of them, and a form for another."""
    season = _season()
    return _files(season, _form(season))


@pages.post("/evaluation")
@granted(Role.STATISTICIAN, scope=CITY_SCOPE, or_city=False)
@password_again
def ask() -> BaseResponse | tuple[str, int]:
    """Ask for a file as of a snapshot."""
    season = _season()
    form = _form(season)
    if not form.validate_on_submit():
        return _files(season, form), 422
    wish = form.wish
    try:
        store.ask(season, current_person().account_id, wish.as_of, wish.purpose, now())
    except UnknownSnapshotError:
        abort(404)
    flash(_("申请已送出，市级管理员会看到。"), "good")
    return redirect(url_for("evaluation.files"), 303)


@pages.post("/evaluation/<key:request_id>/file")
@granted(Role.STATISTICIAN, scope=CITY_SCOPE, or_city=False)
@password_again
def download(request_id: int) -> BaseResponse | tuple[str, int]:
    """Her approved file; each copy is logged before it leaves."""
    season, person = _season(), current_person()
    try:
        made = store.download(
            season, person.account_id, request_id, current_app.config["SECRET_KEY"], now()
        )
    except UnknownRequestError:
        abort(404)
    except NotApprovedError:
        return _files(season, _form(season), _("这份申请没有有效的批准。")), 409
    except TooFewError:
        return _files(season, _form(season), _("同意的人太少，不能生成文件。")), 409
    name = f"evaluation-{request_id}-{made.sha256[:8]}.zip"
    return Response(
        made.content,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@pages.get("/evaluation/requests")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def requests() -> str:
    """Every request and every copy, for whoever decides; never a row of the file."""
    return _requests(_season())


@pages.post("/evaluation/requests/<key:request_id>")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def decide(request_id: int) -> BaseResponse | tuple[str, int]:
    """Approve or refuse one request."""
    season, decision = _season(), asked.form.get("decision")
    if decision not in {"approve", "refuse"}:
        abort(404)
    try:
        store.decide(
            season.id,
            request_id,
            current_person().account_id,
            now(),
            approved=decision == "approve",
        )
    except UnknownRequestError:
        abort(404)
    except OwnRequestError:
        return _requests(season, _("自己的申请要由另一位市级管理员决定。")), 409
    except DecidedAlreadyError:
        return _requests(season, _("这份申请刚才已经有人决定了。")), 409
    if decision == "approve":
        tasks.make_file(request_id)
    flash(_("已批准，14 天内可以下载。") if decision == "approve" else _("已拒绝。"), "good")
    return redirect(url_for("evaluation.requests"), 303)


def _season() -> Season:
    return season_or_none() or abort(404)


def _form(season: Season) -> AskForm:
    form = AskForm()
    form.offer(store.offered(season))
    return form


def _files(season: Season, form: AskForm, problem: str = "") -> str:
    own = store.requests(season.id, now(), current_person().account_id)
    return render_template("evaluation/files.html", form=form, requests=own, problem=problem)


def _requests(season: Season, problem: str = "") -> str:
    return render_template(
        "evaluation/requests.html",
        requests=store.requests(season.id, now()),
        agreed=store.agreed(season.id),
        counted_from=COUNTED_FROM,
        problem=problem,
    )
