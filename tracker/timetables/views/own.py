"""When my squads are on: for whoever is in one, and for whoever leads one."""

from flask import Response as File
from flask import abort, render_template

from tracker import clock
from tracker.accounts.guards import current_person, signed_in
from tracker.accounts.rules import Role
from tracker.campaign.guards import participant_or_none
from tracker.showcases import store as showcases
from tracker.timetables import store
from tracker.timetables.rules import EntryKind, Live, NoTimetableError, Row
from tracker.timetables.views.room import announced, calendar_answer, pages
from tracker.web.links import key_of


@pages.get("/showcases/<key:showcase_id>/my-times")
@signed_in
def my_times(showcase_id: int) -> str:
    """Her turns with the time to be at the entrance, as of now."""
    event = announced(showcase_id)
    return render_template(
        "timetables/my_times.html",
        showcase=event,
        found=_mine(showcase_id),
        now=clock.now(),
        is_today=clock.today() == event.day,
    )


@pages.get("/showcases/<key:showcase_id>/my-times.ics")
@signed_in
def my_calendar(showcase_id: int) -> File:
    """The same for her calendar."""
    event = announced(showcase_id)
    rows = [row for row, _live in _mine(showcase_id) or abort(404)]
    return calendar_answer(rows, event, "my-times", calls=True)


def _mine(showcase_id: int) -> list[tuple[Row, Live]]:
    """Her squads' turns, and what all squads do together; empty until there is a timetable."""
    part, mine = participant_or_none(), set()
    if part is not None and part.left_on is None:
        mine = {each.id for each in showcases.squads_of(part.id)}
    mine |= {each.id for each in showcases.squads_of_teams(_teams_led())}
    try:
        found = store.published(showcase_id)
    except NoTimetableError:
        return []
    event = showcases.showcase(showcase_id)
    lives = found.live(clock.now() if clock.today() == event.day else found.settings.starts)
    hers = [each for each in lives if each[0].squad and each[0].squad.id in mine]
    together = [each for each in lives if each[0].kind is EntryKind.TOGETHER]
    return sorted(hers + together, key=lambda each: each[1].starts) if hers else []


def _teams_led() -> list[int]:
    roles = {Role.LEADER, Role.DEPUTY}
    return [
        key_of(grant.scope.partition(":")[2])
        for grant in current_person().grants
        if grant.role in roles
    ]
