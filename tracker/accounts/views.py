"""Signing in and out, and changing a password."""

import math
from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts import store
from tracker.accounts.forms import ConfirmForm, PasswordForm, SignInForm
from tracker.accounts.guards import (
    begin_session,
    clear_session,
    current_person,
    note_password_given,
    person_or_none,
    signed_in,
)
from tracker.accounts.rules import FAILURES_UNTIL_LOCK, LOCK, LockedError, WrongPasswordError
from tracker.clock import BEIJING, now
from tracker.web.forms import Form
from tracker.web.guards import public
from tracker.web.links import safe_next

MINUTE = timedelta(minutes=1)

pages = Blueprint("accounts", __name__)


@pages.get("/sign-in")
@public
def sign_in() -> str | BaseResponse:
    """The page to sign in; whoever is signed in goes straight on."""
    target = safe_next(request.args.get("next"))
    if person_or_none():
        return redirect(target)
    return render_template("accounts/sign_in.html", form=SignInForm(next=target))


@pages.post("/sign-in")
@public
def try_to_sign_in() -> BaseResponse:
    """Phone and password, answered alike whether or not anybody has that phone."""
    form = SignInForm()
    target = safe_next(form.next.data or request.args.get("next"))
    if not form.validate():
        return _refused("accounts/sign_in.html", form)
    try:
        person = store.sign_in(form.phone.phone, form.password.text, _address(), now())
    except WrongPasswordError:
        form.say("password", _wrong_pair())
        return _refused("accounts/sign_in.html", form)
    except LockedError as locked:
        return _locked("accounts/sign_in.html", form, "password", locked)
    begin_session(person)
    return redirect(target, 303)


@pages.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """End this browser's session."""
    clear_session()
    flash(_("您已退出。"), "good")
    return redirect(url_for("accounts.sign_in"), 303)


@pages.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> BaseResponse:
    """End every session of this account, this browser's too."""
    store.end_sessions(current_person().account_id)
    clear_session()
    flash(_("所有手机和电脑上都已退出。请重新登录。"), "good")
    return redirect(url_for("accounts.sign_in"), 303)


@pages.get("/account")
@signed_in
def account() -> str:
    """The password and the ways out."""
    return render_template("accounts/account.html", form=PasswordForm())


@pages.post("/account/password")
@signed_in
def change_password() -> BaseResponse:
    """A new password: other browsers are signed out, this one stays."""
    form = PasswordForm()
    if not form.validate():
        return _refused("accounts/account.html", form)
    person = current_person()
    new = store.hashed(form.new.text)
    try:
        changed = store.change_password(
            person.account_id, form.current.text, new, _address(), now()
        )
    except WrongPasswordError:
        form.say("current", _wrong_password())
        return _refused("accounts/account.html", form)
    except LockedError as locked:
        return _locked("accounts/account.html", form, "current", locked)
    begin_session(changed)
    flash(_("密码已修改。其他手机和电脑上都已退出。"), "good")
    return redirect(url_for("accounts.account"), 303)


@pages.get("/confirm-password")
@signed_in
def confirm_password() -> str:
    """Ask an organizer for the password again before something sensitive."""
    form = ConfirmForm(next=safe_next(request.args.get("next")))
    return render_template("accounts/confirm_password.html", form=form)


@pages.post("/confirm-password")
@signed_in
def try_to_confirm_password() -> BaseResponse:
    """The password given again, and on to where she was going."""
    form = ConfirmForm()
    target = safe_next(form.next.data or request.args.get("next"))
    if not form.validate():
        return _refused("accounts/confirm_password.html", form)
    account_id = current_person().account_id
    try:
        store.confirm_password(account_id, form.password.text, _address(), now())
    except WrongPasswordError:
        form.say("password", _wrong_password())
        return _refused("accounts/confirm_password.html", form)
    except LockedError as locked:
        return _locked("accounts/confirm_password.html", form, "password", locked)
    note_password_given()
    return redirect(target, 303)


def _address() -> str:
    return request.remote_addr or ""


def _wrong_pair() -> str:
    return str(
        _(
            "手机号或密码不对，请检查后再试。连续输错 %(limit)s 次，要等 %(minutes)s 分钟。",
            limit=FAILURES_UNTIL_LOCK,
            minutes=LOCK // MINUTE,
        )
    )


def _wrong_password() -> str:
    return str(_("密码不对，请检查后再试。"))


def _refused(template: str, form: Form, status: int = 422) -> Response:
    return make_response(render_template(template, form=form), status)


def _locked(template: str, form: Form, field: str, error: LockedError) -> Response:
    """The page with a sentence that says when to try again."""
    wait = error.until - now()
    opens = error.until.astimezone(BEIJING) + MINUTE - timedelta(microseconds=1)
    form.say(
        field,
        _(
            "输错次数太多，为了安全先暂停登录。请在 %(time)s 以后（约 %(minutes)s 分钟）再试。",
            time=f"{opens:%H:%M}",
            minutes=max(1, math.ceil(wait / MINUTE)),
        ),
    )
    answer = _refused(template, form, 429)
    answer.headers["Retry-After"] = str(max(1, math.ceil(wait.total_seconds())))
    return answer
