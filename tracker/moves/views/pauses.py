"""Pausing: set, answered and ended by the person herself."""

from datetime import date

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.campaign.guards import current_participant, participating
from tracker.moves import store
from tracker.moves.forms import PauseForm
from tracker.moves.rules import (
    PAUSE_DAYS_MAX,
    NotProposedError,
    Pause,
    PauseInPastError,
    PauseTooLateError,
    PauseTooLongError,
)
from tracker.moves.views.sentences import pages
from tracker.teams.rules import BackwardsError, OverlappingLeaveError, UnknownLeaveError
from tracker.teams.store import end_leave
from tracker.web.filters import day

TOO_MUCH = (BackwardsError, PauseInPastError, PauseTooLateError, PauseTooLongError)


@pages.get("/me/pause")
@participating
def pause() -> str:
    """Her pauses, and two days to choose."""
    return _page(_form())


@pages.post("/me/pause")
@participating
def take_pause() -> Response | tuple[str, int]:
    """Pause from a day to a day."""
    her, form = current_participant(), _form()
    if not form.validate():
        return _page(form), 422
    try:
        store.pause(her.id, her.season.calendar, form.pause(), clock.today())
    except TOO_MUCH as error:
        form.explain(error)
        return _page(form), 422
    except OverlappingLeaveError:
        form.say("first", _("这几天里您已经有暂停了。"))
        return _page(form), 422
    flash(_("暂停记好了。想回来随时可以结束，也可以照样记录。"), "good")
    return redirect("/me/pause", 303)


@pages.post("/me/pause/end")
@participating
def end_pause() -> Response:
    """Be back today."""
    first = _day("first")
    try:
        end_leave(current_participant().id, first, clock.today())
    except UnknownLeaveError:
        abort(404)
    flash(_("暂停结束了，欢迎回来。"), "good")
    return redirect("/me/pause", 303)


@pages.post("/me/pause/answer")
@participating
def answer_proposal() -> Response:
    """Agree to the pause she was shown, or go on; one tap either way."""
    her, decision = current_participant(), request.form.get("decision")
    if decision == "refuse":
        store.refuse_proposal(her.id)
        flash(_("好的，照常继续。"), "good")
        return redirect("/", 303)
    asked = Pause(_day("first"), _day("last"))
    try:
        taken = store.confirm_proposal(her.id, her.season.calendar, asked, clock.today())
    except NotProposedError:
        flash(_("这个建议已经变了，请再看一下。"), "warn")
    except OverlappingLeaveError:
        flash(_("这几天里您已经有暂停了。"), "warn")
    except TOO_MUCH:
        flash(_("这几天不能暂停，请到“暂停”里另选日子。"), "warn")
    else:
        days = {"first": day(taken.first), "last": day(taken.last)}
        flash(_("从 %(first)s 暂停到 %(last)s。想回来随时可以结束。", **days), "good")
    return redirect("/", 303)


def _form() -> PauseForm:
    return PauseForm(clock.today(), current_participant().season.calendar.ends)


def _page(form: PauseForm) -> str:
    her, today = current_participant(), clock.today()
    found = store.pauses(her.id)
    return render_template(
        "moves/pause.html",
        form=form,
        today=today,
        proposal=store.proposal_to(her.id, today),
        current=[each for each in found if each.last >= today],
        left=max(0, PAUSE_DAYS_MAX - sum(each.days for each in found)),
    )


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        abort(404)
