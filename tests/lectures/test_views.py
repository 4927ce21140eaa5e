"""Pages of lectures: a person's own, the door, the list of names, and the desks."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.lectures.conftest import AT_THE_DOOR, ELSEWHERE, ENDS, HERE, MORNING, STARTS, Hall
from tests.queries import counted
from tracker.accounts.rules import Role, team_scope
from tracker.lectures import store
from tracker.lectures.rules import Host

pytestmark = pytest.mark.usefixtures("clock")

TYPED = {
    "title": "晚饭吃什么",
    "speaker": "营养科李医生",
    "place": "食堂一楼",
    "day": "2024-10-18",
    "starts": "14:00",
    "ends": "15:30",
    "capacity": "60",
    "who": f"district:{HERE}",
}


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    """A page."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def address(hall: Hall, more: str = "") -> str:
    """The lecture's own address."""
    return f"/lectures/{hall.lecture_id}{more}"


def said(client: FlaskClient, where: str) -> str:
    """What a form says when it is posted, on the page it leads to."""
    answer = client.post(where)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    return text(client, answer.headers["Location"])


def test_she_registers_and_gives_the_seat_back(hall: Hall) -> None:
    her = hall.browser(hall.people[0])

    assert "看得到您的姓名" in text(her, address(hall))
    assert "您有座位" in said(her, address(hall, "/register"))
    assert "座位给下一位" in said(her, address(hall, "/give-back"))


def test_who_waits_reads_how_many_are_before_her_and_when_it_is_her_turn(hall: Hall) -> None:
    phones = [hall.browser(each) for each in (*hall.people, hall.person("赵云"))]
    for phone in phones:
        phone.post(address(hall, "/register"))

    assert "前面还有 1 位" in text(phones[3], "/lectures")
    assert "候补第一位" in text(phones[2], "/lectures")
    phones[0].post(address(hall, "/give-back"))
    assert "有人退出，轮到您了" in text(phones[2], "/lectures")


def test_her_own_page_says_what_became_another(hall: Hall) -> None:
    her = hall.browser(hall.people[0])
    her.post(address(hall, "/register"))
    assert "有改动" not in text(her, "/me")

    with time_machine.travel(AT_THE_DOOR + timedelta(minutes=1), tick=False):
        changed = hall.desk().post(address(hall, "/edit"), data=TYPED | {"day": "2024-10-16"})

        assert changed.status_code == HTTPStatus.SEE_OTHER
        assert "有改动，请再看一眼" in text(her, "/me")
        assert "改过时间、地点或讲的人" in text(her, "/lectures")
        hall.desk().post(address(hall, "/cancel"))
        assert "取消了" in text(her, "/me")
        assert "请不要跑空" in text(her, address(hall))


def test_somebody_of_another_district_does_not_find_it_and_cannot_register(hall: Hall) -> None:
    team_id = hall.make.team(hall.season_id, "外队", ELSEWHERE)
    stranger = hall.browser(hall.make.participant(hall.season_id, team_id))

    assert hall.lecture_id not in map(
        int, re.findall(r"/lectures/(\d+)", text(stranger, "/lectures"))
    )
    assert "/register" not in text(stranger, address(hall))
    assert stranger.post(address(hall, "/register")).status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(address(hall, "/calendar")).status_code == HTTPStatus.NOT_FOUND


def test_a_lecture_opens_before_signing_in_and_leads_back(hall: Hall) -> None:
    page = text(hall.app.test_client(), address(hall))

    assert "怎样看食物标签" in page
    assert f"/sign-in?next=/lectures/{hall.lecture_id}" in page


def test_the_calendar_file_has_the_hours_and_the_place(hall: Hall) -> None:
    answer = hall.browser(hall.people[0]).get(address(hall, "/calendar"))

    [event] = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert answer.mimetype == "text/calendar"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (STARTS, ENDS)
    assert str(event["location"]) == "三楼会议室"
    assert str(event["url"]).endswith(address(hall))


def test_the_door_shows_another_code_every_half_minute(hall: Hall) -> None:
    def picture() -> str:
        found = re.search(
            r'src="(data:image/svg[^"]+)"', text(hall.desk(), address(hall, "/door/now"))
        )
        assert found
        return found[1]

    first = picture()
    assert picture() == first
    with time_machine.travel(AT_THE_DOOR + timedelta(seconds=30), tick=False):
        assert picture() != first


