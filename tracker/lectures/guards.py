"""Who runs a lecture: reads grants and the lecture."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none, to_sign_in
from tracker.campaign.guards import season_or_none
from tracker.lectures import store
from tracker.lectures.rules import Lecture, UnknownLectureError, may_run_lecture
from tracker.web.guards import guarded

Answer = TypeVar("Answer")
View = Callable[..., Answer]


def running_lecture(view: View[Answer]) -> View[Answer | Response]:
    """Only whoever holds the lecture `lecture_id`: its unit's contact, its district, the city."""

    @wraps(view)
    def checked(lecture_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        found = lecture_or_404(lecture_id)
        if not may_run_lecture(person, found.host):
            abort(403)
        g.lecture = found
        return view(lecture_id=lecture_id, **kwargs)

    return guarded(checked, "running a lecture")


def current_lecture() -> Lecture:
    """The lecture of this request; only behind the guard."""
    found: Lecture = g.lecture
    return found


def lecture_or_404(lecture_id: int) -> Lecture:
    """A lecture of the open season; those of earlier seasons are shut."""
    season = season_or_none()
    try:
        found = store.lecture(lecture_id)
    except UnknownLectureError:
        abort(404)
    return found if season and found.host.season_id == season.id else abort(404)
