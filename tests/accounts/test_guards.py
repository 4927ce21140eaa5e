"""Sessions: idle organizers, participants who stay, and the password asked again."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, session
from flask.testing import FlaskClient

from tests.accounts.browsing import PHONE, is_in, sign_in
from tests.factories import Factory
from tracker.accounts import store
from tracker.accounts.guards import (
    PASSWORD_AT,
    begin_session,
    password_again,
    password_again_for_all,
)
from tracker.accounts.rules import FRESH, ORGANIZER_IDLE, SEEN_STEP, Grant, Person, Role
from tracker.clock import now

SECOND = timedelta(seconds=1)
IDLE = "已自动退出"


@pytest.mark.usefixtures("zhao")
def test_an_organizers_cookie_ends_with_the_browser(client: FlaskClient) -> None:
    answer = sign_in(client)

    cookies = {each.partition("=")[0]: each for each in answer.headers.getlist("Set-Cookie")}
    assert "Expires=" not in cookies["session"]


@pytest.mark.usefixtures("zhao")
def test_an_idle_organizer_is_sent_to_sign_in_and_back(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    clock.shift(ORGANIZER_IDLE)

    answer = client.get("/account?a=b")

    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/account?a%3Db")
    assert IDLE in client.get("/sign-in").text
    assert not is_in(client)


@pytest.mark.usefixtures("zhao")
def test_an_idle_organizer_who_opens_the_sign_in_page_is_told(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    clock.shift(ORGANIZER_IDLE)

    page = client.get("/sign-in")

    assert page.status_code == 200
    assert IDLE in page.text


@pytest.mark.usefixtures("zhao")
def test_an_idle_organizer_signs_in_again_at_once(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    clock.shift(ORGANIZER_IDLE)

    answer = sign_in(client)

    assert answer.status_code == 303
    assert IDLE not in client.get("/account").text


@pytest.mark.usefixtures("zhao")
def test_an_organizer_at_work_stays_signed_in(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    for _ in range(4):
        clock.shift(ORGANIZER_IDLE - SECOND)
        assert is_in(client)


@pytest.mark.usefixtures("zhao")
def test_a_page_soon_after_another_sends_no_new_cookie(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    client.get("/account")
    clock.shift(SEEN_STEP - SECOND)
    soon = client.get("/account")
    clock.shift(SECOND)
    later = client.get("/account")

    assert "Set-Cookie" not in soon.headers
    assert "Set-Cookie" in later.headers


@pytest.mark.usefixtures("zhao")
def test_a_chart_that_loads_by_itself_keeps_nobody_signed_in(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    is_in(client)
    clock.shift(ORGANIZER_IDLE - SECOND)
    chart = client.get("/city/enrolment.json")
    clock.shift(SECOND)

    assert "Set-Cookie" not in chart.headers
    assert not is_in(client)


def test_idle_time_starts_with_the_role(
    make: Factory, zhao: int, clock: time_machine.Traveller
) -> None:
    browser = make.signed_in(zhao)
    assert is_in(browser)

    clock.shift(ORGANIZER_IDLE)

    assert not is_in(browser)


def test_who_is_no_organizer_any_more_is_not_idle(
    make: Factory, zhao: int, clock: time_machine.Traveller
) -> None:
    browser = make.signed_in(zhao)
    assert is_in(browser)
    with make.app.app_context():
        store.revoke(PHONE, Role.CITY, "city", now())
    assert is_in(browser)

    clock.shift(ORGANIZER_IDLE)

    assert is_in(browser)


@pytest.mark.usefixtures("wang")
def test_participants_are_still_signed_in_in_november(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)

    clock.shift(timedelta(days=122))

    assert is_in(client)


@pytest.mark.usefixtures("wang")
def test_a_phone_that_changes_its_address_stays_signed_in(client: FlaskClient) -> None:
    sign_in(client)
    client.get("/account")

    page = client.get(
        "/account",
        environ_base={"REMOTE_ADDR": "198.51.100.9"},
        headers={"User-Agent": "another"},
    )

    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers


@password_again
def secrets_of_the_district() -> str:
    return "shown"


@pytest.fixture
def organizer(make: Factory) -> Person:
    """Somebody at the city's desk."""
    return Person(make.account("赵敏"), "赵敏", 0, (Grant(Role.CITY, "city", 1),))


@pytest.fixture
def leader(make: Factory) -> Person:
    """Somebody who leads a team."""
    return Person(make.account("李伟"), "李伟", 0, (Grant(Role.LEADER, "team:1", 1),))


@pytest.mark.usefixtures("clock")
def test_who_gave_the_password_just_now_is_not_asked(app: Flask, organizer: Person) -> None:
    with app.test_request_context("/roster"):
        begin_session(organizer)

        assert secrets_of_the_district() == "shown"


def test_an_organizer_is_asked_again_after_ten_minutes(
    app: Flask, organizer: Person, clock: time_machine.Traveller
) -> None:
    with app.test_request_context("/roster?team=1"):
        begin_session(organizer)
        clock.shift(FRESH + SECOND)

        answer = secrets_of_the_district()

    assert not isinstance(answer, str)
    assert answer.location == "/confirm-password?next=/roster?team%3D1"


def test_an_organizer_whose_session_does_not_say_when_is_asked(
    app: Flask, organizer: Person
) -> None:
    with app.test_request_context("/roster"):
        begin_session(organizer)
        del session[PASSWORD_AT]

        assert not isinstance(secrets_of_the_district(), str)


def test_a_leader_is_not_asked_again(
    app: Flask, leader: Person, clock: time_machine.Traveller
) -> None:
    with app.test_request_context("/roster"):
        begin_session(leader)
        clock.shift(timedelta(days=30))

        assert secrets_of_the_district() == "shown"


@password_again_for_all
def everything_about_me() -> str:
    return "shown"


@pytest.mark.parametrize("who", ["organizer", "leader"])
def test_what_is_hers_alone_asks_everybody_again(
    app: Flask, clock: time_machine.Traveller, request: pytest.FixtureRequest, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    with app.test_request_context("/me/copy"):
        begin_session(person)
        at_once = everything_about_me()
        clock.shift(FRESH + SECOND)
        later = everything_about_me()

    assert at_once == "shown"
    assert not isinstance(later, str)
    assert later.location == "/confirm-password?next=/me/copy"
