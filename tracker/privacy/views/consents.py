"""Her six consents: each with its words, taken back by one tap as it was given."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import signed_in
from tracker.campaign.forms import ConsentsForm
from tracker.campaign.guards import current_participant, participant_or_none, participating
from tracker.campaign.rules import ClosedError, ConsentKind, entry_days
from tracker.compliance.guards import shown_notice
from tracker.privacy import store
from tracker.privacy.forms import BodyForm
from tracker.privacy.rules.consents import (
    NoConsentError,
)
from tracker.privacy.views.room import pages
from tracker.weight.store import body


@pages.get("/me/data")
@signed_in
def data() -> str:
    """Where everything begins that anybody with an account can do about her own data."""
    her = participant_or_none()
    takes_part = her is not None and her.left_on is None
    return render_template("privacy/data.html", takes_part=takes_part)


@pages.get("/me/consents")
@participating
def consents() -> str:
    """Each consent with its words, what she decided and when, and one button."""
    her = current_participant()
    return render_template(
        "privacy/consents.html",
        fields=_fields(),
        decided=store.decisions(her.id),
        has_body=her.body_data and body(her.id) is not None,
        kinds=ConsentKind,
    )


@pages.post("/me/consents")
@participating
def decide() -> BaseResponse:
    """One consent given or taken back; the others stay as they are."""
    her, kind = current_participant(), _kind_asked()
    if kind is ConsentKind.TERMS:
        return redirect(url_for("privacy.leaving"), 303)
    given = request.form.get("given") == "yes"
    shown = shown_notice()
    hashed, today, now = words_hash(kind, shown.text), clock.today(), clock.now()
    store.decide(her.id, kind, hashed, shown.version, today, now, given=given)
    if kind is ConsentKind.BODY_DATA and given:
        return redirect(url_for("privacy.body_questions"), 303)
    flash(_("已经同意，马上生效。") if given else _("已经收回，马上生效。"), "good")
    return redirect(url_for("privacy.consents"), 303)


@pages.route("/me/body", methods=["GET", "POST"])
@participating
def body_questions() -> BaseResponse | tuple[str, int]:
    """What joining asks about the body, for whoever agrees to it later."""
    her, today = current_participant(), clock.today()
    if not her.body_data:
        return redirect(url_for("privacy.consents"), 303)
    form = BodyForm(her.season.calendar, today)
    if form.validate_on_submit():
        answers, now = form.answers("", 0), clock.now()
        reading = answers.reading if _weighs_on(today) else None
        try:
            store.begin_body(her.id, answers.body, answers.goal, reading, now)
        except NoConsentError:
            return redirect(url_for("privacy.consents"), 303)
        return redirect(_after(today), 303)
    page = render_template("privacy/body.html", form=form)
    return page, 422 if form.is_submitted() else 200


def words_hash(kind: ConsentKind, notice: str) -> str:
    """The fingerprint of what this consent's words are today; of the first with the notice."""
    return ConsentsForm(formdata=None).decisions(notice)[kind][1]


def _fields() -> list[tuple[ConsentKind, Any]]:
    form = ConsentsForm(formdata=None)
    return [(kind, form[kind]) for kind in ConsentKind]


def _kind_asked() -> ConsentKind:
    try:
        return ConsentKind(request.form.get("kind", ""))
    except ValueError:
        abort(404)


def _after(today: date) -> str:
    """Back to where weight is noted, or outside the days of logging to her consents."""
    return url_for("weight.log" if _weighs_on(today) else "privacy.consents")


def _weighs_on(today: date) -> bool:
    """Whether something may be noted for this day."""
    her = current_participant()
    try:
        return entry_days(her.season.calendar, her.enrolled_on, today)[1] == today
    except ClosedError:
        return False
