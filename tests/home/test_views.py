"""Today, her way so far, the landing page, and where organizers are sent."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.queries import counted
from tracker.accounts.rules import Role
from tracker.campaign.rules import ConsentKind
from tracker.database import db
from tracker.teams.models import Leave

TODAY = date(2024, 10, 16)
WEEK = timedelta(days=7)
NOON = "2024-10-16T04:00:00Z"


@pytest.fixture
def season_id(make: Factory) -> int:
    return make.season()


@pytest.fixture
def participant_id(make: Factory, season_id: int) -> int:
    return make.participant(season_id, make.team(season_id))


@pytest.fixture
def browser(make: Factory, participant_id: int) -> FlaskClient:
    return make.signed_in(make.account_of(participant_id))


@pytest.fixture
def without_body_data(make: Factory, season_id: int) -> int:
    refused = frozenset({ConsentKind.BODY_DATA})
    return make.participant(season_id, make.team(season_id), refused=refused)


def whole_season(make: Factory, participant_id: int) -> None:
    """From 61.4 to 60.0 kg in the ten weeks of self-management so far, exercise every week."""
    for week in range(10):
        day = date(2024, 8, 12) + week * WEEK
        make.reading(participant_id, day, 61_400 - week * 150)
        make.reading(participant_id, day + timedelta(days=1), 61_500 - week * 150)
        make.exercise(participant_id, day, 45, "cycling")


def test_a_visitor_learns_what_this_is_and_how_to_join(client: FlaskClient, season_id: int) -> None:
    answer = client.get("/")

    assert season_id
    assert answer.status_code == 200
    assert "怎么参加" in answer.text
    assert "二维码" in answer.text
    assert 'href="/sign-in"' in answer.text


def test_the_landing_page_stands_before_any_season(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("role", "scope", "address"),
    [
        (Role.CITY, "city", "/city"),
        (Role.DISTRICT, "district:110112", "/districts/110112"),
        (Role.EDUCATOR, "district:110112", "/districts/110112/contact-requests"),
        (Role.CONTACT, "unit:5", "/units/5"),
        (Role.LEADER, "team:5", "/lead"),
    ],
)
def test_who_has_a_duty_is_led_to_its_page(
    make: Factory, season_id: int, role: Role, scope: str, address: str
) -> None:
    account_id = make.account()
    make.grant(account_id, season_id, role, scope)

    answer = make.signed_in(account_id).get("/")

    assert (answer.status_code, answer.location) == (302, address)


def test_a_leader_who_takes_part_sees_her_own_day(make: Factory, season_id: int) -> None:
    team_id = make.team(season_id)
    leader = make.leader(season_id, team_id)
    make.participant(season_id, team_id, account_id=leader, enrolled_on=TODAY)

    assert "<h1>今天</h1>" in make.signed_in(leader).get("/").text


def test_who_has_neither_part_nor_duty_learns_how_to_join(make: Factory, season_id: int) -> None:
    page = make.signed_in(make.account()).get("/").text

    assert season_id
    assert "您现在不在这一季的队伍里" in page


def test_the_big_number_opens_on_her_last_weight_and_saves_at_once(
    browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    make.reading(participant_id, TODAY - timedelta(days=2), 61_300)
    page = browser.get("/").text
    form = page[page.index('action="/weight"') : page.index("为王芳记录")]

    answer = browser.post(
        "/weight",
        data={
            "weight": re.findall(r'inputmode="decimal".*?value="([^"]*)"', form, re.DOTALL)[0],
            "unit": re.findall(r'value="(\w+)"\s+checked', form)[0],
            "day": re.findall(r'name="day" value="([^"]*)"', form)[0],
        },
    )

    assert 'value="61.3"' in form
    assert (answer.status_code, answer.location) == (303, f"/weight?saved={TODAY.isoformat()}")


def test_without_body_data_there_is_no_weight_on_either_page(
    without_body_data: int, make: Factory
) -> None:
    make.exercise(without_body_data, TODAY)
    browser = make.signed_in(make.account_of(without_body_data))

    pages = browser.get("/").text + browser.get("/me").text

    assert 'action="/weight"' not in pages
    assert "/me/weight.json" not in pages
    assert "千卡" not in pages
    assert "/me/exercise.json" in pages


def test_chips_stand_on_the_first_page(
    browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    make.exercise(participant_id, TODAY, 45, "swimming")

    page = browser.get("/").text

    assert "再来一次" in page
    assert "游泳 45 分钟" in page


def test_the_week_and_the_streak_are_counted(
    browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    for week in range(3):
        make.exercise(participant_id, TODAY - week * WEEK, 40)

    page = browser.get("/").text

    assert re.findall(r'number-big">(\d+)</strong>', page) == ["40", "3"]


def test_after_ten_silent_days_there_is_one_question_and_one_button(
    participant_id: int, make: Factory
) -> None:
    make.exercise(participant_id, TODAY - timedelta(days=11))

    with time_machine.travel(NOON, tick=False):  # at night nobody is asked
        page = make.signed_in(make.account_of(participant_id)).get("/").text
    content = page[page.index("<main") : page.index("</main>")]

    assert "<h1>今天想记一笔吗？</h1>" in content
    assert content.count("<a ") == 1
    assert re.findall(r'<form[^>]* action="([^"]*)"', content) == ["/me/reminders/mute"]


def test_during_leave_nobody_is_asked(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    with app.app_context():
        leave = Leave(participant_id=participant_id, first=TODAY, last=TODAY + WEEK)
        db.session.add(leave)
        db.session.commit()

    assert "<h1>今天</h1>" in browser.get("/").text


@pytest.mark.parametrize("today", [date(2024, 7, 10), date(2024, 11, 14)])
def test_outside_the_days_of_logging_nothing_is_asked_for(
    app: Flask, browser: FlaskClient, today: date
) -> None:
    app.config["TRACKER_TODAY"] = today

    page = browser.get("/").text

    assert "这一季从 7月11日 记到 11月13日" in page
    assert 'action="/weight"' not in page
    assert 'action="/exercise"' not in page


def test_her_way_shows_her_season_by_the_definitions(
    browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    whole_season(make, participant_id)

    page = browser.get("/me").text

    # Baseline: the first four readings; so far: 7, 8, 14 and 15 October, today left out.
    assert "61.4 公斤" in page
    assert "60.2 公斤" in page
    assert "\N{MINUS SIGN}2.0 %" in page
    assert "/me/weight.json" in page


def test_energy_is_for_herself(browser: FlaskClient, participant_id: int, make: Factory) -> None:
    make.reading(participant_id, TODAY - WEEK, 60_000)
    make.exercise(participant_id, TODAY, 30)
    make.exercise(participant_id, TODAY - 2 * WEEK, 30)

    page = browser.get("/me").text

    assert re.findall(r"约 (\d+) 千卡", page) == ["144"]


def test_an_empty_way_teaches(browser: FlaskClient, participant_id: int, make: Factory) -> None:
    empty = browser.get("/me").text
    make.reading(participant_id, TODAY, 61_300)
    begun = browser.get("/me").text

    assert "记下第一次体重" in empty
    assert "记下第一次运动" in empty
    assert "再记 2 次就能看到趋势" in begun


@pytest.mark.parametrize("address", ["/", "/me"])
def test_her_pages_are_never_cached(browser: FlaskClient, address: str) -> None:
    assert browser.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/me"])
def test_nobody_elses_numbers_are_on_her_pages(
    browser: FlaskClient, season_id: int, make: Factory, address: str
) -> None:
    other = make.participant(season_id, make.team(season_id), name="陈静")
    make.reading(other, TODAY, 83_700)
    make.exercise(other, TODAY, 37)

    page = browser.get(address).text

    assert not any(canary in page for canary in ("83.7", "37 分钟", "陈静"))


@pytest.mark.parametrize("address", ["/", "/me"])
def test_her_pages_read_in_english(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address, headers={"Accept-Language": "en"})

    assert answer.status_code == 200
    assert 'lang="en"' in answer.text


def test_her_way_is_for_whoever_takes_part(
    client: FlaskClient, make: Factory, season_id: int
) -> None:
    assert client.get("/me").location == "/sign-in?next=/me"
    assert make.signed_in(make.organizer(season_id)).get("/me").status_code == 403


@pytest.mark.parametrize("address", ["/", "/me"])
def test_each_page_asks_a_known_number_of_questions(
    app: Flask, browser: FlaskClient, participant_id: int, make: Factory, address: str
) -> None:
    whole_season(make, participant_id)
    make.exercise(participant_id, TODAY)

    with counted(app) as asked:
        browser.get(address)

    # Person, season, participant; then readings, body and goal, exercise, leave with what is
    # proposed of it. More than five, since safety, streak and energy each need both logs whole.
    # On the one page what is announced and, while showcases are signed up for, whether a squad
    # waits for her answer; on the other whether points are for her, and what became another of a
    # lecture that she registered for.
    assert len(asked) == 9


def test_the_landing_page_asks_one_question(
    app: Flask, client: FlaskClient, season_id: int
) -> None:
    with counted(app) as asked:
        client.get("/")

    assert season_id
    assert len(asked) == 1
