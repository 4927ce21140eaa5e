"""Pages of the timetable: planned, moved, explained, printed, and a person's own times."""

import re

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.queries import counted
from tests.timetables.conftest import NINE, Fair, after
from tracker.accounts.rules import Role, team_scope
from tracker.home.store import looks_at
from tracker.timetables import store
from tracker.timetables.rules import Phase, Step

EDITION = re.compile(r'name="edition" value="(\d+)"')
SETTINGS = {"starts": "09:00", "changeover": "2", "gap": "15"}


@pytest.fixture
def city(fair: Fair) -> FlaskClient:
    """The city's organizer."""
    return fair.make.signed_in(fair.make.organizer(fair.season_id))


def at(fair: Fair, more: str = "/timetable") -> str:
    """An address of the event."""
    return f"/showcases/{fair.showcase_id}{more}"


def test_before_there_is_a_timetable_the_page_offers_one_tap(fair: Fair, city: FlaskClient) -> None:
    page = city.get(at(fair)).text
    answer = city.post(at(fair), data={**SETTINGS, "edition": "0"})

    assert "一键排好" in page
    assert answer.status_code == 303
    assert "没有冲突" in city.get(at(fair)).text
    assert len(fair.order()) == 4


def test_what_was_typed_wrongly_stays_on_the_page(fair: Fair, city: FlaskClient) -> None:
    answer = city.post(at(fair), data={**SETTINGS, "changeover": "99", "edition": "0"})

    assert answer.status_code == 422
    assert 'value="99"' in answer.text


def test_a_row_moves_by_its_arrow(fair: Fair, city: FlaskClient) -> None:
    rows = fair.plan().rows

    answer = city.post(
        at(fair, "/timetable/move"), data={"edition": "2", "entry": rows[2].id, "place": "1"}
    )

    assert answer.status_code == 303
    assert [row.id for row in fair.read().rows] == [rows[place].id for place in (0, 2, 1, 3)]


def test_the_second_of_two_is_told_and_sees_what_the_first_did(
    fair: Fair, city: FlaskClient
) -> None:
    rows = fair.plan().rows
    move = at(fair, "/timetable/move")
    city.post(move, data={"edition": "2", "entry": rows[2].id, "place": "1"})

    answer = city.post(move, data={"edition": "2", "entry": rows[3].id, "place": "0"})

    assert answer.status_code == 409
    assert "有人先改了这张表" in answer.text
    assert set(EDITION.findall(answer.text)) == {"3"}
    assert fair.read().rows[1].id == rows[2].id


def test_one_row_is_given_a_time_and_a_break_is_added_and_taken_out(
    fair: Fair, city: FlaskClient
) -> None:
    rows = fair.plan().rows
    own = {"edition": "3", "kind": "break", "title": "茶歇", "length": "10", "at": ""}

    city.post(
        at(fair, f"/timetable/{rows[1].id}"),
        data={"edition": "2", "at": "09:50", "minutes": "6", "changeover": "1"},
    )
    city.post(at(fair, "/timetable/own"), data=own)
    after_both = fair.read().rows
    removed = city.post(at(fair, f"/timetable/{after_both[-1].id}/remove"), data={"edition": "4"})

    assert after_both[-1].title == "茶歇"
    assert after_both[-2].timed.starts == after(50)
    assert removed.status_code == 303
    assert len(fair.order()) == 4


def test_conflicts_are_explained_in_words_with_names_for_organizers(
    fair: Fair, city: FlaskClient
) -> None:
    again = fair.make.item(fair.showcase_id, title="自选", position=3)
    second = fair.make.squad(again, fair.teams[0], name="又来", confirmed=True, coach="陈教练")
    fair.make.squad_member(second, fair.her)
    fair.plan()
    with fair.app.app_context():
        found = store.timetable(fair.showcase_id)
        places = {row.title: row for row in found.rows}
        store.change(
            fair.showcase_id, 2, places["又来"].id, minutes=4, changeover=2, pinned=after(20)
        )

    page = " ".join(city.get(at(fair)).text.split())

    assert "王芳在两支队里：第1队（09:14）和又来（09:20）之间只有 2 分钟" in page
    assert "您定的是 15 分钟" in page
    with fair.app.app_context():
        assert [each.what for each in looks_at(0, [fair.her])] == ["squad"]


def test_a_foreign_row_is_no_row(fair: Fair, city: FlaskClient) -> None:
    fair.plan()

    assert city.get(at(fair, "/timetable/12345")).status_code == 404
    gone = city.post(
        at(fair, "/timetable/move"), data={"edition": "2", "entry": "12345", "place": "0"}
    )
    assert gone.status_code == 404


