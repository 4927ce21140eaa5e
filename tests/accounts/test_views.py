"""Signing in and out in a browser, and what an attacker would try."""

import logging
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.browsing import NEW, NOBODYS, PHONE, RIGHT, WRONG, fail, is_in, sign_in
from tests.factories import Factory
from tracker.accounts.guards import PASSWORD_AT
from tracker.accounts.models import Account, SignInFailure
from tracker.accounts.rules import (
    ADDRESS_FAILURES,
    FAILURES_UNTIL_LOCK,
    LOCK,
)
from tracker.clock import now
from tracker.database import db

SECOND = timedelta(seconds=1)
SORRY, WAIT = "手机号或密码不对", "先暂停登录"


def test_the_page_asks_for_phone_and_password(client: FlaskClient) -> None:
    page = client.get("/sign-in?next=/weight")

    assert page.status_code == 200
    assert 'type="tel"' in page.text
    assert 'inputmode="tel"' in page.text
    assert 'autocomplete="username"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert 'value="/weight"' in page.text


@pytest.mark.usefixtures("wang")
def test_the_right_password_signs_in_for_the_season(client: FlaskClient) -> None:
    answer = sign_in(client, next="/weight")

    assert (answer.status_code, answer.location) == (303, "/weight")
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert is_in(client)


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize(
    "typed", ["138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８", " 13812345678\u202c"]
)
def test_a_phone_may_be_typed_in_many_ways(client: FlaskClient, typed: str) -> None:
    assert sign_in(client, phone=typed).status_code == 303


@pytest.mark.usefixtures("wang")
def test_a_wrong_password_keeps_the_phone_and_forgets_the_password(client: FlaskClient) -> None:
    page = sign_in(client, WRONG, "138 1234 5678", next="/weight")

    assert page.status_code == 422
    assert SORRY in page.text
    assert 'value="138 1234 5678"' in page.text
    assert 'value="/weight"' in page.text
    assert WRONG not in page.text
    assert not is_in(client)


@pytest.mark.usefixtures("wang", "clock")
def test_an_unknown_phone_is_answered_alike(client: FlaskClient) -> None:
    known, unknown = sign_in(client, WRONG, PHONE), sign_in(client, WRONG, NOBODYS)

    assert unknown.status_code == known.status_code
    assert unknown.text == known.text.replace(PHONE, NOBODYS)


@pytest.mark.parametrize(
    ("phone", "password", "says"),
    [
        ("", RIGHT, "请输入 11 位手机号"),
        ("1381234567", RIGHT, "请输入 11 位手机号"),
        ("<b>王芳</b>", RIGHT, "请输入 11 位手机号"),
        (PHONE, "", "请输入密码"),
    ],
)
def test_what_is_missing_is_said(
    app: Flask, client: FlaskClient, phone: str, password: str, says: str
) -> None:
    page = sign_in(client, password, phone)

    assert page.status_code == 422
    assert says in page.text
    assert "<b>" not in page.text
    with app.app_context():
        assert db.session.scalars(select(SignInFailure)).all() == []


