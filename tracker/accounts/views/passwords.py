"""The password: changed, and given again before something sensitive."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts import store
from tracker.accounts.forms import ConfirmForm, PasswordForm
from tracker.accounts.guards import begin_session, current_person, note_password_given, signed_in
from tracker.accounts.rules import LockedError, Standing, WrongPasswordError
from tracker.accounts.views.room import address, locked, pages, refused, wrong_password
from tracker.clock import now
from tracker.web.links import safe_next


@pages.get("/account")
@signed_in
def account() -> str:
    """The number, the password, and the ways back and out."""
    return render_template("accounts/account.html", form=PasswordForm(), her=_standing())


@pages.post("/account/password")
@signed_in
def change_password() -> BaseResponse:
    """A new password: other browsers are signed out, this one stays."""
    form = PasswordForm()
    if not form.validate():
        return refused("accounts/account.html", form, her=_standing())
    person = current_person()
    new = store.hashed(form.new.text)
    try:
        changed = store.change_password(person.account_id, form.current.text, new, address(), now())
    except WrongPasswordError:
        form.say("current", wrong_password())
        return refused("accounts/account.html", form, her=_standing())
    except LockedError as error:
        return locked("accounts/account.html", form, "current", error, her=_standing())
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
        return refused("accounts/confirm_password.html", form)
    account_id = current_person().account_id
    try:
        store.confirm_password(account_id, form.password.text, address(), now())
    except WrongPasswordError:
        form.say("password", wrong_password())
        return refused("accounts/confirm_password.html", form)
    except LockedError as error:
        return locked("accounts/confirm_password.html", form, "password", error)
    note_password_given()
    return redirect(target, 303)


def _standing() -> Standing:
    person = current_person()
    return store.standing(person.account_id, person.way.cancel_until)
