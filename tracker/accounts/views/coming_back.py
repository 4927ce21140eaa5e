"""What comes before anything else, enforced here for every address there is.

A password that others know is changed; after a slip nothing of health is shown for a while.
"""

from http import HTTPStatus

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.forms import NewPasswordForm, OwnCodeForm
from tracker.accounts.guards import (
    begin_session,
    current_person,
    password_again_for_all,
    person_or_none,
    signed_in,
    way_on,
)
from tracker.accounts.rules import (
    NothingToCancelError,
    Way,
    in_groups,
    new_own_code,
    own_code_hash,
)
from tracker.accounts.views.room import pages, refused
from tracker.clock import now
from tracker.web.guards import limited
from tracker.web.sealing import UnsealedError, seal, unseal

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
HOME = "home.today"
"""Public, and yet hers for whoever takes part."""
FREE = frozenset({"accounts.first_password", "accounts.change_first_password", "accounts.sign_out"})
SHOWN_ROOMS = frozenset({"announcements", "teams", "followup", "lectures"})
"""Rooms that know nothing of health, so that they stay open; whatever is new is hidden at first."""
SHOWN = frozenset(
    {
        "accounts.account",
        "accounts.confirm_password",
        "accounts.hidden",
        "accounts.show_by_own_code",
        "accounts.sign_out",
        "accounts.try_to_confirm_password",
    }
)
"""Of this room only what leaves the account as it is: whoever holds a slip that is not hers must
not be able to end the sessions, or change the number, with which its owner undoes it."""
GUESSES = "30 per 15 minutes"
OWN_CODE = "own_code"
"""Where the cookie carries, sealed, a code to the one page that shows it."""


@pages.before_app_request
def first_things_first() -> Response | None:
    """Before any view that is somebody's own."""
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if getattr(view, "guard", "public") == "public" and endpoint != HOME:
        return None
    person = person_or_none()
    if person is None or person.way == Way():
        return None
    if person.way.must_change and endpoint not in FREE:
        return redirect(url_for("accounts.first_password"), 303)
    if person.way.hidden_until and not _is_shown(endpoint):
        return redirect(url_for("accounts.hidden"), 303)
    return None


@pages.get("/account/first-password")
@signed_in
def first_password() -> str | Response:
    """A password of her own in place of the one that somebody else has seen."""
    if not current_person().way.must_change:
        return redirect(url_for("accounts.account"))
    return render_template("accounts/first_password.html", form=NewPasswordForm())


@pages.post("/account/first-password")
@signed_in
def change_first_password() -> Response:
    """It is hers now, and the one before opens nothing."""
    form, person = NewPasswordForm(), current_person()
    if not person.way.must_change:
        return redirect(url_for("accounts.account"), 303)
    if not form.validate():
        return refused("accounts/first_password.html", form)
    new = store.hashed(form.new.text)
    changed = store.change_first_password(person.account_id, person.epoch, form.new.text, new)
    if changed is None:
        form.say("new", _("请换一个和原来不同的密码。"))
        return refused("accounts/first_password.html", form)
    begin_session(changed)
    flash(_("密码定好了，只有您知道它。"), "good")
    return redirect(way_on(changed, "/"), 303)


@pages.get("/account/hidden")
@signed_in
def hidden() -> str | Response:
    """Until when nothing of health is shown here, and what shows it at once."""
    until = current_person().way.hidden_until
    if until is None:
        return redirect(url_for("accounts.account"))
    return render_template("accounts/hidden.html", form=OwnCodeForm(), until=until)


@pages.post("/account/hidden")
@signed_in
@limited(GUESSES, lambda response: response.status_code == UNPROCESSABLE)
def show_by_own_code() -> Response:
    """The code that she keeps at home shows everything."""
    form, person = OwnCodeForm(), current_person()
    until = person.way.hidden_until
    if until is None:
        return redirect(url_for("accounts.account"), 303)
    if not form.validate():
        return refused("accounts/hidden.html", form, until=until)
    typed = own_code_hash(person.account_id, str(form.code.data))
    if not store.show_by_own_code(person.account_id, typed):
        form.say("code", _("不是您保管的那个恢复码，请再看一下。没有的话，到时间会自动显示。"))
        return refused("accounts/hidden.html", form, until=until)
    flash(_("好了，记录都显示出来了。这个恢复码已经用掉，可以再做一个。"), "good")
    return redirect("/", 303)


@pages.post("/account/slip/cancel")
@signed_in
def cancel_slip() -> Response:
    """It was not her: the password is what it was, and whoever came in by the slip is out."""
    person = current_person()
    if person.way.cancel_until is None:
        abort(409)
    try:
        found = store.cancel_opening(person.account_id, now())
    except NothingToCancelError:
        abort(409)
    begin_session(found)
    flash(_("已经取消。密码还是原来的，用纸条进来的人已经退出。"), "good")
    return redirect(url_for("accounts.account"), 303)


@pages.post("/account/own-code")
@signed_in
@password_again_for_all
def make_own_code() -> Response:
    """A code to keep at home, in place of the one before."""
    account_id, code = current_person().account_id, new_own_code()
    store.make_own_code(account_id, own_code_hash(account_id, code), now())
    session[OWN_CODE] = seal(code, OWN_CODE)
    return redirect(url_for("accounts.own_code"), 303)


@pages.get("/account/own-code")
@signed_in
def own_code() -> str | Response:
    """The code, this once."""
    try:
        code = unseal(str(session.pop(OWN_CODE, "")), OWN_CODE)
    except UnsealedError:
        return redirect(url_for("accounts.account"))
    return render_template("accounts/own_code.html", code=in_groups(code))


def _is_shown(endpoint: str) -> bool:
    return endpoint in SHOWN or endpoint.partition(".")[0] in SHOWN_ROOMS
