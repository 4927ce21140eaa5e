"""Passkeys and recovery codes of an organizer, and the second factor given with one of them."""

from http import HTTPStatus

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts import store
from tracker.accounts.forms import AnswerForm, PasskeyForm, RecoveryForm
from tracker.accounts.guards import (
    current_person,
    password_again_for_all,
    second_factor_first,
    signed_in,
)
from tracker.accounts.rules import (
    CopiedPasskeyError,
    NotConfirmedError,
    PasskeyRefusedError,
    PasskeyTakenError,
    Person,
    Site,
    StaleChallengeError,
    TooManyPasskeysError,
    UnknownPasskeyError,
    WrongCodeError,
)
from tracker.accounts.views.room import pages
from tracker.clock import now
from tracker.config import Environment
from tracker.web.guards import limited
from tracker.web.links import safe_next

TRIES = "30 per minute"
ANSWER_READ = 20_000
"""No more of a browser's answer is looked at."""
REFUSALS = (
    PasskeyRefusedError,
    StaleChallengeError,
    PasskeyTakenError,
    TooManyPasskeysError,
    UnknownPasskeyError,
    CopiedPasskeyError,
)


def _was_a_guess(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get("/account/passkeys")
@signed_in
@password_again_for_all
@second_factor_first
def passkeys() -> str:
    """The passkeys there are, one more, and the codes for when all are lost."""
    _organizer()
    return _page(PasskeyForm())


@pages.post("/account/passkeys/challenge")
@signed_in
@password_again_for_all
@second_factor_first
def passkey_challenge() -> Response:
    """What the browser needs to make a passkey."""
    options = store.creation_options(_organizer(), _site(), now())
    return Response(options, mimetype="application/json")


@pages.post("/account/passkeys")
@signed_in
@password_again_for_all
@second_factor_first
def add_passkey() -> BaseResponse | tuple[str, int]:
    """One more passkey; the first makes this session one that has given the second factor."""
    person, site, form = _organizer(), _site(), PasskeyForm()
    if not form.validate():
        return _page(form), 422
    try:
        store.register(person, site, str(form.answer.data), str(form.name.data), now())
    except REFUSALS as error:
        form.say("name", _words(error))
        return _page(form), 422
    flash(_("通行密钥已登记。以后登录，输完密码再用它确认。"), "good")
    return redirect(url_for("accounts.passkeys"), 303)


@pages.post("/account/passkeys/<key:passkey_id>/remove")
@signed_in
@password_again_for_all
@second_factor_first
def remove_passkey(passkey_id: int) -> BaseResponse:
    """A passkey that is lost or not wanted any more."""
    try:
        store.remove(_organizer(), passkey_id, now())
    except UnknownPasskeyError:
        abort(404)
    flash(_("这把通行密钥已删除，不能再用。"), "good")
    return redirect(url_for("accounts.passkeys"), 303)


@pages.post("/account/passkeys/codes")
@signed_in
@password_again_for_all
@second_factor_first
def make_codes() -> str | BaseResponse:
    """Ten codes, on the one page that ever shows them: they are nowhere else to be read again."""
    try:
        codes = store.make_codes(_organizer(), now())
    except NotConfirmedError:
        flash(_("请先登记一把通行密钥，再做备用码。"), "warn")
        return redirect(url_for("accounts.passkeys"), 303)
    return render_template("accounts/codes.html", codes=codes)


@pages.get("/second-factor")
@signed_in
def second_factor() -> str | BaseResponse:
    """After the password: the passkey, a recovery code, or the way to a first passkey."""
    target = safe_next(request.args.get("next"))
    person = current_person()
    if not person.withheld and (person.is_confirmed or not person.has_factor):
        return redirect(target)
    return _question(person, AnswerForm(next=target), RecoveryForm(next=target))


@pages.post("/second-factor/challenge")
@signed_in
def factor_challenge() -> Response:
    """What the browser needs to sign with a passkey."""
    try:
        options = store.request_options(current_person(), _site(), now())
    except UnknownPasskeyError:
        abort(404)
    return Response(options, mimetype="application/json")


@pages.post("/second-factor")
@signed_in
@limited(TRIES, _was_a_guess)
def give_second_factor() -> BaseResponse | tuple[str, int]:
    """A passkey used."""
    person, site, form = current_person(), _site(), AnswerForm()
    target = safe_next(form.next.data)
    try:
        store.confirm(person, site, str(form.answer.data)[:ANSWER_READ], now())
    except REFUSALS as error:
        form.say("answer", _words(error))
        return _question(person, form, RecoveryForm(next=target)), 422
    return redirect(target, 303)


@pages.post("/second-factor/code")
@signed_in
@limited(TRIES, _was_a_guess)
def give_code() -> BaseResponse | tuple[str, int]:
    """A recovery code used, once."""
    person, form = current_person(), RecoveryForm()
    target = safe_next(form.next.data)
    if not form.validate():
        return _question(person, AnswerForm(next=target), form), 422
    try:
        left = store.use_code(person, str(form.code.data), now())
    except WrongCodeError:
        form.say("code", _("没有这个备用码，或者已经用过了。请核对后再试，或换一个。"))
        return _question(person, AnswerForm(next=target), form), 422
    flash(_("备用码已用掉，还剩 %(left)s 个。", left=left), "good")
    return redirect(target, 303)


def _organizer() -> Person:
    """Whoever may have passkeys: they are for the desks on other people's data."""
    person = current_person()
    if not person.is_organizer and not person.has_factor:
        abort(403)
    return person


def _site() -> Site:
    """Whom passkeys are for; in production nobody's word but the configuration's is taken."""
    if not _has_site():
        abort(503)
    return Site(current_app.config["PUBLIC_ORIGIN"] or request.host_url.rstrip("/"))


def _has_site() -> bool:
    in_production = current_app.config["TRACKER_ENV"] is Environment.PRODUCTION
    return bool(current_app.config["PUBLIC_ORIGIN"]) or not in_production


def _page(form: PasskeyForm) -> str:
    account_id = current_person().account_id
    return render_template(
        "accounts/passkeys.html",
        form=form,
        has_site=_has_site(),
        passkeys=store.passkeys(account_id),
        left=store.codes_left(account_id),
    )


def _question(person: Person, form: AnswerForm, code: RecoveryForm) -> str:
    return render_template("accounts/second_factor.html", person=person, form=form, code=code)


def _words(error: Exception) -> str:
    match error:
        case StaleChallengeError():
            words = _("等得太久，或者已经用过一次了。请再按一次按钮。")
        case PasskeyTakenError():
            words = _("这把通行密钥已经登记过了。")
        case TooManyPasskeysError():
            words = _("通行密钥已经够多了，请先删掉不用的。")
        case UnknownPasskeyError():
            words = _("这把通行密钥不是您账号的，或者已经删除。请换一把，或用备用码。")
        case CopiedPasskeyError():
            words = _("这把通行密钥的计数不对，可能被人复制过。请用备用码登录，再把它删掉。")
        case _other:
            words = _("浏览器的回答核对不上。请再试一次；还不行，请用备用码。")
    return str(words)
