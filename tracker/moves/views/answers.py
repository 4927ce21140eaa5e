"""Requests that wait for an answer, for a team's leader and deputy."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.moves import store
from tracker.moves.forms import AnswerForm
from tracker.moves.rules import MoveKind, UnknownRequestError
from tracker.moves.views.sentences import REFUSALS, pages, sentence
from tracker.teams.guards import current_team, leading


@pages.get("/team/<key:team_id>/requests")
@leading
def requests(team_id: int) -> str:
    """Who wants to come and who wants to go, the longest waiting first."""
    return _page(team_id, AnswerForm(), None)


@pages.post("/team/<key:team_id>/requests/<key:request_id>")
@leading
def answer(team_id: int, request_id: int) -> Response | tuple[str, int]:
    """Yes, or no with a reason; of two who answer at once the second reads that it is done."""
    form, decision = AnswerForm(), request.form.get("decision")
    if decision not in {"approve", "decline"}:
        abort(404)
    if not form.validate() or (decision == "decline" and not form.why.data):
        if not form.errors:
            form.explain_missing()
        return _page(team_id, form, request_id), 422
    try:
        said = _answer(team_id, request_id, decision, str(form.why.data))
    except UnknownRequestError:
        abort(404)
    except REFUSALS as error:
        flash(sentence(error), "warn")
    else:
        flash(said, "good")
    return redirect(url_for("moves.requests", team_id=team_id), 303)


def _answer(team_id: int, request_id: int, decision: str, why: str) -> str:
    actor, today, now = current_person().account_id, clock.today(), clock.now()
    if decision == "decline":
        store.decline(actor, team_id, request_id, why, today, now)
        return str(_("已经答复。本人读得到您写的话。"))
    kind = store.approve(actor, team_id, request_id, why, today, now)
    if kind is MoveKind.JOIN:
        return str(_("已经同意。本人登录后会看到报名链接，填完报名表才算加入。"))
    return str(_("已经同意，今天起换队。以前的记录留在原来的队里。"))


def _page(team_id: int, form: AnswerForm, at: int | None) -> str:
    """The list; `at` is the request whose answer has to be typed again."""
    viewer, today, now = current_person().account_id, clock.today(), clock.now()
    return render_template(
        "moves/requests.html",
        team=current_team(),
        waiting=store.waiting_at(team_id, viewer, today, now),
        form=form,
        at=at,
    )
