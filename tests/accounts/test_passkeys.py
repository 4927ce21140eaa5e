"""Passkeys as second factor: registered, used, refused, removed; codes, and losing everything."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.authenticator import ORIGIN, Authenticator, is_challenge
from tests.accounts.browsing import PHONE, sign_in
from tests.factories import Factory
from tracker.accounts import store
from tracker.accounts.rules import (
    CHALLENGE_LIFE,
    CODES_MADE,
    CookieId,
    Person,
    Role,
    Site,
    StaleChallengeError,
    WrongCodeError,
    cookie_id,
    district_scope,
    plain_code,
)
from tracker.clock import now

KEYS, CHALLENGE = "/account/passkeys", "/account/passkeys/challenge"
DESK = "/districts/110112"
CODE = re.compile(r"<code>([a-z0-9-]{19})</code>")

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def her(make: Factory) -> int:
    """A district's organizer who can sign in."""
    account_id = make.account("赵敏", PHONE, "six-green-bicycles")
    make.grant(account_id, make.season(), Role.DISTRICT, district_scope("110112"))
    return account_id


@pytest.fixture
def required(app: Flask) -> Iterator[None]:
    """As in production: every organizer needs a second factor."""
    app.config["SECOND_FACTOR"] = True
    yield
    app.config["SECOND_FACTOR"] = False


def register(browser: FlaskClient, key: Authenticator, name: str = "办公室电脑") -> TestResponse:
    answer = key.make(browser.post(CHALLENGE).get_json())
    return browser.post(KEYS, data={"name": name, "answer": answer})


def give(browser: FlaskClient, key: Authenticator, target: str = DESK) -> TestResponse:
    options = browser.post("/second-factor/challenge").get_json()
    return browser.post("/second-factor", data={"answer": key.sign(options), "next": target})


def codes(browser: FlaskClient) -> list[str]:
    return CODE.findall(browser.post(f"{KEYS}/codes").text)


def elsewhere(app: Flask) -> FlaskClient:
    """Another browser, which knows her password."""
    browser = app.test_client()
    sign_in(browser)
    return browser


@pytest.mark.usefixtures("her", "required")
def test_without_one_an_organizer_is_led_to_register_it_first(client: FlaskClient) -> None:
    sent = sign_in(client, next=DESK).location
    page = client.get(sent)
    refused = client.get(DESK).status_code

    assert sent == f"/second-factor?next={DESK}"
    assert 'href="/account/passkeys"' in page.text
    assert "确认身份" in page.text
    assert refused == 403


@pytest.mark.usefixtures("her", "required")
def test_with_the_first_one_her_grants_are_in_force(client: FlaskClient) -> None:
    sign_in(client)

    answer = register(client, Authenticator())

    assert (answer.status_code, answer.location) == (303, KEYS)
    assert client.get(DESK).status_code == 200
    assert "办公室电脑" in client.get(KEYS).text


@pytest.mark.usefixtures("her")
def test_signing_in_elsewhere_asks_for_it_even_where_nobody_has_to_have_one(
    app: Flask, client: FlaskClient
) -> None:
    key, other = Authenticator(), app.test_client()
    sign_in(client)
    register(client, key)

    sent = sign_in(other, next=DESK).location
    before = other.get(DESK).status_code
    answer = give(other, key)

    assert sent == f"/second-factor?next={DESK}"
    assert before == 403
    assert (answer.status_code, answer.location) == (303, DESK)
    assert other.get(DESK).status_code == 200


