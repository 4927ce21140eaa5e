"""What the room's pages share: the blueprint, and files for a calendar."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort
from flask_babel import gettext as _

from tracker import clock
from tracker.campaign.guards import season_or_none
from tracker.showcases import store as showcases
from tracker.showcases.rules import Showcase, UnknownShowcaseError
from tracker.timetables import store
from tracker.timetables.documents import Appointment, calendar_file
from tracker.timetables.rules import NoTimetableError, Row, Timetable, UnknownEntryError
from tracker.web.errors import error_page

pages = Blueprint("timetables", __name__)


@pages.errorhandler(UnknownEntryError)
def unknown_entry(_error: UnknownEntryError) -> Any:
    """A row of another event, or one that was taken out meanwhile."""
    return error_page(404)


@pages.errorhandler(NoTimetableError)
def no_timetable(_error: NoTimetableError) -> Any:
    """Nothing is planned yet, or nothing is shown."""
    return error_page(404)


def announced(showcase_id: int) -> Showcase:
    """An event of the open season that everybody knows of; 404 for any other."""
    season = season_or_none()
    try:
        found = showcases.showcase(showcase_id)
    except UnknownShowcaseError:
        abort(404)
    if season is None or found.season_id != season.id or not found.is_published:
        abort(404)
    return found


def planned(showcase_id: int, *, people: bool = False) -> Timetable | None:
    """The event's timetable, if it has one."""
    try:
        return store.timetable(showcase_id, people=people)
    except NoTimetableError:
        return None


def calendar_answer(rows: Iterable[Row], showcase: Showcase, name: str, *, calls: bool) -> Response:
    """The rows as a calendar file; with calls, each begins at the entrance."""
    found = [_appointment(row, showcase, calls=calls) for row in rows]
    data = calendar_file(found, clock.now(), showcase.day)
    answer = Response(data, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _appointment(row: Row, showcase: Showcase, *, calls: bool) -> Appointment:
    item = row.item.title if row.item and row.squad else ""
    words = _("%(item)s：%(squad)s", item=item, squad=row.title) if item else row.title
    on = f"{row.timed.starts.astimezone(clock.BEIJING):%H:%M}"
    early = calls and row.squad is not None
    more = _("%(time)s 上场，请提前在入口集合。", time=on) if early else showcase.name
    return Appointment(
        key=f"timetable-{row.id}",
        words=words,
        more=more,
        place=showcase.venue,
        starts=row.call if early else row.timed.starts,
        ends=max(row.timed.ends, row.timed.starts + timedelta(minutes=1)),
    )
