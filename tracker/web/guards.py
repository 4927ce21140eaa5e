"""How a view says who may open it: each carries exactly one guard, and a test walks them all."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

Args = ParamSpec("Args")
Answer = TypeVar("Answer")

FLOOD_GUARD = "1200 per minute"
limiter = Limiter(get_remote_address, default_limits=[FLOOD_GUARD])
"""Counts requests by address; a view that can be guessed at adds a limit of its own."""


def guarded(view: Callable[Args, Answer], by: str) -> Callable[Args, Answer]:
    """Note on a view which guard it carries; raises TypeError if it has one already."""
    if getattr(view, "guard", None):
        raise TypeError(f"{view.__name__} carries two guards")
    view.guard = by  # type: ignore[attr-defined]
    return view


def public(view: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Anybody may open it."""
    return guarded(view, "public")
