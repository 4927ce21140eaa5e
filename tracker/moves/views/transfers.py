"""Somebody who takes part asks to change teams."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, signed_in
from tracker.campaign.guards import current_participant, participant_or_none, participating
from tracker.campaign.rules import ClosedError, TransferredAlreadyError, check_transfer
from tracker.moves import store
from tracker.moves.rules import UnknownRequestError
from tracker.moves.views.sentences import REFUSALS, pages, sentence
from tracker.teams.rules import Team, UnknownCodeError, UnknownTeamError
from tracker.teams.store import team_by_code, team_of
from tracker.web.links import key_of


@pages.get("/me/transfer")
@participating
def transfer() -> str:
    """The other teams of her unit, and what came of what she asked."""
    her, now, today = current_participant(), clock.now(), clock.today()
    mine = team_of(her.id, today)
    asked = store.latest_request(her.account_id, her.season.id)
    barred = None
    try:
        check_transfer(her.season.calendar, today, store.moved_on(her.id))
    except (ClosedError, TransferredAlreadyError) as error:
        barred = sentence(error)
    return render_template(
        "moves/transfer.html",
        team=mine,
        asked=asked,
        state=asked.state(now) if asked else None,
        barred=barred,
        teams=store.open_teams_beside(mine) if mine and not barred else [],
    )


@pages.post("/me/transfer")
@participating
def ask_transfer() -> Response:
    """Ask one of them, or the team whose code she has."""
    her, today = current_participant(), clock.today()
    try:
        wanted = _wanted(team_of(her.id, today))
        store.ask_transfer(her, wanted, today, clock.now())
    except REFUSALS as error:
        flash(sentence(error), "warn")
    except (UnknownCodeError, UnknownTeamError):
        abort(404)
    else:
        flash(_("申请已经发出。两支队伍的组长或副组长，谁同意都可以。"), "good")
    return redirect("/me/transfer", 303)


@pages.post("/requests/withdraw")
@signed_in
def withdraw() -> Response:
    """Take back what waits for an answer."""
    try:
        store.withdraw(current_person().account_id, clock.now())
    except UnknownRequestError:
        flash(_("没有等待答复的申请。"), "warn")
    else:
        flash(_("申请已经收回。"), "good")
    return redirect("/me/transfer" if participant_or_none() else "/ask-to-join", 303)


def _wanted(mine: Team | None) -> int:
    """A team of her own unit by its key, any team by a code that lets people in."""
    code = request.form.get("code")
    if code:
        return team_by_code(code).id
    wanted = key_of(request.form.get("team", ""))
    if mine is None or wanted not in {each.id for each in store.open_teams_beside(mine)}:
        raise UnknownTeamError(wanted)
    return wanted
