"""Pages for whoever takes part in the open season."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none, to_sign_in
from tracker.accounts.rules import Person
from tracker.campaign import store
from tracker.campaign.rules import ClosedError, NotTakingPartError, Participant, Season
from tracker.clock import today
from tracker.web.errors import error_page
from tracker.web.forms import csrf_token
from tracker.web.guards import guarded
from tracker.web.pieces import piece

Args = ParamSpec("Args")
Answer = TypeVar("Answer")

PLACES = (
    "/", "/weight", "/exercise", "/me", "/team", "/lead", "/city", "/evaluation",
    "/evaluation/requests", "/account", "/sign-in",
)  # fmt: skip
DESKS = {"unit": "/units/", "district": "/districts/", "station": "/stations/", "gate": "/gates/"}
"""Where a scope's own page is."""

PUT_OFF = "notice_put_off"
"""Where the cookie remembers a changed notice that was put off until tomorrow."""

UNREAD: Any = object()
"""In place of what was not read yet; what was read may be None."""


def install(app: Flask) -> None:
    """Let templates ask whether the reader takes part; refuse who left behind her own guard."""
    app.add_template_global(participant_or_none, "participant_or_none")
    app.add_template_global(header, "page_header")
    app.add_template_global(lambda place: place in _here(person_or_none()), "is_here")
    app.register_error_handler(NotTakingPartError, lambda _error: error_page(403))


def season_or_none() -> Season | None:
    """The open season, read once a request."""
    found: Season | None = g.get("season", UNREAD)
    if found is UNREAD:
        g.season = found = store.current_season()
    return found


def participant_or_none() -> Participant | None:
    """The reader's part in the open season, read once a request."""
    found: Participant | None = g.get("participant", UNREAD)
    if found is UNREAD:
        person, season = person_or_none(), season_or_none()
        found = store.participant_of(person.account_id, season) if person and season else None
        g.participant = found
    return found


def current_participant() -> Participant:
    """The reader's part in the open season; only behind the guard."""
    found = participant_or_none()
    if found is None:
        abort(403)
    return found


def participating(view: Callable[Args, Answer]) -> Callable[Args, Answer | Response]:
    """Only who takes part in the open season and has not left it."""

    @wraps(view)
    def checked(*args: Args.args, **kwargs: Args.kwargs) -> Answer | Response:
        if person_or_none() is None:
            return to_sign_in()
        if current_participant().left_on is not None:
            abort(403)
        return notice_first() or view(*args, **kwargs)

    return guarded(checked, "participating")


def notice_first() -> Response | None:
    """Where the notice changed since she agreed: off to it, before anything new is noted.

    Whoever puts it off may read what she has for the rest of the day. Her own data's pages are
    open all the same, so that she can take it with her or leave.
    """
    her = participant_or_none()
    if her is None or not her.must_be_asked or request.blueprint == "privacy":
        return None
    reads = request.method in {"GET", "HEAD"}
    if reads and session.get(PUT_OFF) == put_off(her.season):
        return None
    asked = request.full_path.rstrip("?") if reads else None
    return redirect(url_for("privacy.changed_notice", next=asked), 303)


def put_off(season: Season) -> str:
    """What the cookie holds of whoever wants to be asked another day."""
    return f"{today().isoformat()}/{season.notice_version}"


def header() -> Markup:
    """The head of the page, kept for those of the same duties at the same places."""
    person, participant = person_or_none(), participant_or_none()
    duties = person and (person.grants, bool(person.withheld))
    part = participant and participant.left_on is None
    return piece("_header.html", (_here(person), duties, part), {"csrf_token": csrf_token})


def _here(person: Person | None) -> tuple[str, ...]:
    """Of the places that a head can name, those this address is at or under."""
    own = [DESKS[kind] + key for kind, _, key in _scopes(person) if kind in DESKS]
    path = request.path
    return tuple(
        place for place in (*PLACES, *own) if path == place or path.startswith(place + "/")
    )


def _scopes(person: Person | None) -> list[tuple[str, str, str]]:
    return [grant.scope.partition(":") for grant in person.grants] if person else []


def closed_page(error: ClosedError) -> tuple[str, int]:
    """Why something is closed and when it is open: 200 for a look, 409 for an attempt to write."""
    status = 409 if request.method == "POST" else 200
    return render_template("campaign/closed.html", closed=error), status
