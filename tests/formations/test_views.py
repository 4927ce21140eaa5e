"""Arranging by forms alone: two names ticked, a stand-in in one tap, both sides of a question."""

import re
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.formations.conftest import Troupe
from tests.queries import counted
from tracker.formations import store
from tracker.formations.rules import Plan
from tracker.showcases.store import squad as squad_of

HIDDEN = re.compile(r'name="formation"\s+value="([^"]*)"')


def plan_of(app: Flask, troupe: Troupe) -> Plan:
    """Its formation now."""
    with app.app_context():
        return store.plan(squad_of(troupe.squad_id))


def step(browser: FlaskClient, troupe: Troupe, version: int, **fields: object) -> TestResponse:
    """One step on a version of the page."""
    return browser.post(troupe.address, data={"version": version, **fields}, follow_redirects=True)


def test_two_ticked_names_change_places_and_it_is_said(app: Flask, troupe: Troupe) -> None:
    before = plan_of(app, troupe).cells

    answer = step(troupe.leader(), troupe, 0, do="exchange", pick=["1", "5"])

    after = plan_of(app, troupe).cells
    assert answer.status_code == HTTPStatus.OK
    assert (after[0].person, after[4].person) == (before[4].person, before[0].person)
    assert before[0].person
    assert f"{before[0].person.name}到第 5 位" in answer.text