@pytest.mark.parametrize("phone", [PHONE, NOBODYS])
@pytest.mark.usefixtures("wang", "clock")
def test_five_failures_lock_any_phone_with_the_time_to_come_back(
    client: FlaskClient, phone: str
) -> None:
    assert fail(client, FAILURES_UNTIL_LOCK, phone) == [422] * FAILURES_UNTIL_LOCK

    page = sign_in(client, RIGHT, phone)

    assert page.status_code == 429
    assert WAIT in page.text
    assert "12:15" in page.text
    assert f'value="{phone}"' in page.text
    assert page.headers["Retry-After"] == str(LOCK // SECOND)
    assert not is_in(client)


@pytest.mark.usefixtures("wang")
def test_the_right_password_is_let_in_again_after_the_lock(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    fail(client, FAILURES_UNTIL_LOCK)

    clock.shift(LOCK - SECOND)
    too_early = sign_in(client).status_code
    clock.shift(SECOND)

    assert too_early == 429
    assert sign_in(client).status_code == 303


@pytest.mark.usefixtures("wang")
def test_an_address_with_a_hundred_failures_is_told_to_wait(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        moment = now()
        db.session.add_all(
            SignInFailure(phone=f"139{number:08d}", address="127.0.0.1", at=moment)
            for number in range(ADDRESS_FAILURES)
        )
        db.session.commit()

    page = sign_in(client)

    assert page.status_code == 429
    assert WAIT in page.text
    assert not is_in(client)


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "evil.example",
        "/\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, target: str) -> None:
    page = client.get("/sign-in", query_string={"next": target})
    answer = sign_in(client, next=target)
    signed_in_already = client.get("/sign-in", query_string={"next": target})

    assert 'name="next" type="hidden" value="/"' in page.text
    assert (answer.status_code, answer.location) == (303, "/")
    assert (signed_in_already.status_code, signed_in_already.location) == (302, "/")


@pytest.mark.usefixtures("wang")
def test_signing_in_leaves_nothing_of_a_planted_session(client: FlaskClient) -> None:
    with client.session_transaction() as planted:
        planted.update(_user_id="1:0", csrf_token="known to the attacker", x="y")
        planted.update(language="en", display="large")

    sign_in(client)

    with client.session_transaction() as after:
        assert (after["language"], after["display"]) == ("en", "large")
        assert after["_user_id"] != "1:0"
        assert "csrf_token" not in after
        assert "x" not in after


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/sign-out", "/sign-out-everywhere", "/account/password", "/confirm-password"],
)
def test_a_form_without_its_token_is_refused(app: Flask, client: FlaskClient, path: str) -> None:
    sign_in(client)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(path, data={"phone": PHONE, "password": RIGHT})

    app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert is_in(client)


@pytest.mark.usefixtures("wang")
def test_the_forms_carry_their_token(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client.get("/sign-in")
    with client.session_transaction() as kept:
        assert kept["csrf_token"]

    token = client.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]

    assert sign_in(client, csrf_token=token).status_code == 303


def test_signing_out_ends_this_browser_alone(make: Factory, wang: int) -> None:
    here, there = make.signed_in(wang), make.signed_in(wang)

    answer = here.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "您已退出" in here.get("/sign-in").text
    assert not is_in(here)
    assert is_in(there)


def test_signing_out_everywhere_ends_every_browser(make: Factory, wang: int) -> None:
    here, there = make.signed_in(wang), make.signed_in(wang)

    answer = here.post("/sign-out-everywhere")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "所有手机和电脑上都已退出" in here.get("/sign-in").text
    assert not is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("path", ["/account", "/confirm-password"])
def test_nobody_sees_an_account_without_signing_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", ["/sign-out-everywhere", "/account/password", "/confirm-password"])
def test_a_posted_form_comes_back_to_its_own_page(client: FlaskClient, path: str) -> None:
    ours = client.post(path, headers={"Referer": "http://localhost/account?tab=1"})
    foreign = client.post(path, headers={"Referer": "http://evil.example/account"})

    assert ours.location == "/sign-in?next=/account?tab%3D1"
    assert foreign.location == "/sign-in?next=/"


def change(client: FlaskClient, current: str, new: str, again: str | None = None) -> TestResponse:
    fields = {"current": current, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=fields)


def test_a_new_password_keeps_this_browser_and_ends_the_others(make: Factory, wang: int) -> None:
    here, there = make.signed_in(wang), make.signed_in(wang)

    answer = change(here, RIGHT, NEW)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert "密码已修改" in here.get("/account").text
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(there, RIGHT).status_code == 422
    assert sign_in(there, NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        ("short", "short", "至少要 8 个字符"),
        ("ab" * 65, "ab" * 65, "最多 128 个字符"),
        (PHONE, PHONE, "手机号别人容易猜到"),
        ("12345678", "12345678", "太常见"),
        (NEW, NEW + "x", "两次输入的新密码不一样"),
    ],
)
def test_a_bad_new_password_says_why_and_changes_nothing(
    make: Factory, wang: int, new: str, again: str, says: str
) -> None:
    browser = make.signed_in(wang)

    page = change(browser, RIGHT, new, again)

    assert page.status_code == 422
    assert says in page.text
    assert new not in page.text
    assert RIGHT not in page.text
    assert sign_in(make.app.test_client()).status_code == 303


def test_a_wrong_current_password_changes_nothing(make: Factory, wang: int) -> None:
    browser = make.signed_in(wang)

    page = change(browser, WRONG, NEW)

    assert page.status_code == 422
    assert "密码不对" in page.text
    assert is_in(browser)
    assert sign_in(make.app.test_client()).status_code == 303


def test_a_stolen_session_cannot_guess_the_password(make: Factory, wang: int) -> None:
    browser = make.signed_in(wang)
    for _ in range(FAILURES_UNTIL_LOCK):
        change(browser, WRONG, NEW)

    page = change(browser, RIGHT, NEW)

    assert page.status_code == 429
    assert WAIT in page.text


def confirm(client: FlaskClient, password: str, **fields: str) -> TestResponse:
    return client.post("/confirm-password", data={"password": password, **fields})


def test_a_confirmed_password_goes_on_to_the_page(make: Factory, zhao: int) -> None:
    browser = make.signed_in(zhao)

    answer = confirm(browser, RIGHT, next="/city")

    assert (answer.status_code, answer.location) == (303, "/city")
    with browser.session_transaction() as kept:
        assert kept[PASSWORD_AT] > 0


def test_a_wrong_confirmation_asks_again(make: Factory, zhao: int) -> None:
    browser = make.signed_in(zhao)

    page = confirm(browser, WRONG, next="/city")

    assert page.status_code == 422
    assert "密码不对" in page.text
    assert 'value="/city"' in page.text
    assert WRONG not in page.text


def test_an_empty_confirmation_asks_again(make: Factory, zhao: int) -> None:
    page = confirm(make.signed_in(zhao), "")

    assert page.status_code == 422
    assert "请输入密码" in page.text


def test_confirming_locks_like_signing_in(make: Factory, zhao: int) -> None:
    browser = make.signed_in(zhao)
    for _ in range(FAILURES_UNTIL_LOCK):
        confirm(browser, WRONG)

    assert confirm(browser, RIGHT).status_code == 429


def test_a_confirmation_stays_on_this_site(make: Factory, zhao: int) -> None:
    answer = confirm(make.signed_in(zhao), RIGHT, next="//evil.example")

    assert answer.location == "/"


def test_no_log_line_says_who_it_was(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture, wang: int
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    sign_in(client, WRONG)
    sign_in(client)
    change(client, RIGHT, NEW)
    client.post("/sign-out")
    fail(client, FAILURES_UNTIL_LOCK + 1)
    with app.app_context():
        kept = db.session.get_one(Account, wang).password_hash

    assert "UPDATE account" in caplog.text
    for secret in (PHONE, "王芳", RIGHT, WRONG, NEW, kept):
        assert secret not in caplog.text
