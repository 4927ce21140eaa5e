"""Who may open a view: signed in, or holding a grant. Reads grants only."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.rules import CITY_SCOPE, Person, Role
from tracker.web.guards import guarded

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


class SessionUser(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps for a request: the person, and the id its cookie carries."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """Account and session epoch, so that raising the epoch ends every session."""
        return f"{self.person.account_id}:{self.person.epoch}"


def install(app: Flask, login: LoginManager) -> None:
    """Teach Flask-Login who is signed in and where to send everybody else."""
    login.user_loader(_load)
    login.unauthorized_handler(_to_sign_in)
    app.add_template_global(person_or_none, "person_or_none")


def current_person() -> Person:
    """Whoever is signed in; only behind a guard."""
    return cast(SessionUser, current_user).person


def person_or_none() -> Person | None:
    """Whoever is signed in, or None."""
    return current_person() if current_user.is_authenticated else None


def signed_in(view: Callable[Args, Answer]) -> Callable[Args, Answer | Response]:
    """Anybody who is signed in; others are sent to sign in first."""

    @wraps(view)
    def checked(*args: Args.args, **kwargs: Args.kwargs) -> Answer | Response:
        if not current_user.is_authenticated:
            return _to_sign_in()
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
                return _to_sign_in()
            person = current_person()
            city = or_city and person.holds([Role.CITY], CITY_SCOPE)
            if not city and not person.holds(roles, scope.format(**kwargs)):
                abort(403)
            return view(**kwargs)

        return guarded(checked, f"granted {'/'.join(roles)} over {scope}")

    return decorate


def _load(cookie_id: str) -> SessionUser | None:
    account_id, _, epoch = cookie_id.partition(":")
    if not account_id.isdigit() or not epoch.isdigit():
        return None
    person = store.person(int(account_id), int(epoch))
    return SessionUser(person) if person else None


def _to_sign_in() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("accounts.sign_in", next=target))