def test_fewer_or_more_than_two_are_asked_for_again(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()

    for picks in ([], ["1"], ["1", "2", "3"], ["1", "1"], ["1", "x"]):
        answer = step(browser, troupe, 0, do="exchange", pick=picks)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "请选两个名字" in answer.text
    assert plan_of(app, troupe).version == 0


def test_what_cannot_be_done_is_refused_in_words(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()

    steps: list[dict[str, object]] = [
        {"do": "dance"},
        {"do": "exchange", "pick": ["1", "99"]},
        {"do": "exchange", "pick": ["1", "s1.1"]},
        {"do": "shape", "shape": "square"},
        {"do": "save", "formation": "[]"},
        {"do": "came", "number": "40"},
        {"do": "stand-in", "number": "99", "person": str(troupe.substitutes[0])},
    ]
    for fields in steps:
        answer = step(browser, troupe, 0, **fields)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, fields
    assert plan_of(app, troupe).version == 0


def test_a_stand_in_is_one_tap_and_so_is_taking_it_back(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()

    stands = step(browser, troupe, 0, do="stand-in", number="7", person=troupe.substitutes[0])
    sheet = browser.get(troupe.address + "/sheet").text
    undone = step(browser, troupe, 1, do="undo")

    assert "第 7 位缺席，由王芳顶替" in stands.text
    assert re.search("第 7 位.+缺席，由王芳顶替", sheet)
    assert "已撤销" in undone.text
    assert plan_of(app, troupe).absences == ()


def test_the_organizer_sees_who_stands_in(troupe: Troupe) -> None:
    step(troupe.leader(), troupe, 0, do="stand-in", number="7", person=troupe.substitutes[0])
    city = troupe.make.signed_in(troupe.make.organizer(troupe.season_id))

    page = city.get(f"/showcases/{troupe.showcase_id}/stand-ins").text

    assert re.search("第 7 位.+缺席，由王芳顶替", page)
    her = troupe.make.signed_in(troupe.make.account_of(troupe.people[6]))
    looked = her.get("/me/seen").text.partition("谁看过")[2]
    assert looked.count("展示队的名单") == 2  # the leader's look and this one


def test_a_shape_and_heights_are_a_tap_each(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()

    step(browser, troupe, 0, do="shape", shape="wedge")
    nothing = step(browser, troupe, 1, do="height")

    assert plan_of(app, troupe).formation.shape == "wedge"
    assert "没有变化" in nothing.text


def test_a_person_of_elsewhere_can_not_be_placed(app: Flask, troupe: Troupe) -> None:
    stranger = troupe.make.participant(troupe.season_id, troupe.team_id, name="外人")

    browser = troupe.leader()
    step(browser, troupe, 0, do="stand-in", number="1", person=stranger)
    step(browser, troupe, 1, do="exchange", pick=["2", f"p{stranger}"])

    assert stranger not in plan_of(app, troupe).formation.people


def test_two_at_once_are_told_and_their_steps_are_together(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()
    step(browser, troupe, 0, do="exchange", pick=["1", "2"])

    answer = step(browser, troupe, 0, do="exchange", pick=["3", "4"])

    assert "另一位同时在排这支队" in answer.text
    assert "两边的改动都在" in answer.text
    assert plan_of(app, troupe).version == 2


def test_where_two_contradict_both_are_shown_and_either_can_be_chosen(
    app: Flask, troupe: Troupe
) -> None:
    browser = troupe.leader()
    names = [cell.person.name for cell in plan_of(app, troupe).cells if cell.person]
    step(browser, troupe, 0, do="exchange", pick=["1", "2"])

    asked = step(browser, troupe, 0, do="exchange", pick=["1", "3"])
    mine, theirs = [each.replace("&#34;", '"') for each in HIDDEN.findall(asked.text)]
    step(browser, troupe, 1, do="save", formation=mine)

    assert asked.status_code == HTTPStatus.CONFLICT
    assert mine != theirs
    assert "另一位刚刚也改了同一处" in asked.text
    found = [cell.person.name for cell in plan_of(app, troupe).cells if cell.person]
    assert found[:3] == [names[2], names[1], names[0]]


def test_remarks_are_kept_with_swaps_of_somebody_else(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()
    step(browser, troupe, 0, do="exchange", pick=["1", "2"])

    answer = browser.post(
        troupe.address + "/remarks",
        data={"version": 0, "remarks": "左边上场", "remark-0": "领操"},
        follow_redirects=True,
    )

    found = plan_of(app, troupe).formation
    assert answer.status_code == HTTPStatus.OK
    assert (found.remarks, found.place(1).remark) == ("左边上场", "领操")


def test_remarks_that_contradict_or_are_too_long_stay_typed(troupe: Troupe) -> None:
    browser = troupe.leader()
    address = troupe.address + "/remarks"
    browser.post(address, data={"version": 0, "remarks": "左边上场"})

    asked = browser.post(address, data={"version": 0, "remarks": "右边上场"})
    long = browser.post(address, data={"version": 1, "remarks": "长" * 501})

    assert asked.status_code == HTTPStatus.CONFLICT
    assert "右边上场" in asked.text
    assert "左边上场" in asked.text
    assert long.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "长" * 501 in long.text


def test_heights_are_for_who_plans_and_never_on_paper(troupe: Troupe) -> None:
    season_id, make = troupe.season_id, troupe.make
    for height in (163, 171):
        who = make.participant(season_id, troupe.team_id, name="秦高")
        make.squad_member(troupe.squad_id, who, height_cm=height)
    browser = troupe.leader()

    page, sheet = browser.get(troupe.address).text, browser.get(troupe.address + "/sheet").text

    assert "163" in page
    assert "按身高排" in page
    assert not re.search(r">\s*1(63|71)\s*<", sheet)


def test_nobody_learns_who_declined(troupe: Troupe) -> None:
    browser = troupe.leader()

    for address in (troupe.address, troupe.address + "/sheet"):
        assert "赵不来" not in browser.get(address).text


def test_before_anybody_agreed_the_page_says_what_will_come(troupe: Troupe) -> None:
    make = troupe.make
    item_id = make.item(troupe.showcase_id)
    squad_id = make.squad(item_id, troupe.team_id)
    browser = troupe.leader()

    page = browser.get(f"/squads/{squad_id}/formation")
    refused = browser.post(
        f"/squads/{squad_id}/formation", data={"version": 0, "do": "shape", "shape": "wedge"}
    )

    assert "还没有人同意参加" in page.text
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_member_of_the_team_does_not_plan(troupe: Troupe) -> None:
    member = troupe.make.signed_in(troupe.make.account_of(troupe.people[0]))

    assert member.get(troupe.address).status_code == HTTPStatus.FORBIDDEN


def test_what_the_pages_ask_the_database(app: Flask, troupe: Troupe) -> None:
    browser = troupe.leader()
    browser.get(troupe.address)
    step(browser, troupe, 0, do="stand-in", number="7", person=troupe.substitutes[0])

    with counted(app) as page:
        browser.get(troupe.address)
    with counted(app) as sheet:
        browser.get(troupe.address + "/sheet")

    # Who asks and what for are five, the look is one, people and their places three.
    assert (len(page), len(sheet)) == (9, 9)