@pytest.mark.usefixtures("her")
def test_a_password_alone_changes_nothing_about_the_second_factor(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(client)
    register(client, Authenticator())
    thief = elsewhere(app)

    answers = [
        thief.get(KEYS),
        thief.post(CHALLENGE),
        thief.post(KEYS, data={"name": "x", "answer": "{}"}),
        thief.post(f"{KEYS}/1/remove"),
        thief.post(f"{KEYS}/codes"),
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert all(str(answer.location).startswith("/second-factor") for answer in answers)


@pytest.mark.usefixtures("her")
def test_to_register_one_the_password_is_given_just_now(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    clock.shift(timedelta(minutes=11))

    answers = [client.get(KEYS), client.post(CHALLENGE), client.post(KEYS)]

    assert {str(answer.location).partition("?")[0] for answer in answers} == {"/confirm-password"}


@pytest.mark.usefixtures("her")
def test_a_challenge_is_long_and_each_time_another(client: FlaskClient) -> None:
    sign_in(client)

    first, second = (client.post(CHALLENGE).get_json() for _ in range(2))

    assert is_challenge(first["challenge"])
    assert first["challenge"] != second["challenge"]
    assert first["authenticatorSelection"]["userVerification"] == "preferred"
    assert first["rp"]["id"] == "localhost"


REFUSED: list[Callable[[FlaskClient, Authenticator], str]] = [
    lambda _browser, _key: "",
    lambda _browser, _key: "[]",
    lambda _browser, _key: "{" * 5000,
    lambda browser, _key: Authenticator("https://evil.example").make(ask(browser)),
    lambda browser, key: key.make(ask(browser) and {"challenge": "AAAA"}),
    lambda browser, key: key.sign(ask(browser)),
]


def ask(browser: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = browser.post(CHALLENGE).get_json()
    return found


@pytest.mark.usefixtures("her")
@pytest.mark.parametrize("answer", REFUSED)
def test_what_does_not_prove_a_key_of_this_site_is_refused_in_words(
    client: FlaskClient, answer: Callable[[FlaskClient, Authenticator], str]
) -> None:
    sign_in(client)
    ask(client)

    came = client.post(KEYS, data={"name": "电脑", "answer": answer(client, Authenticator())})

    assert came.status_code == 422
    assert "核对不上" in came.text
    assert "还没有。" in came.text


@pytest.mark.usefixtures("her")
def test_an_answer_counts_once_and_for_five_minutes(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client)
    key = Authenticator()
    register(client, key)
    answer = key.sign(client.post("/second-factor/challenge").get_json())
    first = client.post("/second-factor", data={"answer": answer})
    again = client.post("/second-factor", data={"answer": answer})
    late = key.sign(client.post("/second-factor/challenge").get_json())
    clock.shift(CHALLENGE_LIFE)
    too_late = client.post("/second-factor", data={"answer": late})

    assert [first.status_code, again.status_code, too_late.status_code] == [303, 422, 422]
    assert "等得太久" in again.text
    assert "等得太久" in too_late.text


@pytest.mark.usefixtures("her")
def test_another_key_and_a_copied_one_do_not_confirm(app: Flask, client: FlaskClient) -> None:
    key = Authenticator(count=7)
    sign_in(client)
    register(client, key)
    other = elsewhere(app)
    copied = Authenticator(key=key.key, count=3)
    strange = Authenticator(credential=b"somebody-elses")
    forged = Authenticator(count=20)

    said = [give(other, each) for each in (copied, strange, forged)]

    assert [answer.status_code for answer in said] == [422, 422, 422]
    assert "计数不对" in said[0].text
    assert "不是您账号的" in said[1].text
    assert "核对不上" in said[2].text
    assert other.get(DESK).status_code == 403


@pytest.mark.usefixtures("her")
def test_the_same_key_is_registered_once(client: FlaskClient) -> None:
    sign_in(client)
    register(client, Authenticator())

    answer = register(client, Authenticator())

    assert answer.status_code == 422
    assert "已经登记过了" in answer.text


def test_with_the_last_key_go_the_codes_and_the_question(make: Factory, her: int) -> None:
    browser = make.app.test_client()
    sign_in(browser)
    register(browser, Authenticator())
    codes(browser)
    with make.app.app_context():
        (key,) = store.passkeys(her)

    answer = browser.post(f"{KEYS}/{key.id}/remove")

    assert answer.status_code == 303
    assert elsewhere(make.app).get(DESK).status_code == 200
    with make.app.app_context():
        assert store.codes_left(her) == 0


@pytest.mark.usefixtures("her")
def test_ten_codes_are_shown_once_and_each_confirms_once(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    register(client, Authenticator())
    made = codes(client)
    other = elsewhere(app)

    typed = made[0].upper().replace("-", " ")
    first = other.post("/second-factor/code", data={"code": typed, "next": DESK})
    again = elsewhere(app).post("/second-factor/code", data={"code": made[0]})

    assert len(set(made)) == CODES_MADE
    assert (first.status_code, first.location) == (303, DESK)
    assert other.get(DESK).status_code == 200
    assert again.status_code == 422
    assert "还有 9 个没用过" in client.get(KEYS).text
    assert not CODE.findall(client.get(KEYS).text)


@pytest.mark.usefixtures("her")
def test_new_codes_end_the_former_ones(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    register(client, Authenticator())
    former, _new = codes(client), codes(client)

    answer = elsewhere(app).post("/second-factor/code", data={"code": former[0]})

    assert answer.status_code == 422


@pytest.mark.usefixtures("her")
def test_her_other_devices_are_told_of_a_passkey_and_codes(
    make: Factory, client: FlaskClient, her: int
) -> None:
    there = make.signed_in(her)
    sign_in(client)
    register(client, Authenticator())
    codes(client)

    page = there.get("/season").text

    assert "登记了一把通行密钥" in page
    assert "重新做了备用码" in page
    assert "登记了一把通行密钥" not in client.get("/season").text


def test_whoever_lost_everything_starts_anew_and_is_told(make: Factory, her: int) -> None:
    browser = make.app.test_client()
    sign_in(browser)
    register(browser, Authenticator())
    run = make.app.test_cli_runner().invoke

    told = run(args=["reset-second-factor", "--phone", PHONE])
    unknown = run(args=["reset-second-factor", "--phone", "13900000000"])

    assert told.exit_code == 0, told.output
    assert unknown.exit_code == 1
    assert "运维人员取消了您的通行密钥" in browser.get("/season").text
    with make.app.app_context():
        assert store.passkeys(her) == []


@pytest.mark.usefixtures("her")
def test_passkeys_are_for_the_configured_address(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    app.config["PUBLIC_ORIGIN"] = "https://weight.example.cn"
    options = client.post(CHALLENGE).get_json()
    app.config["PUBLIC_ORIGIN"] = ""

    assert options["rp"]["id"] == "weight.example.cn"


def loaded(app: Flask, browser: FlaskClient) -> Person:
    """Whoever the browser's cookie signs in."""
    with browser.session_transaction() as session:
        cookie = cookie_id(session["_user_id"])
    assert isinstance(cookie, CookieId)
    with app.app_context():
        person = store.signed_in(cookie, now(), factor_for_all=False)
    assert person
    return person


def at_once(app: Flask, *verbs: Callable[[], object]) -> list[object]:
    """What each of several verbs that begin at the same moment answers or raises."""
    found: list[object] = [None] * len(verbs)
    start = Barrier(len(verbs))

    def run(place: int, verb: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                found[place] = verb()
            except (StaleChallengeError, WrongCodeError) as error:
                found[place] = type(error)

    threads = [Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


@pytest.mark.usefixtures("her")
def test_a_code_used_twice_at_once_counts_once(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    register(client, Authenticator())
    code = codes(client)[0]
    people = [loaded(app, elsewhere(app)) for _ in range(4)]
    at = now_of(app)

    found = at_once(app, *(lambda who=who: store.use_code(who, code, at) for who in people))

    assert sorted(map(str, found)) == sorted(map(str, [9, *[WrongCodeError] * 3]))


@pytest.mark.usefixtures("her")
def test_an_answer_sent_four_times_at_once_counts_once(app: Flask, client: FlaskClient) -> None:
    key, site = Authenticator(), Site(ORIGIN)
    sign_in(client)
    register(client, key)
    other = elsewhere(app)
    answer = key.sign(other.post("/second-factor/challenge").get_json())
    person, at = loaded(app, other), now_of(app)

    found = at_once(app, *[lambda: store.confirm(person, site, answer, at)] * 4)

    assert found.count(None) == 1
    assert found.count(StaleChallengeError) == 3


@pytest.mark.parametrize("_round", range(4))
def test_a_session_that_is_ended_while_it_confirms_stays_ended(
    make: Factory, her: int, _round: int
) -> None:
    app, site, key, browser = make.app, Site(ORIGIN), Authenticator(), elsewhere(make.app)
    register(browser, key)
    other = elsewhere(app)
    answer = key.sign(other.post("/second-factor/challenge").get_json())
    person, at = loaded(app, other), now_of(app)

    at_once(
        app,
        lambda: store.confirm(person, site, answer, at),
        lambda: store.end_session(her, person.session_id, at),
    )

    assert other.get(DESK).status_code == 302


def now_of(app: Flask) -> Any:
    with app.app_context():
        return now()


@pytest.mark.parametrize("typed", ["KQ7M 28XV", "ｋｑ７ｍ－２８ｘｖ", "kq7m—28xv\n"])
def test_a_code_may_be_typed_in_any_way(typed: str) -> None:
    assert plain_code(typed) == "kq7m28xv"