def test_the_door_has_no_code_outside_its_hours_and_no_name_ever(
    hall: Hall, clock: time_machine.Traveller
) -> None:
    hall.browser(hall.people[0]).post(address(hall, "/register"))

    assert "王芳" not in text(hall.desk(), address(hall, "/door"))
    clock.move_to(MORNING)
    assert "data:image" not in text(hall.desk(), address(hall, "/door"))
    clock.move_to(ENDS)
    assert "data:image" not in text(hall.desk(), address(hall, "/door"))


def test_without_scripts_the_door_loads_itself_again(hall: Hall) -> None:
    assert '<meta http-equiv="refresh" content="30">' in text(hall.desk(), address(hall, "/door"))


def test_a_look_at_the_link_counts_nobody_and_the_button_does(hall: Hall) -> None:
    her, where = hall.browser(hall.people[0]), address(hall, f"/in/{hall.code()}")

    assert "我到了" in text(her, where)
    with hall.app.app_context():
        assert store.inside(hall.lecture_id) == 0
    assert "签到了，欢迎您" in said(her, where)
    assert "您已经签到了" in said(her, where)
    assert "已到 1 人" in text(hall.desk(), address(hall, "/door"))


def test_whoever_scans_before_signing_in_comes_back_to_the_same_address(hall: Hall) -> None:
    where = address(hall, f"/in/{hall.code()}")

    assert f"next={where}" in text(hall.app.test_client(), where)


def test_a_code_that_is_over_says_to_scan_again_and_counts_nobody(
    hall: Hall, clock: time_machine.Traveller
) -> None:
    her, where = hall.browser(hall.people[0]), address(hall, f"/in/{hall.code()}")
    clock.move_to(AT_THE_DOOR + timedelta(seconds=60))

    assert "这个二维码已经换了" in text(her, where)
    answer = her.post(where)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "这个二维码已经换了" in answer.get_data(as_text=True)


def test_too_early_and_without_a_seat_she_is_told_what_to_do(
    hall: Hall, clock: time_machine.Traveller
) -> None:
    phones = [hall.browser(each) for each in hall.people]
    for phone in phones:
        phone.post(address(hall, "/register"))

    full = phones[2].post(address(hall, f"/in/{hall.code()}"))
    assert "座位留到开讲" in full.get_data(as_text=True)
    clock.move_to(MORNING)
    early = hall.browser(hall.people[0]).post(address(hall, f"/in/{hall.code(MORNING)}"))
    assert "签到从 13:30 开始" in early.get_data(as_text=True)


def test_somebody_who_may_not_come_is_not_counted_by_a_good_code(hall: Hall) -> None:
    team_id = hall.make.team(hall.season_id, "外队", ELSEWHERE)
    stranger = hall.browser(hall.make.participant(hall.season_id, team_id))
    where = address(hall, f"/in/{hall.code()}")

    assert "这场讲座是给" in text(stranger, where)
    assert stranger.post(where).status_code == HTTPStatus.CONFLICT
    with hall.app.app_context():
        assert store.inside(hall.lecture_id) == 0


def test_by_name_at_the_door_and_taken_back(hall: Hall) -> None:
    her = hall.people[0]
    hall.browser(her).post(address(hall, "/register"))
    desk = hall.desk()

    assert "已到 1 人" in said(desk, address(hall, f"/people/{her}/in"))
    assert "已到 0 人" in said(desk, address(hall, f"/people/{her}/undo"))
    seen = text(hall.browser(her), "/me/seen")
    assert "在讲座门口按姓名为您签到" in seen
    assert "取消了讲座门口的签到" in seen


def test_she_reads_who_opened_the_list_she_is_on(hall: Hall) -> None:
    hall.browser(hall.people[0]).post(address(hall, "/register"))

    assert "王芳" in text(hall.desk(), address(hall, "/people"))

    assert "讲座的报名名单" in text(hall.browser(hall.people[0]), "/me/seen")
    assert "讲座的报名名单" not in text(hall.browser(hall.people[1]), "/me/seen")


def test_the_list_has_names_and_nothing_else_of_anybody(hall: Hall) -> None:
    hall.browser(hall.people[0]).post(address(hall, "/register"))

    page = text(hall.desk(), address(hall, "/people"))

    assert "李静" not in page
    assert "一组" not in page
    assert not re.search(r"137\d{8}|137\*{4}", page)


