"""The organizers' timetable: planned in one tap, moved by hand, explained, printed."""

from collections.abc import Callable, Mapping, Sequence

from flask import Response as File
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.showcases import store as showcases
from tracker.showcases.guards import current_showcase, running_showcase
from tracker.showcases.rules import Member, Squad
from tracker.timetables import store
from tracker.timetables.forms import EntryForm, OwnForm, PlanForm
from tracker.timetables.rules import (
    BegunError,
    ChangedMeanwhileError,
    Conflict,
    EntryKind,
    Move,
    Row,
    Timetable,
    UnknownEntryError,
    conflicts,
)
from tracker.timetables.views.room import calendar_answer, pages, planned
from tracker.web.links import key_of

Answer = Response | tuple[str, int]
NAMES_SHOWN = 3


@pages.get("/showcases/<key:showcase_id>/timetable")
@running_showcase
def timetable(showcase_id: int) -> str:
    """Order, times, and what does not go together."""
    return _page(showcase_id)


@pages.post("/showcases/<key:showcase_id>/timetable")
@running_showcase
def plan(showcase_id: int) -> Answer:
    """Plan everything anew."""
    event = current_showcase()
    form = PlanForm(event.starts, None)
    if not form.validate():
        return _page(showcase_id, form=form), 422
    words = _("排好了。下面可以再用手调整。")
    settings = form.settings(event.day)
    return _done(showcase_id, lambda: store.plan_all(showcase_id, _edition(), settings), words)


@pages.post("/showcases/<key:showcase_id>/timetable/move")
@running_showcase
def move(showcase_id: int) -> Answer:
    """One row up or down, or where it was dropped."""
    wanted = Move(key_of(request.form.get("entry", "")), key_of(request.form.get("place", "")))
    words = _("移好了，时间已重新计算。")
    return _done(showcase_id, lambda: store.move(showcase_id, _edition(), wanted), words)


@pages.post("/showcases/<key:showcase_id>/timetable/missing")
@running_showcase
def missing(showcase_id: int) -> Answer:
    """Squads that were confirmed since are put behind their items."""
    words = _("新确认的队已经加进来了。")
    return _done(showcase_id, lambda: store.add_missing(showcase_id, _edition()), words)


@pages.post("/showcases/<key:showcase_id>/timetable/publish")
@running_showcase
def publish(showcase_id: int) -> Answer:
    """Show it to squads and on the board, or take it back."""
    shown = request.form.get("shown") == "1"
    words = (
        _("已经公布：各队看得到自己的时间，大屏也可以用了。")
        if shown
        else _("已经收回，只有管理员看得到。")
    )
    now = clock.now()
    return _done(
        showcase_id, lambda: store.publish(showcase_id, _edition(), now, shown=shown), words
    )


@pages.post("/showcases/<key:showcase_id>/timetable/own")
@running_showcase
def add_own(showcase_id: int) -> Answer:
    """One more break or speech."""
    form = OwnForm()
    if not form.validate():
        return _page(showcase_id, own=form), 422
    at = form.pinned(current_showcase().day)

    def add() -> None:
        store.add_own(
            showcase_id,
            _edition(),
            EntryKind(form.kind.data),
            str(form.title.data),
            minutes=int(form.length.data or 0),
            pinned=at,
        )

    return _done(showcase_id, add, _("加好了。"))


@pages.route("/showcases/<key:showcase_id>/timetable/<key:entry_id>", methods=["GET", "POST"])
@running_showcase
def entry(showcase_id: int, entry_id: int) -> Answer:
    """One row's length and fixed time."""
    found = store.timetable(showcase_id)
    row = _row_of(found, entry_id)
    form = EntryForm(row)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        words = render_template(
            "timetables/entry.html",
            showcase=current_showcase(),
            form=form,
            row=row,
            edition=found.edition,
        )
        return words, status
    at = form.pinned(current_showcase().day)

    def change() -> None:
        store.change(
            showcase_id,
            _edition(),
            entry_id,
            minutes=int(form.minutes.data or 0),
            changeover=int(form.changeover.data or 0),
            pinned=at,
        )

    return _done(showcase_id, change, _("已保存，时间已重新计算。"))


