"""Who may open a view: signed in, or holding a grant. Reads grants only.

The cookie carries the account with its epoch and the session's secret, when the password was last
given, and for an organizer when she was last seen; both as whole seconds. A second cookie is the
browser's mark, which outlives signing out: by it a device is known again.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import (
    Flask,
    abort,
    after_this_request,
    current_app,
    flash,
    redirect,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.rules import (
    CITY_SCOPE,
    SEEN_STEP,
    CookieId,
    Person,
    Role,
    cookie_id,
    device_hash,
    device_of,
    is_fresh,
    is_idle,
    is_of_former_times,
    new_token,
)
from tracker.clock import now, today
from tracker.web.guards import guarded
from tracker.web.links import safe_next

Args = ParamSpec("Args")
Answer = TypeVar("Answer")

PASSWORD_AT = "password_at"  # noqa: S105 - the name of a moment in the cookie, no password
SEEN_AT = "seen_at"
USER = "_user_id"
"""Where Flask-Login keeps who is signed in."""
READING_HABITS = ("language", "display")
SEEN = "tracker_sessions_seen"
DEVICE_COOKIE = "device"
DEVICE_LONG = timedelta(days=400)
MARK = re.compile(r"[A-Za-z0-9_-]{32}")


class SessionUser(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps for a request: the person, and the id its cookie carries."""

    def __init__(self, person: Person, token: str) -> None:
        self.person = person
        self.token = token

    def get_id(self) -> str:
        """Account and epoch, which ends every session when it is raised, and the session."""
        return CookieId(self.person.account_id, self.person.epoch, self.token).text


def install(app: Flask, login: LoginManager) -> None:
    """Teach Flask-Login who is signed in and where to send everybody else."""
    login.session_protection = None  # a phone changes its address all day long
    login.user_loader(_load)
    login.unauthorized_handler(to_sign_in)
    app.extensions[SEEN] = store.SeenSessions()
    app.before_request(_end_idle_session)
    app.after_request(_write_seen)
    app.add_template_global(person_or_none, "person_or_none")


def current_person() -> Person:
    """Whoever is signed in; only behind a guard."""
    return cast(SessionUser, current_user).person


def person_or_none() -> Person | None:
    """Whoever is signed in, or None."""
    person: Person | None = getattr(current_user, "person", None)  # one look through the proxy
    return person


def signed_in(view: Callable[Args, Answer]) -> Callable[Args, Answer | Response]:
    """Anybody who is signed in; others are sent to sign in first."""

    @wraps(view)
    def checked(*args: Args.args, **kwargs: Args.kwargs) -> Answer | Response:
        if not current_user.is_authenticated:
            return to_sign_in()
        return view(*args, **kwargs)

    return guarded(checked, "signed_in")


def granted(
    *roles: Role, scope: str, or_city: bool = True
) -> Callable[[Callable[..., Answer]], Callable[..., Answer | Response]]:
    """Holders of one of these roles over a scope such as `district:{code}`; the city sees all."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer | Response]:
        @wraps(view)
        def checked(**kwargs: Any) -> Answer | Response:
            if not current_user.is_authenticated:
                return to_sign_in()
            person = current_person()
            city = or_city and person.holds([Role.CITY], CITY_SCOPE)
            if not city and not person.holds(roles, scope.format(**kwargs)):
                abort(403)
            return view(**kwargs)

        return guarded(checked, f"granted {'/'.join(roles)} over {scope}")

    return decorate


def password_again(view: Callable[Args, Answer]) -> Callable[Args, Answer | Response]:
    """Under a guard, for what is sensitive: an organizer is asked again for the password.

    It lets through who gave it in the last ten minutes. Put it on the page with the form as well
    as on what the form is posted to: what was typed does not survive the question.
    """

    @wraps(view)
    def checked(*args: Args.args, **kwargs: Args.kwargs) -> Answer | Response:
        if current_person().is_organizer and not password_is_fresh():
            return to_confirm_password()
        return view(*args, **kwargs)

    return checked


def password_again_for_all(view: Callable[Args, Answer]) -> Callable[Args, Answer | Response]:
    """Under a guard: the same of everybody, for what only she may do, on whose phone it may be."""

    @wraps(view)
    def checked(*args: Args.args, **kwargs: Args.kwargs) -> Answer | Response:
        return view(*args, **kwargs) if password_is_fresh() else to_confirm_password()

    return checked


def password_is_fresh() -> bool:
    """Whether this browser gave the password in the last ten minutes."""
    return is_fresh(_moment(PASSWORD_AT), now())


def to_confirm_password() -> Response:
    """Off to give the password again, and then back."""
    return redirect(url_for("accounts.confirm_password", next=_way_back()))


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
    store.begin_session(begun, now(), today())
    login_user(SessionUser(person, begun.token))


def end_this_session() -> None:
    """Sign this browser out: its session is over wherever its cookie may be."""
    cookie = cookie_id(session.get(USER, ""))
    clear_session()
    if cookie:
        store.end_session_of(cookie.token, now())


def _browser_mark() -> str:
    """What this browser is known by, given to it now if it has none."""
    mark = request.cookies.get(DEVICE_COOKIE, "")
    if MARK.fullmatch(mark):
        return mark
    made = new_token()
    secure = current_app.config["SESSION_COOKIE_SECURE"]

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(
            DEVICE_COOKIE, made, DEVICE_LONG, httponly=True, secure=secure, samesite="Lax"
        )
        return response

    return made


def note_password_given() -> None:
    """The password was given just now: nobody is asked again for a while."""
    session[PASSWORD_AT] = int(now().timestamp())


def clear_session() -> None:
    """Forget everything in this browser's cookie but how it likes to read."""
    kept = {key: session[key] for key in READING_HABITS if key in session}
    session.clear()
    session.update(kept)


def to_sign_in() -> Response:
    """Off to sign in first, and then back."""
    return redirect(url_for("accounts.sign_in", next=_way_back()))


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
    seen = _moment(SEEN_AT)
    if seen is None or not is_idle(seen, now()):
        return None
    end_this_session()
    signs_in = request.path == url_for("accounts.sign_in")
    if not signs_in or request.method == "GET":
        flash(_("您离开超过 30 分钟，为了安全已自动退出。请重新登录。"), "warn")
    return None if signs_in else to_sign_in()


def _moment(key: str) -> datetime | None:
    seconds = session.get(key)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _way_back() -> str:
    """The page asked for; for a form that was posted, the page it was on."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    page = urlsplit(request.referrer or "")
    if page.netloc != request.host:
        return "/"
    return safe_next(f"{page.path}?{page.query}" if page.query else page.path)
