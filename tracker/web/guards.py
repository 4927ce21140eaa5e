"""How a view says who may open it: each carries exactly one guard, and a test walks them all.

And how often one address may ask. Both counts are this process's own and so are coarse; what must
be exact, failed sign-ins, are rows.
"""

import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

Args = ParamSpec("Args")
Answer = TypeVar("Answer")
View = TypeVar("View", bound=Callable[..., Any])

MINUTE = 60
NOT_COUNTED = frozenset({"127.0.0.1", "::1", None})
"""This machine itself, or a proxy nobody told us of: everybody would be one address."""


limiter = Limiter(get_remote_address)
"""Counts requests by address, for a view that can be guessed at."""


class FloodGuard:
    """Counts what each address asks for within a minute, and refuses more than so many."""

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
    _limit(app)
    if per_minute:
        app.before_request(FloodGuard(per_minute))


def _where_limited(app: Flask, hook: Callable[..., Any]) -> Callable[..., Any]:
    """A hook of the limiter's, for views with a limit; for all others it would cost as much."""

    def run(*answer: Any) -> Any:
        view = app.view_functions.get(request.endpoint or "")
        return hook(*answer) if getattr(view, "limited", False) else next(iter(answer), None)

    return run


def _limit(app: Flask) -> None:
    """Install the limiter, whose hooks would otherwise look at every request and answer."""
    lists = [
        hooks.setdefault(None, [])
        for hooks in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    ]
    before = [len(each) for each in lists]
    limiter.init_app(app)
    for each, first in zip(lists, before, strict=True):
        each[first:] = [_where_limited(app, hook) for hook in each[first:]]


def limited(limit: str, when: Callable[..., bool]) -> Callable[[View], View]:
    """At most so many from one address, of those answers that the condition holds for."""

    def decorate(view: View) -> View:
        marked = cast(View, limiter.limit(limit, deduct_when=when)(view))
        marked.limited = True  # type: ignore[attr-defined]
        return marked

    return decorate


def always(_answer: object) -> bool:
    """Every answer counts."""
    return True


def guarded(view: Callable[Args, Answer], by: str) -> Callable[Args, Answer]:
    """Note on a view which guard it carries; raises TypeError if it has one already."""
    if getattr(view, "guard", None):
        raise TypeError(f"{view.__name__} carries two guards")
    view.guard = by  # type: ignore[attr-defined]
    return view


def public(view: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Anybody may open it."""
    return guarded(view, "public")
