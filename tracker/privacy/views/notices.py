"""A changed notice asks anew, with the difference shown; refusing is no silent yes."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.campaign.guards import PUT_OFF, current_participant, participating, put_off
from tracker.campaign.rules import ConsentKind, Participant
from tracker.compliance.guards import shown_notice
from tracker.compliance.rules import Language
from tracker.compliance.store import current_notice, notice_version
from tracker.privacy import store
from tracker.privacy.rules.changes import Change, changes
from tracker.privacy.views.consents import words_hash
from tracker.privacy.views.room import pages
from tracker.web.filters import language
from tracker.web.links import safe_next

AGREE, REFUSE = "yes", "no"


@pages.get("/me/notice")
@participating
def changed_notice() -> str | BaseResponse:
    """What the notice in force says that the one she agreed to did not, and the other way round."""
    her = current_participant()
    if her.agreed_version == her.season.notice_version or not her.season.notice_version:
        return redirect(url_for("compliance.notice"))
    return render_template(
        "privacy/notice.html",
        shown=shown_notice(),
        changes=_changes(her),
        agreed=her.agreed_version,
        next=safe_next(request.args.get("next")),
    )


@pages.post("/me/notice")
@participating
def answer_notice() -> BaseResponse:
    """Agreed to, refused, or put off until tomorrow; only to the very words she was shown."""
    her, shown, answer = current_participant(), shown_notice(), request.form.get("answer")
    onward = safe_next(request.form.get("next"))
    if request.form.get("version") != str(shown.version):
        return redirect(url_for("privacy.changed_notice", next=onward), 303)
    if answer not in {AGREE, REFUSE}:
        session[PUT_OFF] = put_off(her.season)
        return redirect(onward, 303)
    hashed = words_hash(ConsentKind.TERMS, shown.text)
    agrees, today, now = answer == AGREE, clock.today(), clock.now()
    store.answer_notice(her.id, hashed, shown.version, today, now, given=agrees)
    if agrees:
        return redirect(onward, 303)
    flash(_("记下了：您不同意。从现在起，您的数据只保存，不再使用，也不再记新的。"), "good")
    return redirect(url_for("privacy.data"), 303)


def _changes(her: Participant) -> list[Change] | None:
    """None where the words she agreed to were never published, so that there is nothing to show."""
    agreed = store.agreed_version(her.id)
    before = notice_version(her.season.id, agreed) if agreed else None
    after = current_notice(her.season.id)
    if before is None or after is None:
        return None
    tongue = Language(language())
    return changes(before.words[tongue].lines(), after.words[tongue].lines())
