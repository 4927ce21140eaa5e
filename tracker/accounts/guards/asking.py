"""Guards: signed in, or holding a grant; and what is asked again before something sensitive."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.guards.cookie import current_person, password_is_fresh
from tracker.accounts.rules import CITY_SCOPE, Person, Role
from tracker.web.guards import guarded
from tracker.web.links import safe_next

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


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


def second_factor_first(view: Callable[Args, Answer]) -> Callable[Args, Answer | Response]:
    """Under a guard: who has a second factor gives it before she changes anything about it."""

    @wraps(view)
    def checked(*args: Args.args, **kwargs: Args.kwargs) -> Answer | Response:
        person = current_person()
        if person.has_factor and not person.is_confirmed:
            return redirect(url_for("accounts.second_factor", next=_way_back()))
        return view(*args, **kwargs)

    return checked


def way_on(person: Person, target: str) -> str:
    """Where she goes after the password: to the second factor first, if her grants wait for it."""
    waits = person.has_factor or current_app.config["SECOND_FACTOR"]
    if person.is_organizer and waits:
        return url_for("accounts.second_factor", next=target)
    return target


def to_confirm_password() -> Response:
    """Off to give the password again, and then back."""
    return redirect(url_for("accounts.confirm_password", next=_way_back()))


def to_sign_in() -> Response:
    """Off to sign in first, and then back."""
    return redirect(url_for("accounts.sign_in", next=_way_back()))


def _way_back() -> str:
    """The page asked for; for a form that was posted, the page it was on."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    page = urlsplit(request.referrer or "")
    if page.netloc != request.host:
        return "/"
    return safe_next(f"{page.path}?{page.query}" if page.query else page.path)
