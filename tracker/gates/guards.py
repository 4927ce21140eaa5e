"""Who stands at a gate: reads grants and the event's days."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none, to_sign_in
from tracker.campaign.guards import season_or_none
from tracker.clock import now
from tracker.gates.rules import GateOverError, has_gate, hours, may_stand_at_gate
from tracker.showcases import store as showcases
from tracker.showcases.rules import Showcase, UnknownShowcaseError
from tracker.web.guards import guarded

Answer = TypeVar("Answer")
View = Callable[..., Answer]


def at_gate(view: View[Answer]) -> View[Answer | Response]:
    """Only who was let in at the gate of `showcase_id`, and its organizers.

    Raises GateOverError when late notes are no longer taken.
    """

    @wraps(view)
    def checked(showcase_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.showcase = found = showcase_or_404(showcase_id)
        if not may_stand_at_gate(person, found):
            abort(403)
        if now() >= hours(found).until:
            raise GateOverError(found.id)
        if not has_gate(found, now()):
            abort(404)
        return view(showcase_id=showcase_id, **kwargs)

    return guarded(checked, "at a gate")


def current_gate() -> Showcase:
    """The event of this request; only behind the guard."""
    found: Showcase = g.showcase
    return found


def showcase_or_404(showcase_id: int) -> Showcase:
    """A published event of the open season."""
    season = season_or_none()
    try:
        found = showcases.showcase(showcase_id)
    except UnknownShowcaseError:
        abort(404)
    is_known = season is not None and found.season_id == season.id and found.is_published
    return found if is_known else abort(404)
