"""In by a code instead of the password, and a new password by a code."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.forms import AskForm, ResetForm, TextCodeForm
from tracker.accounts.guards import begin_session, person_or_none, way_on
from tracker.accounts.rules import Purpose, WrongTextCodeError, masked
from tracker.accounts.views.room import pages, refused
from tracker.accounts.views.sending import (
    WAITING,
    hashes,
    pending,
    say_sent,
    send_code,
    sender_or_404,
    wrong_code,
)
from tracker.clock import now
from tracker.web.guards import public
from tracker.web.links import safe_next

NEXT = "code_next"
"""Where the cookie keeps the page she was going to."""


@pages.get("/sign-in/code")
@public
def ask_code() -> str | Response:
    """For which number; whoever is signed in goes straight on."""
    sender_or_404()
    target = safe_next(request.args.get("next"))
    if person_or_none():
        return redirect(target)
    return render_template("accounts/ask_code.html", form=AskForm(next=target))


@pages.post("/sign-in/code")
@public
def send_sign_in_code() -> Response:
    """The code is on its way, if anybody has that number; the answer is the same."""
    sender_or_404()
    form = AskForm()
    if not form.validate():
        return refused("accounts/ask_code.html", form)
    refusal = send_code(Purpose.SIGN_IN, form.phone.phone)
    if refusal:
        form.say("phone", refusal)
        return refused("accounts/ask_code.html", form, 429)
    session[NEXT] = safe_next(form.next.data)
    say_sent()
    return redirect(url_for("accounts.enter_code"), 303)


@pages.get("/sign-in/code/enter")
@public
def enter_code() -> str | Response:
    """The code, typed or filled in by the phone."""
    waiting = pending(Purpose.SIGN_IN)
    if waiting is None:
        return redirect(url_for("accounts.sign_in"))
    return render_template(
        "accounts/enter_code.html", form=TextCodeForm(), phone=masked(waiting.phone)
    )


@pages.post("/sign-in/code/enter")
@public
def sign_in_by_code() -> Response:
    """In, if it is the code."""
    form, waiting = TextCodeForm(), pending(Purpose.SIGN_IN)
    if waiting is None:
        return redirect(url_for("accounts.sign_in"), 303)
    if not form.validate():
        return refused("accounts/enter_code.html", form, phone=masked(waiting.phone))
    number, code = hashes(Purpose.SIGN_IN, waiting.phone, form.code.code)
    try:
        person = store.sign_in_by_code(waiting.phone, number, code, now())
    except WrongTextCodeError:
        form.say("code", wrong_code())
        return refused("accounts/enter_code.html", form, phone=masked(waiting.phone))
    target = safe_next(session.get(NEXT))
    begin_session(person)
    return redirect(way_on(person, target), 303)


@pages.get("/forgot")
@public
def forgot() -> str:
    """A new password by a code; where nobody sends messages, how to get a slip."""
    return render_template("accounts/forgot.html", form=AskForm())


@pages.post("/forgot")
@public
def send_reset_code() -> Response:
    """The code is on its way, if anybody has that number; the answer is the same."""
    sender_or_404()
    form = AskForm()
    if not form.validate():
        return refused("accounts/forgot.html", form)
    refusal = send_code(Purpose.RESET, form.phone.phone)
    if refusal:
        form.say("phone", refusal)
        return refused("accounts/forgot.html", form, 429)
    say_sent()
    return redirect(url_for("accounts.enter_reset"), 303)


@pages.get("/forgot/enter")
@public
def enter_reset() -> str | Response:
    """The code, and a new password."""
    waiting = pending(Purpose.RESET)
    if waiting is None:
        return redirect(url_for("accounts.forgot"))
    return render_template(
        "accounts/enter_reset.html", form=ResetForm(), phone=masked(waiting.phone)
    )


@pages.post("/forgot/enter")
@public
def reset_password() -> Response:
    """The new password, and in with it; all other browsers are signed out."""
    form, waiting = ResetForm(), pending(Purpose.RESET)
    if waiting is None:
        return redirect(url_for("accounts.forgot"), 303)
    if not form.validate():
        return refused("accounts/enter_reset.html", form, phone=masked(waiting.phone))
    number, code = hashes(Purpose.RESET, waiting.phone, form.code.code)
    new = store.hashed(form.new.text)
    try:
        person = store.reset_by_code(waiting.phone, number, code, new, now())
    except WrongTextCodeError:
        form.say("code", wrong_code())
        return refused("accounts/enter_reset.html", form, phone=masked(waiting.phone))
    session.pop(WAITING, None)
    begin_session(person)
    flash(_("新密码设好了。其他手机和电脑上都已退出。"), "good")
    return redirect(way_on(person, "/"), 303)