@pages.post("/showcases/<key:showcase_id>/timetable/<key:entry_id>/remove")
@running_showcase
def remove(showcase_id: int, entry_id: int) -> Answer:
    """Take out a break or a speech."""
    return _done(
        showcase_id, lambda: store.remove_own(showcase_id, _edition(), entry_id), _("已拿掉。")
    )


@pages.get("/showcases/<key:showcase_id>/timetable/sheet")
@running_showcase
def sheet(showcase_id: int) -> str:
    """The whole on A4."""
    found = store.timetable(showcase_id)
    return render_template("timetables/sheet.html", showcase=current_showcase(), table=found)


@pages.get("/showcases/<key:showcase_id>/timetable.ics")
@running_showcase
def calendar(showcase_id: int) -> File:
    """The whole as a calendar file."""
    rows = store.timetable(showcase_id).rows
    return calendar_answer(rows, current_showcase(), "timetable", calls=False)


def _page(showcase_id: int, *, form: PlanForm | None = None, own: OwnForm | None = None) -> str:
    event, found = current_showcase(), planned(showcase_id, people=True)
    squads = found.nominated if found else showcases.squads(showcase_id)
    told = conflicts(found.slots, found.settings.gap, event.closes) if found else ()
    return render_template(
        "timetables/timetable.html",
        showcase=event,
        table=found,
        form=form or PlanForm(event.starts, found.settings if found else None),
        own=own or OwnForm(),
        told=_named(showcase_id, told),
        by_id={row.id: row for row in found.rows} if found else {},
        missing=_missing(found, squads),
        unconfirmed=sum(not each.is_confirmed for each in squads),
    )


def _missing(found: Timetable | None, squads: Sequence[Squad]) -> int:
    there = {row.squad.id for row in found.rows if row.squad} if found else set()
    return sum(each.is_confirmed and each.id not in there for each in squads)


def _named(showcase_id: int, told: tuple[Conflict, ...]) -> list[tuple[Conflict, list[str]]]:
    """Each conflict with the names of those whom it is about, for organizers alone."""
    wanted = any(each.people for each in told)
    people = showcases.members_of(showcase_id) if wanted else []
    by_key = {each.participant_id: each for each in people}
    named = [(each, _first_by_name(each, by_key)) for each in told]
    seen = [one.participant_id for _, some in named for one in some]
    showcases.note_look_at(current_person().account_id, seen, clock.now())
    return [(each, [one.name for one in some]) for each, some in named]


def _first_by_name(told: Conflict, by_key: Mapping[int, Member]) -> list[Member]:
    found = [by_key[one] for one in told.people if one in by_key]
    return sorted(found, key=lambda each: each.name)[:NAMES_SHOWN]


def _row_of(found: Timetable, entry_id: int) -> Row:
    for row in found.rows:
        if row.id == entry_id:
            return row
    raise UnknownEntryError(entry_id)


def _edition() -> int:
    return key_of(request.form.get("edition", ""))


def _done(showcase_id: int, doing: Callable[[], object], words: str) -> Answer:
    """Do it; whoever saw an older plan is shown the present one and what became of hers."""
    try:
        doing()
    except ChangedMeanwhileError:
        flash(
            _(
                "刚才有人先改了这张表，您这一步没有生效，别人的改动都在。看一下最新的，再点一次就行。"
            ),
            "warn",
        )
        return _page(showcase_id), 409
    except BegunError:
        flash(_("已经开始的节目不再移动；还没上场的可以移。"), "warn")
        return _page(showcase_id), 409
    flash(words, "good")
    return redirect(url_for("timetables.timetable", showcase_id=showcase_id), 303)