@pytest.mark.parametrize(
    ("desk", "audience"),
    [("unit", "unit"), ("district", "district"), ("city", "everybody")],
)
def test_each_desk_announces_for_those_it_may(hall: Hall, desk: str, audience: str) -> None:
    addresses = {
        "unit": (hall.contact(), f"/units/{hall.unit_id}/lectures"),
        "district": (hall.organizer, f"/districts/{HERE}/lectures"),
        "city": (hall.make.organizer(hall.season_id), "/city/lectures"),
    }
    who = {"unit": f"unit:{hall.unit_id}", "district": f"district:{HERE}", "everybody": ""}
    account_id, where = addresses[desk]
    browser = hall.at_desk(account_id)

    answer = browser.post(where, data=TYPED | {"who": who[audience]})

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "晚饭吃什么" in text(browser, where)
    assert "晚饭吃什么" in text(hall.browser(hall.people[0]), "/lectures")


def test_a_unit_announces_for_nobody_but_its_own(hall: Hall) -> None:
    where = f"/units/{hall.unit_id}/lectures"

    answer = hall.at_desk(hall.contact()).post(where, data=TYPED | {"who": ""})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "晚饭吃什么" in answer.get_data(as_text=True)


def test_organizers_above_do_not_see_who_came_to_a_units_lecture(hall: Hall) -> None:
    units = hall.make.lecture(
        hall.season_id, district=HERE, unit_id=hall.unit_id, for_unit=hall.unit_id
    )

    for account_id in (hall.organizer, hall.make.organizer(hall.season_id)):
        desk = hall.at_desk(account_id)
        assert desk.get(f"/lectures/{units}/people").status_code == HTTPStatus.FORBIDDEN
        assert desk.get(f"/units/{hall.unit_id}/lectures").status_code == HTTPStatus.FORBIDDEN
    assert (
        hall.at_desk(hall.contact()).get(f"/lectures/{units}/people").status_code == HTTPStatus.OK
    )


def test_a_contact_does_not_run_her_districts_lecture(hall: Hall) -> None:
    assert (
        hall.at_desk(hall.contact()).get(address(hall, "/people")).status_code
        == HTTPStatus.FORBIDDEN
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends": "14:00"}, "结束要比开始晚"),
        ({"day": "2024-10-01"}, "请选"),
        ({"capacity": "0"}, "座位数要在"),
        ({"title": ""}, "请填写题目"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    hall: Hall, change: dict[str, Any], words: str
) -> None:
    answer = hall.desk().post(f"/districts/{HERE}/lectures", data=TYPED | change)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.get_data(as_text=True)
    with hall.app.app_context():
        assert len(store.lectures_by(Host(hall.season_id, HERE))) == 1


def test_fewer_seats_than_are_taken_are_refused_in_words(hall: Hall) -> None:
    for each in hall.people[:2]:
        hall.browser(each).post(address(hall, "/register"))

    answer = hall.desk().post(
        address(hall, "/edit"), data=TYPED | {"day": "2024-10-16", "capacity": "1"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "已经有 2 人有座位" in answer.get_data(as_text=True)


def test_leaders_run_no_lecture(hall: Hall) -> None:
    leader = hall.make.account("李伟")
    hall.make.grant(leader, hall.season_id, Role.LEADER, team_scope(hall.team_id))

    for page in ("/door", "/people", "/edit", "/door/now"):
        assert hall.at_desk(leader).get(address(hall, page)).status_code == HTTPStatus.FORBIDDEN


def test_a_list_of_lectures_asks_no_more_for_more_of_them(hall: Hall) -> None:
    her = hall.browser(hall.people[0])
    for number in range(5):
        hall.make.lecture(hall.season_id, title=f"第{number}讲")
    desk = hall.desk()
    text(her, "/lectures")

    with counted(hall.app) as asked:
        text(her, "/lectures")
    assert len(asked) == 7
    with counted(hall.app) as asked:
        text(desk, f"/districts/{HERE}/lectures")
    assert len(asked) == 6


def test_the_door_asks_little_each_half_minute(hall: Hall) -> None:
    desk = hall.desk()

    with counted(hall.app) as asked:
        text(desk, address(hall, "/door/now"))

    assert len(asked) == 5
