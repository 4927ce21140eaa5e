"""Correcting anything: what she said of herself here, everything else where it is done."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.campaign.guards import current_participant, participating
from tracker.clock import today
from tracker.privacy import store
from tracker.privacy.forms import CorrectForm
from tracker.privacy.views.room import pages


@pages.route("/me/correct", methods=["GET", "POST"])
@participating
def correct() -> str | tuple[str, int] | BaseResponse:
    """Her name and her body, and links to where everything else is changed."""
    her = current_participant()
    said = store.said_by(her.account_id, her.id)
    form = CorrectForm(said, today())
    if form.validate_on_submit():
        store.correct(her.account_id, her.id, form.said)
        flash(_("已经改好。"), "good")
        return redirect(url_for("privacy.correct"), 303)
    page = render_template("privacy/correct.html", form=form, has_body=said.height_mm is not None)
    return (page, 422) if form.is_submitted() else page
