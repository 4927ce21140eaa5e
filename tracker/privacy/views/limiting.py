"""Limiting what is done with her data: one tap on, one tap off."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.campaign.guards import current_participant, participating
from tracker.clock import now, today
from tracker.privacy import store
from tracker.privacy.views.room import pages


@pages.get("/me/limit")
@participating
def limiting() -> str:
    """What it means, and the button."""
    return render_template("privacy/limit.html", her=current_participant())


@pages.post("/me/limit")
@participating
def limit() -> BaseResponse:
    """From now on her data is kept and nothing else."""
    store.limit(current_participant().id, today(), now())
    flash(_("已经暂停处理。您的数据只保存，不使用。"), "good")
    return redirect(url_for("privacy.limiting"), 303)


@pages.post("/me/limit/lift")
@participating
def lift_limit() -> BaseResponse:
    """It is used again as before."""
    store.lift(current_participant().id, today())
    flash(_("已经恢复，和以前一样。"), "good")
    return redirect(url_for("privacy.limiting"), 303)
