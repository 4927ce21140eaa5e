"""Leaving for good in two taps, and coming back by one within seven days."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts.guards import current_person, signed_in
from tracker.clock import now, today
from tracker.privacy import store
from tracker.privacy.rules import LEAVING_DAYS, NotLeavingError
from tracker.privacy.views.room import pages


@pages.get("/me/leave")
@signed_in
def leaving() -> str:
    """What happens and the button; afterwards until when she may come back, and the number."""
    return _page()


@pages.post("/me/leave")
@signed_in
def leave() -> str | tuple[str, int] | BaseResponse:
    """She is to be erased, and from now on nobody sees her."""
    if request.form.get("sure") != "yes":
        return _page(), 422
    store.leave(current_person().account_id, today(), now())
    return redirect(url_for("privacy.leaving"), 303)


@pages.post("/me/leave/return")
@signed_in
def come_back() -> BaseResponse:
    """She is not to be erased; twice is once."""
    try:
        store.come_back(current_person().account_id, today())
    except NotLeavingError:
        return redirect(url_for("privacy.leaving"), 303)
    flash(_("欢迎回来。您的记录都在，队伍也还是原来的。"), "good")
    return redirect(url_for("home.today"), 303)


def _page() -> str:
    return render_template(
        "privacy/leave.html",
        asked=store.leaving_of(current_person().account_id),
        days=LEAVING_DAYS,
        copy_url=url_for("privacy.copying"),
        backup_nights=current_app.config["BACKUP_KEEP"],
        has_roles=bool(current_person().grants or current_person().withheld),
    )
