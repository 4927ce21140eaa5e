"""The door: a code that changes on the organizer's phone, and what happens to who scans it."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, password_again, person_or_none
from tracker.accounts.store import note_look
from tracker.campaign.guards import current_participant, participant_or_none, participating
from tracker.lectures import figures, store
from tracker.lectures.guards import current_lecture, lecture_or_404, running_lecture
from tracker.lectures.rules import (
    STEP,
    Arrival,
    DoorClosedError,
    Lecture,
    NotRegisteredError,
    StaleCodeError,
    Standing,
    door_opens,
    may_come,
    seconds_left,
)
from tracker.lectures.views.room import pages
from tracker.teams.store import team_of
from tracker.web.guards import public

LOOK = "lecture_list"
OPEN = (Standing.DOOR_OPEN, Standing.RUNNING)
Page = str | Response | tuple[str, int]


@pages.get("/lectures/<key:lecture_id>/door")
@running_lecture
def door(lecture_id: int) -> str:
    """The big code of this half minute and how many are inside; no name is on it."""
    return render_template("lectures/door.html", step=STEP, **_door(lecture_id))


@pages.get("/lectures/<key:lecture_id>/door/now")
@running_lecture
def door_now(lecture_id: int) -> str:
    """The same without the page around it, fetched again and again by the page itself."""
    return render_template("lectures/_door.html", **_door(lecture_id))


@pages.get("/lectures/<key:lecture_id>/people")
@running_lecture
@password_again
def people(lecture_id: int) -> str:
    """Everybody on the list by name, and counting in whoever has no phone; the look is noted."""
    found = current_lecture()
    scope = store.lecture_scope(lecture_id)
    note_look(current_person().account_id, scope, LOOK, clock.today(), clock.now())
    return render_template(
        "lectures/people.html",
        lecture=found,
        guests=store.guests(lecture_id, found.capacity),
        standing=found.standing(clock.now()),
        inside=store.inside(lecture_id),
        door_opens=door_opens(found.starts),
    )


@pages.post("/lectures/<key:lecture_id>/people/<key:participant_id>/in")
@running_lecture
@password_again
def admit(lecture_id: int, participant_id: int) -> Response:
    """Count in somebody of the list by name."""
    try:
        arrival = store.admit(lecture_id, participant_id, current_person().account_id, clock.now())
    except NotRegisteredError:
        abort(404)
    except DoorClosedError:
        return _to_people(lecture_id, _("现在不是签到的时间。"), "warn")
    if arrival is Arrival.FULL:
        return _to_people(lecture_id, _("座位满了。开讲以后有空位，再请进来。"), "warn")
    return _to_people(lecture_id, _("签到了。"), "good")


@pages.post("/lectures/<key:lecture_id>/people/<key:participant_id>/undo")
@running_lecture
@password_again
def undo(lecture_id: int, participant_id: int) -> Response:
    """She was not there after all."""
    try:
        store.take_back(lecture_id, participant_id, current_person().account_id, clock.now())
    except (NotRegisteredError, DoorClosedError):
        abort(404)
    return _to_people(lecture_id, _("已经取消这个签到。"), "good")


@pages.get("/lectures/<key:lecture_id>/in/<string:code>")
@public
def scanned(lecture_id: int, code: str) -> Page:
    """Ask first, since chats open a link to preview it; whoever is a stranger signs in before."""
    found = lecture_or_404(lecture_id)
    if person_or_none() is None:
        return render_template("lectures/landing.html", lecture=found, at_the_door=True)
    participant = participant_or_none()
    if participant is None or participant.left_on is not None:
        abort(403)
    if not may_come(found, team_of(participant.id, clock.today())):
        return _answer(found, "not_for_you")
    if found.standing(clock.now()) not in OPEN:
        return _answer(found, "closed")
    if not store.is_fresh(lecture_id, code, clock.now()):
        return _answer(found, "stale")
    return render_template("lectures/scanned.html", lecture=found, code=code)


@pages.post("/lectures/<key:lecture_id>/in/<string:code>")
@participating
def come_in(lecture_id: int, code: str) -> Page:
    """Count her in, once however often it is sent."""
    found, participant = lecture_or_404(lecture_id), current_participant()
    if not may_come(found, team_of(participant.id, clock.today())):
        return _answer(found, "not_for_you"), 409
    try:
        arrival = store.check_in(lecture_id, participant.id, code, clock.now())
    except DoorClosedError:
        return _answer(found, "closed"), 409
    except StaleCodeError:
        return _answer(found, "stale"), 409
    if arrival is Arrival.FULL:
        return _answer(found, "full"), 409
    flash(_("签到了，欢迎您。") if arrival is Arrival.IN else _("您已经签到了。"), "good")
    return redirect(url_for("lectures.lecture", lecture_id=lecture_id), 303)


def _door(lecture_id: int) -> dict[str, object]:
    found, now = current_lecture(), clock.now()
    picture = None
    if found.standing(now) in OPEN:
        code = store.code_now(lecture_id, now)
        link = url_for("lectures.scanned", lecture_id=lecture_id, code=code, _external=True)
        picture = figures.qr(link)
    return {
        "lecture": found,
        "picture": picture,
        "left": seconds_left(now),
        "standing": found.standing(now),
        "inside": store.inside(lecture_id),
        "door_opens": door_opens(found.starts),
    }


def _answer(found: Lecture, why: str) -> str:
    return render_template(
        "lectures/not_in.html", lecture=found, why=why, door_opens=door_opens(found.starts)
    )


def _to_people(lecture_id: int, words: str, kind: str) -> Response:
    flash(words, kind)
    return redirect(url_for("lectures.people", lecture_id=lecture_id), 303)
