"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts import store
from tracker.accounts.forms import SignInForm
from tracker.accounts.guards import (
    begin_session,
    clear_session,
    current_person,
    end_this_session,
    person_or_none,
    signed_in,
    way_on,
)
from tracker.accounts.rules import FAILURES_UNTIL_LOCK, LOCK, LockedError, WrongPasswordError
from tracker.accounts.views.room import MINUTE, address, locked, pages, refused
from tracker.clock import now
from tracker.web.guards import public
from tracker.web.links import safe_next


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
        return refused("accounts/sign_in.html", form)
    try:
        person = store.sign_in(form.phone.phone, form.password.text, address(), now())
    except WrongPasswordError:
        form.say("password", _wrong_pair())
        return refused("accounts/sign_in.html", form)
    except LockedError as error:
        return locked("accounts/sign_in.html", form, "password", error)
    begin_session(person)
    return redirect(way_on(person, target), 303)


@pages.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """End this browser's session."""
    end_this_session()
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


def _wrong_pair() -> str:
    return str(
        _(
            "手机号或密码不对，请检查后再试。连续输错 %(limit)s 次，要等 %(minutes)s 分钟。",
            limit=FAILURES_UNTIL_LOCK,
            minutes=LOCK // MINUTE,
        )
    )