def test_the_whole_is_printed_and_put_into_a_calendar(fair: Fair, city: FlaskClient) -> None:
    fair.plan()

    sheet = city.get(at(fair, "/timetable/sheet")).text
    calendar = Calendar.from_ical(city.get(at(fair, "/timetable.ics")).data)

    assert "09:14–09:18" in sheet
    assert next(str(each["summary"]) for each in calendar.walk("VEVENT")) == "八段锦"
    assert len(calendar.walk("VEVENT")) == 4


def test_a_person_sees_her_own_turns_once_they_are_published(fair: Fair) -> None:
    her = fair.make.signed_in(fair.make.account_of(fair.her))
    before = her.get(at(fair, "/my-times")).text
    fair.plan()

    page = her.get(at(fair, "/my-times")).text

    assert "时间表公布以后" in before
    assert "第1队" in page
    assert "第2队" not in page
    assert "09:10" in page  # ten minutes before 09:20, at the entrance


def test_her_calendar_begins_at_the_entrance(fair: Fair) -> None:
    fair.plan()
    her = fair.make.signed_in(fair.make.account_of(fair.her))

    calendar = Calendar.from_ical(her.get(at(fair, "/my-times.ics")).data)

    starts = {str(each["summary"]): each.decoded("dtstart") for each in calendar.walk("VEVENT")}
    assert starts == {"八段锦": NINE, "超慢跑：第1队": after(10)}


def test_a_leader_sees_her_teams_turns_and_a_stranger_nothing(fair: Fair) -> None:
    fair.plan()
    leader = fair.make.account("李伟")
    fair.make.grant(leader, fair.season_id, Role.LEADER, team_scope(fair.teams[1]))
    stranger = fair.make.signed_in(fair.make.account("路人"))

    led = fair.make.signed_in(leader).get(at(fair, "/my-times")).text

    assert "第2队" in led
    assert "第1队" not in led
    assert "第1队" not in stranger.get(at(fair, "/my-times")).text
    assert stranger.get(at(fair, "/my-times.ics")).status_code == 404


# The day ------------------------------------------------------------------------------------


def tap(city: FlaskClient, fair: Fair, entry: int, step: Step) -> int:
    """One tap on the organizers' page."""
    data = {"entry": str(entry), "step": step.value}
    return city.post(at(fair, "/running"), data=data).status_code


def test_one_tap_each_for_called_started_ended_and_undo(fair: Fair, city: FlaskClient) -> None:
    first = fair.plan().rows[0].id

    for step in (Step.CALLED, Step.STARTED, Step.ENDED):
        assert tap(city, fair, first, step) == 303
    ended = fair.read().marks[0].phase
    city.post(at(fair, "/running/undo"), data={"entry": first, "step": "ended"})

    assert ended is Phase.OVER
    assert fair.read().marks[0].phase is Phase.ON
    assert "正在场上" in city.get(at(fair, "/running")).text


def test_a_tap_out_of_turn_changes_nothing_and_says_so(fair: Fair, city: FlaskClient) -> None:
    rows = fair.plan().rows

    tap(city, fair, rows[2].id, Step.STARTED)

    assert not fair.read().has_begun
    assert "请看一下现在轮到谁" in city.get(at(fair, "/running")).text


def test_on_another_day_nothing_is_noted(fair: Fair, city: FlaskClient) -> None:
    first = fair.plan().rows[0].id
    fair.app.config["TRACKER_TODAY"] = after(24 * 60).date()

    tap(city, fair, first, Step.STARTED)

    assert not fair.read().has_begun
    assert "当天这里的按钮才有用" in city.get(at(fair, "/running")).text


def test_an_unknown_step_is_not_found(fair: Fair, city: FlaskClient) -> None:
    first = fair.plan().rows[0].id

    assert city.post(at(fair, "/running"), data={"entry": first, "step": "x"}).status_code == 404


def test_squads_move_up_only_if_it_is_wished(fair: Fair, city: FlaskClient) -> None:
    fair.plan()

    city.post(at(fair, "/running/early"), data={"wished": "1"})

    assert fair.read().early


@pytest.mark.parametrize(
    ("page", "queries"), [("/timetable", 9), ("/timetable/sheet", 8), ("/running", 8)]
)
def test_pages_ask_the_database_little(
    fair: Fair, city: FlaskClient, page: str, queries: int
) -> None:
    """Who she is, her part, season, event; timetable, slots, items, squads, and who is in them."""
    fair.plan()
    city.get(at(fair, page))

    with counted(fair.app) as asked:
        city.get(at(fair, page))

    assert len(asked) == queries, "\n".join(asked)
