"""The board on the big screen, and the stream by which it stays up to date.

Everybody may open it: it names districts, squads and items, never a person, and a machine at a
stadium should not be signed in as an organizer. The stream is answered at once and ends; the
browser asks again by itself, so that no worker is held by a board.
"""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, json, render_template, request

from tracker import clock
from tracker.boards.rules import board as board_of
from tracker.boards.rules import event_key
from tracker.campaign.guards import season_or_none
from tracker.showcases import store as showcases
from tracker.showcases.rules import Showcase, UnknownShowcaseError
from tracker.timetables import store as timetables
from tracker.timetables.rules import NoTimetableError, Timetable
from tracker.web.guards import limited, public

SOON, SELDOM = 2_000, 30_000
"""Milliseconds until a browser asks again: on the event's day, and on any other."""

EVENTS = "600 per minute"
"""From one address: twenty screens at a stadium that each hear of something every two seconds."""

pages = Blueprint("boards", __name__)


def _was_told(response: Response) -> bool:
    """Whether a board was made: what was seen is made up as easily as known."""
    return not response.get_data().startswith(b":")


@pages.get("/showcases/<key:showcase_id>/board")
@public
def board(showcase_id: int) -> str:
    """Now, next and later, for a screen that is read from the last row."""
    found, now = _published(showcase_id), clock.now()
    key = event_key(found.version, now)
    return render_template("boards/board.html", key=key, **_shown(_event(showcase_id), found, now))


@pages.get("/showcases/<key:showcase_id>/board/stream")
@public
@limited(EVENTS, _was_told)
def stream(showcase_id: int) -> Response:
    """One server-sent event if something changed since the last one, else an empty comment."""
    version, now = timetables.version(showcase_id), clock.now()
    if version is None:
        abort(404)
    key = event_key(version, now)
    if key == request.headers.get("Last-Event-ID", request.args.get("seen")):
        return _event_stream(":\n\n")
    event = _event(showcase_id)
    inside = render_template("boards/_inside.html", **_shown(event, _published(showcase_id), now))
    retry = SOON if clock.today() == event.day else SELDOM
    data = json.dumps({"inside": inside})
    return _event_stream(f"retry: {retry}\nid: {key}\ndata: {data}\n\n")


def _event_stream(body: str) -> Response:
    return Response(body, mimetype="text/event-stream")


def _shown(event: Showcase, found: Timetable, now: datetime) -> dict[str, Any]:
    lives, today = found.live(_as_of(event, found, now, clock.today())), clock.today()
    return {"showcase": event, "board": board_of(lives, now), "today": today}


def _as_of(event: Showcase, found: Timetable, now: datetime, today: date) -> datetime:
    """On any other day nothing is late: the board shows what is published."""
    return now if today == event.day else found.settings.starts


def _published(showcase_id: int) -> Timetable:
    try:
        return timetables.published(showcase_id)
    except NoTimetableError:
        abort(404)


def _event(showcase_id: int) -> Showcase:
    """An event that is announced, in the open season."""
    season = season_or_none()
    try:
        found = showcases.showcase(showcase_id)
    except UnknownShowcaseError:
        abort(404)
    if season is None or found.season_id != season.id or not found.is_published:
        abort(404)
    return found
