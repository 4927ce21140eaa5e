"""Opening, doors, her own code and the scales; and what each of them never shows."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import Factory
from tests.queries import counted
from tests.stations.conftest import CLOSES, HERE, NOW, TODAY, Hall
from tracker.accounts.rules import Role, unit_scope
from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import ConsentKind
from tracker.database import db
from tracker.stations import store
from tracker.stations.models import StationDoor, WeighingCode
from tracker.weight.rules import Entry, Source
from tracker.weight.store import entries

pytestmark = pytest.mark.usefixtures("clock")
PLACE = {"place": "二楼", "day": "2024-10-17", "opens": "09:00", "closes": "11:30"}


@pytest.fixture
def contact(hall: Hall) -> FlaskClient:
    """The browser of the unit's contact, her password given a moment ago."""
    hall.make.grant(hall.contact, hall.season_id, Role.CONTACT, unit_scope(hall.unit_id))
    return at_a_desk(hall, hall.contact)


def at_a_desk(hall: Hall, account_id: int) -> FlaskClient:
    browser = hall.make.signed_in(account_id)
    with browser.session_transaction() as session:
        session["password_at"] = session["seen_at"] = int(NOW.timestamp())
    return browser


def herself(hall: Hall) -> FlaskClient:
    return hall.make.signed_in(hall.make.account_of(hall.her))


def noted(hall: Hall) -> tuple[Entry, ...]:
    with hall.app.app_context():
        return entries(hall.her)


def settled(hall: Hall) -> None:
    for back in range(1, 28, 3):
        hall.make.reading(hall.her, TODAY - timedelta(days=back), 61_370)


def test_a_contact_opens_a_station_and_lets_a_phone_in(
    hall: Hall, contact: FlaskClient, client: FlaskClient
) -> None:
    opened = contact.post(f"/units/{hall.unit_id}/stations", data=PLACE)
    doors = opened.location
    made = contact.post(doors, data={"name": "医务室小张"})
    page = contact.get(doors).text
    link = re.findall(r"/stations/door/\w+", page)[0]

    asked = client.get(link)
    let_in = client.post(link)

    assert (opened.status_code, made.status_code, let_in.status_code) == (303, 303, 303)
    assert "二楼" in page
    assert "data:image/svg+xml" in page
    assert "二楼" in asked.text
    assert "现在没有开" in client.get(let_in.location).text
    assert "门码已经用过" in contact.get(doors).text


