"""The number of record: shown to be hers, and changed for another one."""

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.forms import NewNumberForm, TextCodeForm, TwoCodesForm
from tracker.accounts.guards import current_person, password_again_for_all, signed_in
from tracker.accounts.rules import Purpose, WrongTextCodeError, masked
from tracker.accounts.views.room import pages, refused
from tracker.accounts.views.sending import (
    WAITING,
    hashes,
    pending,
    say_sent,
    send_code,
    send_two,
    sender_or_404,
    wrong_code,
)
from tracker.clock import now
from tracker.sms import senders
from tracker.sms.rules import Template


@pages.post("/account/phone/verify")
@signed_in
def send_verifying_code() -> Response:
    """A code to her own number."""
    sender_or_404()
    phone = store.phone_of_account(current_person().account_id)
    refusal = send_code(Purpose.VERIFY, phone)
    if refusal:
        flash(refusal, "warn")
        return redirect(url_for("accounts.account"), 303)
    say_sent()
    return redirect(url_for("accounts.enter_verifying_code"), 303)


@pages.get("/account/phone/verify")
@signed_in
def enter_verifying_code() -> str | Response:
    """The code that came."""
    waiting = pending(Purpose.VERIFY)
    if waiting is None:
        return redirect(url_for("accounts.account"))
    return render_template(
        "accounts/verify_phone.html", form=TextCodeForm(), phone=masked(waiting.phone)
    )


@pages.post("/account/phone/verified")
@signed_in
def verify_phone() -> Response:
    """The number is hers, if it is the code."""
    form, waiting = TextCodeForm(), pending(Purpose.VERIFY)
    if waiting is None:
        return redirect(url_for("accounts.account"), 303)
    if not form.validate():
        return refused("accounts/verify_phone.html", form, phone=masked(waiting.phone))
    number, code = hashes(Purpose.VERIFY, waiting.phone, form.code.code)
    try:
        store.verify_phone(current_person().account_id, number, code, now())
    except WrongTextCodeError:
        form.say("code", wrong_code())
        return refused("accounts/verify_phone.html", form, phone=masked(waiting.phone))
    session.pop(WAITING, None)
    flash(_("手机号验证好了。"), "good")
    return redirect(url_for("accounts.account"), 303)


@pages.get("/account/phone")
@signed_in
@password_again_for_all
def change_number() -> str:
    """Which number from now on; where nobody sends messages, how it goes by a slip."""
    return render_template("accounts/change_number.html", form=NewNumberForm())


@pages.post("/account/phone")
@signed_in
@password_again_for_all
def send_number_codes() -> Response:
    """A code to both numbers; the answer is the same where somebody else has the new one."""
    sender_or_404()
    form = NewNumberForm()
    if not form.validate():
        return refused("accounts/change_number.html", form)
    old = store.phone_of_account(current_person().account_id)
    if form.phone.phone == old:
        form.say("phone", _("这就是您现在的手机号。"))
        return refused("accounts/change_number.html", form)
    refusal = send_two(old, form.phone.phone)
    if refusal:
        form.say("phone", refusal)
        return refused("accounts/change_number.html", form, 429)
    flash(_("两个号码各收一条验证码，一分钟内会到。"), "good")
    return redirect(url_for("accounts.enter_number_codes"), 303)


@pages.get("/account/phone/codes")
@signed_in
@password_again_for_all
def enter_number_codes() -> str | Response:
    """Both codes."""
    waiting = pending(Purpose.NEW_NUMBER)
    if waiting is None:
        return redirect(url_for("accounts.change_number"))
    return render_template(
        "accounts/number_codes.html", form=TwoCodesForm(), phone=masked(waiting.phone)
    )


@pages.post("/account/phone/codes")
@signed_in
@password_again_for_all
def change_by_codes() -> Response:
    """The new number, if both codes are right."""
    form, waiting, account_id = (
        TwoCodesForm(),
        pending(Purpose.NEW_NUMBER),
        current_person().account_id,
    )
    if waiting is None:
        return redirect(url_for("accounts.change_number"), 303)
    if not form.validate():
        return refused("accounts/number_codes.html", form, phone=masked(waiting.phone))
    old_phone = store.phone_of_account(account_id)
    old = hashes(Purpose.OLD_NUMBER, old_phone, form.old.code)
    new = hashes(Purpose.NEW_NUMBER, waiting.phone, form.new.code)
    try:
        store.change_phone(account_id, waiting.phone, old, new, now())
    except WrongTextCodeError:
        form.say("new", _("两个验证码里有不对的，或者已经过了 5 分钟。请再看一下，或者重新获取。"))
        return refused("accounts/number_codes.html", form, phone=masked(waiting.phone))
    session.pop(WAITING, None)
    if senders.is_configured():
        senders.send(old_phone, Template.PHONE_CHANGED, {})
    flash(_("手机号换好了。以后用新号码登录。"), "good")
    return redirect(url_for("accounts.account"), 303)
