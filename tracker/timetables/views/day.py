"""The day on the organizers' phones: now, next, and one tap for what happens."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.showcases.guards import current_showcase, running_showcase
from tracker.timetables import store
from tracker.timetables.rules import (
    NotItsTurnError,
    Phase,
    Step,
    UnknownEntryError,
    first_open,
    last_step,
)
from tracker.timetables.views.room import pages
from tracker.web.links import key_of

COMING = 4


@pages.get("/showcases/<key:showcase_id>/running")
@running_showcase
def running(showcase_id: int) -> str:
    """What is on, what is next, and everything else behind it."""
    found, now, event = store.timetable(showcase_id), clock.now(), current_showcase()
    today = clock.today() == event.day
    lives = found.live(now if today else found.settings.starts)
    place, last = first_open(found.marks), last_step(found.marks)
    waiting = [each for each in lives if each[1].phase in {Phase.WAITING, Phase.CALLED}]
    return render_template(
        "timetables/running.html",
        showcase=event,
        table=found,
        now=now,
        is_today=today,
        on=next((each for each in lives if each[1].phase is Phase.ON), None),
        next_id=None if place is None else found.rows[place].id,
        coming=waiting[:COMING],
        later=waiting[COMING:],
        over=[each for each in lives if each[1].phase in {Phase.OVER, Phase.SKIPPED}],
        last=None if last is None else (found.rows[last[0]], last[1]),
    )


@pages.post("/showcases/<key:showcase_id>/running")
@running_showcase
def tap(showcase_id: int) -> Response:
    """Called, started, ended, skipped; tapped on two phones at once it counts once."""
    if clock.today() != current_showcase().day:
        flash(_("活动当天才能用这一页来叫队。"), "warn")
        return _back(showcase_id)
    try:
        store.note(showcase_id, _entry(), _step(), clock.now())
    except NotItsTurnError:
        flash(_("还有节目在场上，或者顺序刚刚变了，请看一下现在轮到谁。"), "warn")
    return _back(showcase_id)


@pages.post("/showcases/<key:showcase_id>/running/undo")
@running_showcase
def undo(showcase_id: int) -> Response:
    """Take back the last tap, if it still is the last."""
    if store.undo(showcase_id, _entry(), _step()):
        flash(_("已撤销。"), "good")
    else:
        flash(_("这一步已经撤销了，或者后面又点了别的。"), "warn")
    return _back(showcase_id)


@pages.post("/showcases/<key:showcase_id>/running/early")
@running_showcase
def early(showcase_id: int) -> Response:
    """Whether squads move up when time was saved."""
    store.begin_early(showcase_id, wished=request.form.get("wished") == "1")
    return _back(showcase_id)


def _entry() -> int:
    return key_of(request.form.get("entry", ""))


def _step() -> Step:
    try:
        return Step(request.form.get("step", ""))
    except ValueError:
        raise UnknownEntryError from None


def _back(showcase_id: int) -> Response:
    return redirect(url_for("timetables.running", showcase_id=showcase_id), 303)
