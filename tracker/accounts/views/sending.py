"""A code on its way: put down as hashes, sent where somebody has the number, kept in the cookie."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import abort, current_app, flash, request, session
from flask_babel import gettext as _

from tracker.accounts import store
from tracker.accounts.rules import (
    Purpose,
    TooManyCodesError,
    TooSoonError,
    code_hash,
    new_text_code,
)
from tracker.accounts.store import AskedCode
from tracker.accounts.views.room import address
from tracker.clock import BEIJING, now, today
from tracker.sms import senders
from tracker.sms.rules import Template
from tracker.web.sealing import UnsealedError, seal, unseal

WAITING = "code_for"
"""Where the cookie keeps, sealed, which number a code was asked for."""
SEALED_FOR = "codes"


@dataclass(frozen=True)
class Pending:
    """A number that a code was sent to, as far as this browser knows."""

    purpose: Purpose
    phone: str


def sender_or_404() -> None:
    """Where nobody sends messages there is no page about codes."""
    if not senders.is_configured():
        abort(404)


def secret() -> str:
    """What codes are hashed with."""
    return str(current_app.config["SECRET_KEY"])


def hashes(purpose: Purpose, phone: str, code: str) -> tuple[str, str]:
    """By what a number and its code are found."""
    return store.number_index(phone), code_hash(secret(), purpose, phone, code)


def send_code(purpose: Purpose, phone: str) -> str | None:
    """Ask for a code and send it to whoever has an account: None, or why not yet.

    What is said, and how long it takes, is the same for a number that nobody has.
    """
    code = new_text_code()
    refusal, known = _refused(
        lambda: store.ask_for_code(_asked(purpose, phone, code), phone, today(), now())
    )
    if refusal:
        return refusal
    if known:
        say_code(phone, code)
    remember(purpose, phone)
    return None


def send_two(old_phone: str, new_phone: str) -> str | None:
    """A code to the number of record and one to the new one: None, or why not yet.

    Where somebody else has the new number nothing is sent there, and nothing else is said here.
    """
    first, second = new_text_code(), new_text_code()
    old = _asked(Purpose.OLD_NUMBER, old_phone, first)
    new = _asked(Purpose.NEW_NUMBER, new_phone, second)
    refusal, known = _refused(lambda: store.ask_for_two(old, new, new_phone, today(), now()))
    if refusal:
        return refusal
    say_code(old_phone, first)
    if not known:
        say_code(new_phone, second)
    remember(Purpose.NEW_NUMBER, new_phone)
    return None


def say_code(phone: str, code: str) -> None:
    """Send a code; its text names this site, so that a phone offers it nowhere else."""
    senders.send(phone, Template.CODE, {"code": code, "host": _host()})


def remember(purpose: Purpose, phone: str) -> None:
    """This browser is the one that waits for a code."""
    session[WAITING] = seal(f"{purpose}:{phone}", SEALED_FOR)


def pending(purpose: Purpose) -> Pending | None:
    """What this browser waits for, if it is this."""
    try:
        found, _colon, phone = unseal(str(session.get(WAITING, "")), SEALED_FOR).partition(":")
    except UnsealedError:
        return None
    return Pending(purpose, phone) if found == purpose else None


def say_sent() -> None:
    """The same whoever has the number."""
    flash(_("如果这个手机号可以用，验证码一分钟内会到，5 分钟内有效。"), "good")


def wrong_code() -> str:
    """The same for a wrong one, an old one, and a number nobody has."""
    return str(_("验证码不对，或者已经过了 5 分钟。请看最新的一条短信；输错 5 次要重新获取。"))


def _asked(purpose: Purpose, phone: str, code: str) -> AskedCode:
    number, kept = hashes(purpose, phone, code)
    return AskedCode(number, purpose, kept, address())


def _refused(ask: Callable[[], bool]) -> tuple[str | None, bool]:
    try:
        return None, ask()
    except TooSoonError as error:
        opens = error.until.astimezone(BEIJING)
        said = _("刚刚发过一条，请先等它到。%(time)s 以后可以再要一条。", time=f"{opens:%H:%M:%S}")
    except TooManyCodesError:
        said = _("今天要的验证码太多了，为了安全先停一停。请明天再试，或者用密码登录。")
    return str(said), False


def _host() -> str:
    origin = str(current_app.config.get("PUBLIC_ORIGIN") or "")
    named = urlsplit(origin or request.host_url).hostname
    return named or request.host