def test_looking_at_a_door_does_not_use_it(hall: Hall, client: FlaskClient) -> None:
    with hall.app.app_context():
        code = store.add_door(hall.station_id, "小李")

    pages = [client.get(f"/stations/door/{code}").status_code for _ in range(3)]

    assert pages == [200, 200, 200]
    assert client.post(f"/stations/door/{code}").location == f"/stations/{hall.station_id}"
    assert client.get(f"/stations/door/{code}").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"place": ""}, "请填写地点"),
        ({"place": "很" * 41}, "地点最多"),
        ({"day": "2024-10-15"}, "请选 10月16日 到 11月10日 之间的一天"),
        ({"day": "2024-11-11"}, "之间的一天"),
        ({"closes": "09:00"}, "结束要比开始晚"),
    ],
)
def test_a_station_that_cannot_be_is_explained(
    hall: Hall, contact: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    answer = contact.post(f"/units/{hall.unit_id}/stations", data=PLACE | change)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_district_opens_its_own(hall: Hall) -> None:
    browser = at_a_desk(hall, hall.make.organizer(hall.season_id, HERE))

    opened = browser.post(f"/districts/{HERE}/stations", data=PLACE)

    assert opened.status_code == 303
    assert "二楼" in browser.get(f"/districts/{HERE}/stations").text
    assert f"/stations/{hall.station_id}/" not in browser.get(f"/districts/{HERE}/stations").text
    assert browser.get(f"/stations/{hall.station_id}/doors").status_code == 200


def test_whoever_has_a_duty_is_asked_to_leave_the_scales_to_others(
    hall: Hall, contact: FlaskClient
) -> None:
    leader = hall.make.signed_in(hall.make.leader(hall.season_id, hall.team_id))
    with hall.app.app_context():
        code = store.add_door(hall.station_id, "小李")

    answers = [each.post(f"/stations/door/{code}") for each in (contact, leader)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "请别人来称" in answers[0].text


def test_who_is_given_a_duty_afterwards_is_out(hall: Hall) -> None:
    hall.make.grant(hall.staff, hall.season_id, Role.CONTACT, unit_scope(hall.unit_id))
    browser = at_a_desk(hall, hall.staff)

    codes = {browser.get(f"/stations/{hall.station_id}").status_code}
    codes.add(browser.get(f"/stations/scan/{hall.code()}").status_code)

    assert codes == {403}


def test_shutting_and_closing_put_the_phone_out(hall: Hall, contact: FlaskClient) -> None:
    staff = hall.at_the_scales()
    with hall.app.app_context():
        door = db.session.scalars(select(StationDoor.id)).one()

    shut = contact.post(f"/stations/{hall.station_id}/doors/{door}/shut")
    closed = contact.post(f"/stations/{hall.station_id}/close")

    assert (shut.status_code, closed.status_code) == (303, 303)
    assert staff.get(f"/stations/{hall.station_id}").status_code == 403
    assert "已经结束" in contact.get(f"/stations/{hall.station_id}/doors").text


def test_a_person_is_weighed_and_nothing_of_it_stays(hall: Hall) -> None:
    staff = hall.at_the_scales()
    page = staff.get(f"/stations/scan/{hall.code()}")

    saved = staff.post(f"/stations/scan/{hall.code()}", data={"weight": "61.23"})
    ready = staff.get(saved.location)

    assert "王**" in page.text
    assert "王小芳" not in page.text
    assert saved.status_code == 303
    assert saved.location == f"/stations/{hall.station_id}?noted=yes"
    assert "已记下" in ready.text
    assert noted(hall) == (Entry(TODAY, 61_230, Source.STATION),)
    seen = [saved.text, ready.text, staff.get(f"/stations/scan/{hall.code()}").text]
    assert not [text for text in (*seen, *map(str, saved.headers)) if "61.2" in text]
    with staff.session_transaction() as session:
        assert "61" not in str({k: v for k, v in session.items() if k.startswith("_flash")})


def test_the_staff_never_meet_a_number_of_hers(hall: Hall) -> None:
    settled(hall)
    hall.make.reading(hall.her, TODAY, 61_370)
    staff, code = hall.at_the_scales(), hall.code()

    pages = [
        staff.get(f"/stations/scan/{code}").text,
        staff.post(f"/stations/scan/{code}", data={"weight": "122.7"}).text,
        staff.post(f"/stations/scan/{code}", data={"weight": "1"}).text,
        staff.post(f"/stations/scan/{code}", data={"weight": "122.7", "looked_again": "1"}).text,
        staff.get(f"/stations/scan/{code}").text,
        staff.get(f"/stations/{hall.station_id}?noted=yes").text,
    ]

    assert "请再看一眼秤" in pages[1]
    assert not [page for page in pages if re.search(r"61[.,]?37|61\.4|1650|165\b", page)]
    assert "122.7" not in "".join(pages[3:])


def test_the_same_answer_whatever_her_past_but_for_one_question(hall: Hall, app: Flask) -> None:
    """Two people, one with a past and one without: the staff read the same pages."""
    other = hall.make.participant(hall.season_id, hall.team_id, name="王大明")
    settled(hall)
    staff = hall.at_the_scales()
    hole = re.compile(r"/stations/scan/\w+")

    def seen(participant_id: int) -> list[str]:
        address = f"/stations/scan/{hall.code(participant_id)}"
        fields = {"weight": "61.0"}
        pages = [staff.get(address), staff.post(address, data=fields), staff.get(address)]
        return [hole.sub("", page.text) for page in pages]

    assert app
    assert seen(hall.her) == seen(other)


def test_a_slip_beyond_all_limits_is_said_without_looking_at_her(hall: Hall) -> None:
    answer = hall.at_the_scales().post(f"/stations/scan/{hall.code()}", data={"weight": "6123"})

    assert answer.status_code == 422
    assert "请填公斤，25 到 300 之间" in answer.text
    assert 'value="6123"' in answer.text


@pytest.mark.parametrize("given", [False, True])
def test_without_consent_and_without_such_a_code_the_answer_is_the_same(
    hall: Hall, *, given: bool
) -> None:
    code = hall.code()
    with hall.app.app_context():
        decision = {"kind": ConsentKind.BODY_DATA, "version": 1, "text_hash": "0" * 64}
        row = ConsentRow(participant_id=hall.her, decided_at=NOW, given=given, **decision)
        db.session.add(row)
        db.session.commit()
    staff = hall.at_the_scales()

    real, unknown = staff.get(f"/stations/scan/{code}"), staff.get("/stations/scan/neverwas2345")

    assert (real.status_code, unknown.status_code) == (200 if given else 404, 404)
    assert given or real.text.replace(code, "neverwas2345") == unknown.text


def test_the_number_that_was_read_out_opens_her_page(hall: Hall) -> None:
    with hall.app.app_context():
        spoken = store.shown(hall.her, NOW, wants_height=False).spoken
    staff, address = hall.at_the_scales(), f"/stations/{hall.station_id}"

    found = staff.post(address, data={"number": f" {spoken} "})
    short = staff.post(address, data={"number": "123"})
    nobodys = staff.post(address, data={"number": "00000000"})

    assert found.location == f"/stations/scan/{hall.code()}"
    assert (short.status_code, nobodys.status_code) == (422, 422)


def test_the_grant_ends_with_the_station(hall: Hall, clock: time_machine.Traveller) -> None:
    staff, code = hall.at_the_scales(), hall.code(at=CLOSES - timedelta(minutes=1))
    clock.move_to(CLOSES - timedelta(seconds=1))
    before = staff.post(f"/stations/scan/{code}", data={"weight": "61.2"}).status_code

    clock.move_to(CLOSES)
    after = staff.post(f"/stations/scan/{code}", data={"weight": "61.3"}).status_code

    assert (before, after) == (303, 403)
    assert staff.get(f"/stations/{hall.station_id}").status_code == 403
    assert "体重站" not in staff.get("/account").text


def test_somebody_at_the_scales_opens_no_other_page(hall: Hall) -> None:
    staff = hall.at_the_scales()
    other = ["/me", "/team", "/weight", f"/units/{hall.unit_id}", f"/districts/{HERE}", "/city"]

    assert {staff.get(address).status_code for address in other} == {403}
    assert staff.get("/").location == f"/stations/{hall.station_id}"
    assert staff.get(f"/stations/{hall.station_id}/doors").status_code == 403


def test_the_contact_sees_the_same_whoever_was_weighed(hall: Hall, contact: FlaskClient) -> None:
    addresses = [f"/units/{hall.unit_id}/stations", f"/stations/{hall.station_id}/doors"]
    before = [contact.get(address).text for address in addresses]

    hall.at_the_scales().post(f"/stations/scan/{hall.code()}", data={"weight": "61.23"})

    assert [contact.get(address).text for address in addresses] == before


def test_her_own_page_shows_her_code_and_where_to_go(hall: Hall) -> None:
    page = herself(hall).get("/me/weighing-code").text

    with hall.app.app_context():
        row = db.session.scalars(select(WeighingCode)).one()
    assert f"{row.number[:4]} {row.number[4:]}" in page
    assert "食堂一楼" in page
    assert "10:10" in page
    assert hall.code() not in page  # it is in the picture alone


def test_without_consent_she_has_no_code_and_reads_why(hall: Hall, make: Factory) -> None:
    refused = frozenset({ConsentKind.BODY_DATA})
    other = make.participant(hall.season_id, hall.team_id, refused=refused)

    page = make.signed_in(make.account_of(other)).get("/me/weighing-code").text

    assert "您没有同意" in page
    assert "data:image" not in page


def test_both_sources_stand_on_her_pages_and_which_counts(hall: Hall) -> None:
    hall.make.reading(hall.her, TODAY, 60_870)
    hall.at_the_scales().post(f"/stations/scan/{hall.code()}", data={"weight": "61.23"})
    browser = herself(hall)

    weight, home, me = (browser.get(address).text for address in ("/weight", "/", "/me"))

    assert "站测，以此为准" in weight
    assert "自报" in weight
    assert "10月16日站测 61.23 公斤，以此为准" in home
    assert "10月16日已记 60.87 公斤" in home
    assert "自报 60.87 公斤" in me
    assert "以站测为准" in browser.get("/weight?saved=2024-10-16").text


def test_the_height_is_asked_only_where_she_wished(hall: Hall) -> None:
    herself(hall).get("/me/weighing-code?height=yes")
    with hall.app.app_context():
        wished = db.session.scalars(
            select(WeighingCode.code).where(WeighingCode.wants_height)
        ).one()
    staff = hall.at_the_scales()

    assert 'name="height"' in staff.get(f"/stations/scan/{wished}").text
    assert 'name="height"' not in staff.get(f"/stations/scan/{hall.code()}").text


def test_no_weight_is_in_a_log(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    staff, code = hall.at_the_scales(), hall.code()

    with caplog.at_level(logging.DEBUG):
        staff.post(f"/stations/scan/{code}", data={"weight": "61.23"})
        staff.post(f"/stations/scan/{code}", data={"weight": "6123"})

    assert not [line for line in caplog.messages if "61.2" in line or "6123" in line]


def test_a_person_costs_few_questions(hall: Hall, app: Flask) -> None:
    staff, code = hall.at_the_scales(), hall.code()
    address, fields = f"/stations/scan/{code}", {"weight": "61.23"}

    with counted(app) as opening:
        staff.get(address)
    with counted(app) as saving:
        staff.post(address, data=fields)
    with counted(app) as ready:
        staff.get(f"/stations/{hall.station_id}?noted=yes")

    # Person, season, station, whom the code names, and whether the staff take part themselves.
    assert len(opening) == len(ready) + 1 == 5
    # Saving also holds her, and reads her consent, her weights and her team inside.
    assert len(saving) <= 10
