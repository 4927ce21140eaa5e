"""Sessions: begun, loaded with every request, ended when an organizer was away."""

import re
from datetime import timedelta

from flask import (
    Flask,
    after_this_request,
    current_app,
    flash,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import LoginManager, login_user
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.guards.asking import to_sign_in
from tracker.accounts.guards.cookie import (
    PASSWORD_AT,
    SEEN_AT,
    USER,
    SessionUser,
    account_news,
    clear_session,
    moment,
    note_password_given,
    person_or_none,
)
from tracker.accounts.rules import (
    SEEN_STEP,
    Person,
    cookie_id,
    device_hash,
    device_of,
    is_idle,
    is_of_former_times,
    new_token,
)
from tracker.clock import now, today
from tracker.sms import senders
from tracker.sms.rules import Template

SEEN = "tracker_sessions_seen"
DEVICE_COOKIE = "device"
DEVICE_LONG = timedelta(days=400)
MARK = re.compile(r"[A-Za-z0-9_-]{32}")


def install(app: Flask, login: LoginManager) -> None:
    """Teach Flask-Login who is signed in and where to send everybody else."""
    login.session_protection = None  # a phone changes its address all day long
    login.user_loader(_load)
    login.unauthorized_handler(to_sign_in)
    app.extensions[SEEN] = store.SeenSessions()
    app.before_request(_end_idle_session)
    app.after_request(_write_seen)
    app.add_template_global(person_or_none, "person_or_none")
    app.add_template_global(account_news, "account_news")


def begin_session(person: Person) -> None:
    """Sign this browser in, leaving nothing of what its cookie held; participants stay signed in.

    A new cookie means that nobody can have planted the session beforehand.
    """
    clear_session()
    session.permanent = not person.is_organizer
    note_password_given()
    if person.is_organizer:
        session[SEEN_AT] = session[PASSWORD_AT]
    begun = store.NewSession(
        person.account_id,
        person.epoch,
        new_token(),
        device_of(request.user_agent.string),
        device_hash(person.account_id, _browser_mark()),
    )
    if store.begin_session(begun, now(), today()) and senders.is_configured():
        senders.send(store.phone_of_account(person.account_id), Template.NEW_DEVICE, {})
    login_user(SessionUser(person, begun.token))


def end_this_session() -> None:
    """Sign this browser out: its session is over wherever its cookie may be."""
    cookie = cookie_id(session.get(USER, ""))
    clear_session()
    if cookie:
        store.end_session_of(cookie.token, now())


def _browser_mark() -> str:
    """What this browser is known by, given to it now if it has none."""
    name = current_app.config["COOKIE_PREFIX"] + DEVICE_COOKIE
    mark = request.cookies.get(name, "")
    if MARK.fullmatch(mark):
        return mark
    made = new_token()
    secure = current_app.config["SESSION_COOKIE_SECURE"]

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(name, made, DEVICE_LONG, httponly=True, secure=secure, samesite="Lax")
        return response

    return made


def _load(text: str) -> SessionUser | None:
    cookie = cookie_id(text)
    if cookie is None:
        return None
    factor_for_all = current_app.config["SECOND_FACTOR"]
    person = store.signed_in(cookie, now(), factor_for_all=factor_for_all)
    if person is None:
        return None
    _note_seen(person)
    return SessionUser(person, cookie.token)


def _note_seen(person: Person) -> None:
    if person.seen_on != today():
        current_app.extensions[SEEN].note(person.session_id)
    if not person.is_organizer:
        session.pop(SEEN_AT, None)
    # A chart that a page fetches is nobody's touch; were its answer to carry a cookie, one that
    # arrives after signing out would sign the browser in again.
    elif SEEN_AT not in session or not request.path.endswith(".json"):
        _note_touch(int(now().timestamp()))


def _note_touch(at: int) -> None:
    """Not with every page: a cookie that stays as it is need not be signed and sent again."""
    if not 0 <= at - session.get(SEEN_AT, 0) < SEEN_STEP.total_seconds():
        session[SEEN_AT] = at


def _write_seen(response: Response) -> Response:
    """Once a minute one answer, when it is on its way, writes down whoever came on a new day."""
    due = current_app.extensions[SEEN].due()
    if due:
        store.write_seen(due, today())
    return response


def _end_idle_session() -> Response | None:
    """Before any view: an organizer who was away is signed out and told so."""
    if is_of_former_times(session.get(USER, "")):
        clear_session()
        flash(_("网站的登录方式更新了，请重新登录一次。"), "warn")
    seen = moment(SEEN_AT)
    if seen is None or not is_idle(seen, now()):
        return None
    end_this_session()
    signs_in = request.path == url_for("accounts.sign_in")
    if not signs_in or request.method == "GET":
        flash(_("您离开超过 30 分钟，为了安全已自动退出。请重新登录。"), "warn")
    return None if signs_in else to_sign_in()
