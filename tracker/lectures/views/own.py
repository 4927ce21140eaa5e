"""A person's own: what she may come to, her seat, her place on the waiting list, the calendar."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as Answer

from tracker import clock
from tracker.campaign.guards import (
    current_participant,
    participant_or_none,
    participating,
)
from tracker.lectures import figures, store
from tracker.lectures.guards import lecture_or_404
from tracker.lectures.rules import (
    CancelledError,
    InsideAlreadyError,
    Lecture,
    NotRegisteredError,
    door_opens,
    may_come,
)
from tracker.lectures.views.room import open_season, pages
from tracker.teams.store import team_of
from tracker.web.exports import file_named
from tracker.web.guards import public


@pages.get("/lectures")
@participating
def lectures() -> str:
    """What she may come to and is not over, and what is hers of it."""
    participant, now = current_participant(), clock.now()
    team = team_of(participant.id, clock.today())
    hers = store.registered(participant.id)
    found = store.lectures_for(open_season().id, team, hers, now)
    mine = store.mine(participant.id, [each.id for each in found])
    coming = [(each, mine[each.id], each.standing(now)) for each in found if each.ends > now]
    past = [(each, mine[each.id]) for each in found if each.ends <= now]
    return render_template("lectures/list.html", coming=coming, past=past[::-1])


@pages.get("/lectures/<key:lecture_id>")
@public
def lecture(lecture_id: int) -> str:
    """One lecture; whoever is not signed in sees what it is, and comes back after signing in."""
    found, participant = lecture_or_404(lecture_id), participant_or_none()
    if participant is None or participant.left_on is not None:
        return render_template("lectures/landing.html", lecture=found)
    now = clock.now()
    mine = store.mine(participant.id, [lecture_id])[lecture_id]
    return render_template(
        "lectures/lecture.html",
        lecture=found,
        mine=mine,
        standing=found.standing(now),
        door_opens=door_opens(found.starts),
        welcome=mine.place is not None or _is_welcome(found, participant.id),
    )


@pages.post("/lectures/<key:lecture_id>/register")
@participating
def register(lecture_id: int) -> Answer:
    """A seat, or the end of the waiting list."""
    found, participant = lecture_or_404(lecture_id), current_participant()
    if not _is_welcome(found, participant.id):
        abort(404)
    try:
        place = store.register(lecture_id, participant.id, clock.now())
    except CancelledError:
        return _back(lecture_id, _("已经开讲或者取消了，不能再报名。"), "warn")
    if place.is_seated:
        return _back(lecture_id, _("报上名了，座位给您留着。"), "good")
    return _back(lecture_id, _("座位满了，您在候补名单里。有人退出就轮到您，不用再报。"), "good")


@pages.post("/lectures/<key:lecture_id>/give-back")
@participating
def give_back(lecture_id: int) -> Answer:
    """Off the list; whoever is first of those who wait has the seat."""
    lecture_or_404(lecture_id)
    try:
        store.give_back(lecture_id, current_participant().id, clock.now())
    except (InsideAlreadyError, CancelledError):
        return _back(lecture_id, _("讲座已经开始或取消，不用再退了。"), "warn")
    except NotRegisteredError:
        return _back(lecture_id, _("您没有报名，不用退。"), "warn")
    return _back(lecture_id, _("退了，座位给下一位。"), "good")


@pages.get("/lectures/<key:lecture_id>/calendar")
@participating
def calendar(lecture_id: int) -> Response:
    """The lecture for her calendar; nothing of hers is in it."""
    found = lecture_or_404(lecture_id)
    mine = store.mine(current_participant().id, [lecture_id])[lecture_id]
    if mine.place is None and not _is_welcome(found, current_participant().id):
        abort(404)
    headers = Headers()
    file_named(headers, "lecture", found.title, "ics")
    link = url_for("lectures.lecture", lecture_id=lecture_id, _external=True)
    content = figures.calendar(found, link, clock.now())
    return Response(content, mimetype="text/calendar", headers=headers)


def _is_welcome(found: Lecture, participant_id: int) -> bool:
    return may_come(found, team_of(participant_id, clock.today()))


def _back(lecture_id: int, words: str, kind: str) -> Answer:
    flash(words, kind)
    return redirect(url_for("lectures.lecture", lecture_id=lecture_id), 303)
