"""How a view says who may open it: each carries exactly one guard, and a test walks them all.

And how often one address may ask. Both counts are this process's own and so are coarse; what must
be exact, failed sign-ins, are rows.
"""

import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

Args = ParamSpec("Args")
Answer = TypeVar("Answer")
View = TypeVar("View", bound=Callable[..., Any])

MINUTE = 60
NOT_COUNTED = frozenset({"127.0.0.1", "::1", None})
"""This machine itself, or a proxy nobody told us of: everybody would be one address."""


class _Limiter(Limiter):
    """Looks at the views that carry a limit; to ask about every other would cost as much as it."""

    def _check_request_limit(self, *args: Any, **kwargs: Any) -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "limited", False):
            super()._check_request_limit(*args, **kwargs)


limiter = _Limiter(get_remote_address)
"""Counts requests by address, for a view that can be guessed at."""


class FloodGuard:
    """Counts the requests of each address within a minute, and refuses more than so many."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minute = 0
        self._counts: dict[str | None, int] = {}

    def __call__(self) -> None:
        """Before any view; aborts with 429."""
        address = request.remote_addr
        if address in NOT_COUNTED:
            return
        minute = int(time.time()) // MINUTE
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        self._counts[address] = count = self._counts.get(address, 0) + 1
        if count > self._per_minute:
            abort(429)


def install(app: Flask, per_minute: int) -> None:
    """Count by address; 0 leaves floods to whatever stands in front."""
    limiter.init_app(app)
    if per_minute:
        app.before_request(FloodGuard(per_minute))


def limited(limit: str, when: Callable[..., bool]) -> Callable[[View], View]:
    """At most so many from one address, of those answers that the condition holds for."""

    def decorate(view: View) -> View:
        marked = cast(View, limiter.limit(limit, deduct_when=when)(view))
        marked.limited = True  # type: ignore[attr-defined]
        return marked

    return decorate


def guarded(view: Callable[Args, Answer], by: str) -> Callable[Args, Answer]:
    """Note on a view which guard it carries; raises TypeError if it has one already."""
    if getattr(view, "guard", None):
        raise TypeError(f"{view.__name__} carries two guards")
    view.guard = by  # type: ignore[attr-defined]
    return view


def public(view: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Anybody may open it."""
    return guarded(view, "public")
