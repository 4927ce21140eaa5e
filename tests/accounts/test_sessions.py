"""Devices: listed, ended one by one, told of a new one, forgotten in time."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.accounts.browsing import is_in, sign_in
from tests.factories import Factory
from tests.queries import counted
from tracker.accounts import store
from tracker.accounts.models import AccountNews, SessionRow
from tracker.accounts.rules import (
    ENDED_KEPT,
    SESSION_LONG,
    Device,
    Program,
    System,
    cookie_id,
    device_of,
    is_of_former_times,
)
from tracker.accounts.store.sessions import SEEN_SECONDS, SeenSessions
from tracker.clock import now, today
from tracker.database import db

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN"
)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/129.0.0.0 Safari/537.36"
)
OTHERS = {
    CHROME + " Edg/129.0.0.0": (Program.EDGE, System.WINDOWS),
    CHROME + " wxwork/4.1.28 MicroMessenger/7.0.1": (Program.WECOM, System.WINDOWS),
    "Mozilla/5.0 (Linux; Android 14; 23013RK75C) AppleWebKit/537.36 Chrome/116.0 Mobile "
    "Safari/537.36 XWEB/1160117 MicroMessenger/8.0.50": (Program.WECHAT, System.ANDROID),
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36 "
    "ArkWeb/4.1 Mobile": (Program.CHROME, System.HARMONY),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Safari/605.1.15": (Program.SAFARI, System.MAC),
    "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0": (
        Program.FIREFOX,
        System.LINUX,
    ),
    "curl/8.5": (Program.OTHER, System.OTHER),
    "": (Program.OTHER, System.OTHER),
}
SESSIONS = import_module("tracker.accounts.store.sessions")
"""The module, which in its package has a function's name."""
STRANGE = "没用过的设备上登录了"


def browse(app: Flask, user_agent: str = CHROME) -> FlaskClient:
    """A browser of its own that has signed in."""
    browser = app.test_client()
    browser.environ_base["HTTP_USER_AGENT"] = user_agent
    sign_in(browser)
    return browser


@pytest.mark.parametrize("said", OTHERS)
def test_a_browser_is_named_by_what_it_says_of_itself(said: str) -> None:
    assert device_of(said) == Device(*OTHERS[said])


@given(st.text())
def test_whatever_a_browser_says_it_is_some_device(said: str) -> None:
    assert isinstance(device_of(said), Device)


@given(st.text())
def test_a_cookie_is_one_of_ours_or_none(text: str) -> None:
    found = cookie_id(text)

    assert found is None or found.text.split(":")[2] == text.split(":")[2]
    assert is_of_former_times(text) == (bool(text) and found is None)


@pytest.mark.usefixtures("wang", "clock")
def test_every_device_is_listed_in_words_this_one_first(app: Flask) -> None:
    phone = browse(app, WECHAT)
    browse(app)

    page = phone.get("/account/sessions").text

    assert page.index("微信 · iPhone", page.index("<h1>")) < page.rindex("Chrome · Windows")
    assert page.count("这台</span>") == 1
    assert "127.0.0.1" not in page


@pytest.mark.usefixtures("clock")
def test_a_device_ended_from_another_is_out_at_its_next_request(app: Flask, wang: int) -> None:
    here, there = browse(app), browse(app, WECHAT)
    with app.app_context():
        that = next(
            each for each in store.sessions(wang, 0) if each.device.program is Program.WECHAT
        )

    answer = here.post(f"/account/sessions/{that.id}/end")

    assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert not is_in(there)
    assert is_in(here)
    assert "微信" not in here.get("/account/sessions").text.partition("<h1>")[2]


@pytest.mark.usefixtures("wang", "clock")
def test_all_others_are_ended_at_once(app: Flask) -> None:
    here, there, third = browse(app), browse(app), browse(app)

    here.post("/account/sessions/end-others")

    assert [is_in(each) for each in (here, there, third)] == [True, False, False]


def test_nobody_ends_another_s_session(make: Factory, wang: int) -> None:
    hers = make.signed_in(wang)
    other = make.signed_in(make.account("李伟"))
    with make.app.app_context():
        (session,) = store.sessions(wang, 0)

    answer = other.post(f"/account/sessions/{session.id}/end")

    assert answer.status_code == 404
    assert is_in(hers)


def test_a_copied_cookie_is_of_no_use_after_signing_out(
    app: Flask, make: Factory, wang: int
) -> None:
    browser, thief = make.signed_in(wang), app.test_client()
    with browser.session_transaction() as session:
        stolen = dict(session)
    with thief.session_transaction() as session:
        session.update(stolen)
    browser.post("/sign-out")

    assert not is_in(thief)


@pytest.mark.parametrize("made_up", ["{}:0:", "{}:0:x", "{}:0:{}", "{}:1"])
def test_a_cookie_without_a_session_signs_nobody_in(
    app: Flask, make: Factory, wang: int, made_up: str
) -> None:
    make.signed_in(wang)
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = made_up.format(wang, "a" * 32)

    assert not is_in(browser)


def test_a_cookie_of_former_times_signs_in_once_more(app: Flask, wang: int) -> None:
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = f"{wang}:0"
        session["language"] = "zh"

    sent = browser.get("/account")

    assert sent.location == "/sign-in?next=/account"
    assert "登录方式更新了" in browser.get("/sign-in").text


@pytest.mark.usefixtures("wang", "clock")
def test_the_first_device_of_all_is_nobody_s_news(app: Flask) -> None:
    browser = browse(app)

    assert STRANGE not in browser.get("/account").text


@pytest.mark.usefixtures("wang", "clock")
def test_a_new_device_is_told_to_the_others_until_she_answers(app: Flask) -> None:
    here = browse(app)
    there = browse(app, WECHAT)
    told = here.get("/season").text
    still = here.get("/account").text

    here.post("/account/news/read")

    assert STRANGE in told
    assert "微信 · iPhone" in told
    assert STRANGE in still
    assert STRANGE not in here.get("/account").text
    assert STRANGE not in there.get("/account").text


@pytest.mark.usefixtures("wang", "clock")
def test_a_device_does_not_answer_for_itself(app: Flask) -> None:
    here, thief = browse(app), browse(app, WECHAT)
    thief.post("/account/news/read")
    thief.post("/sign-out")
    sign_in(thief)
    thief.post("/account/news/read")

    assert STRANGE in here.get("/account").text
    assert STRANGE not in thief.get("/account").text


@pytest.mark.usefixtures("wang")
def test_a_strange_device_does_not_answer_for_another(app: Flask) -> None:
    here, thief = browse(app), browse(app, WECHAT)
    second = browse(app, CHROME)
    page = second.get("/account").text
    second.post("/account/news/read")

    assert thief
    assert STRANGE not in page
    assert here.get("/account").text.count(STRANGE) == 2


@pytest.mark.usefixtures("wang")
def test_a_known_device_is_told_when_she_signs_in_again(app: Flask) -> None:
    here = browse(app)
    here.post("/sign-out")
    browse(app, WECHAT)

    sign_in(here)

    assert STRANGE in here.get("/account").text


@pytest.mark.usefixtures("wang", "clock")
def test_the_same_device_is_no_news_again(app: Flask) -> None:
    here, there = browse(app), browse(app, WECHAT)
    here.post("/account/news/read")
    there.post("/sign-out")
    sign_in(there)

    assert STRANGE not in here.get("/account").text


@pytest.mark.usefixtures("clock")
def test_not_me_ends_that_device_and_leads_to_the_password(app: Flask, wang: int) -> None:
    here, thief = browse(app), browse(app, WECHAT)
    with app.app_context():
        news = db.session.scalars(select(AccountNews)).one()

    answer = here.post(f"/account/news/{news.id}/not-me")
    page = here.get("/account").text
    sign_in(thief)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert "请现在就改密码" in page
    assert STRANGE not in page
    assert STRANGE in here.get("/account").text
    with app.app_context():
        assert len(store.sessions(wang, 0)) == 2


@pytest.mark.usefixtures("wang")
def test_nobody_answers_for_another(make: Factory, app: Flask) -> None:
    browse(app)
    thief = browse(app, WECHAT)
    with app.app_context():
        news = db.session.scalars(select(AccountNews)).one()
    other = make.signed_in(make.account("李伟"))

    answer = other.post(f"/account/news/{news.id}/not-me")

    assert answer.status_code == 404
    assert is_in(thief)


def test_a_request_asks_for_person_and_session_in_one_query(make: Factory, wang: int) -> None:
    browser = make.signed_in(wang)
    browser.get("/confirm-password")

    with counted(make.app) as asked:
        browser.get("/confirm-password")

    about = [each for each in asked if "account_session" in str(each)]
    assert len(about) == 1


def test_last_seen_is_written_once_a_day_for_many_together(
    make: Factory, wang: int, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.app.config["TRACKER_TODAY"] = None
    browser = make.signed_in(wang)
    clock.shift(timedelta(days=1))
    is_in(browser)
    with make.app.app_context():
        before = db.session.scalars(select(SessionRow.seen_on)).one()
        day = today()
    monkeypatch.setattr(SESSIONS, "SEEN_SECONDS", 0)
    is_in(browser)

    with make.app.app_context():
        assert before == day - timedelta(days=1)
        assert db.session.scalars(select(SessionRow.seen_on)).one() == day


def test_what_was_seen_waits_a_minute_and_is_handed_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen, clock = SeenSessions(), [100.0]
    monkeypatch.setattr(SESSIONS, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    seen.note(2)
    clock[0] += SEEN_SECONDS - 1
    seen.note(1)
    early = seen.due()
    clock[0] += 1

    assert (early, seen.due(), seen.due()) == ([], [1, 2], [])


def test_sessions_are_forgotten_a_month_after_their_end_or_with_the_cookie(
    make: Factory, wang: int
) -> None:
    ended, left_alone, _on = (make.signed_in(wang) for _ in range(3))
    assert left_alone
    ended.post("/sign-out")
    with make.app.app_context():
        soon = store.forget_sessions(now() + ENDED_KEPT - timedelta(hours=1), today())
        ended_gone = store.forget_sessions(now() + ENDED_KEPT + timedelta(hours=1), today())
        later = today() + SESSION_LONG + timedelta(days=1)
        all_gone = store.forget_sessions(now() + ENDED_KEPT, later)

    assert (soon, ended_gone, all_gone) == (0, 1, 2)


def test_no_address_is_kept(make: Factory) -> None:
    columns = {column.name for column in SessionRow.__table__.columns}

    assert make.app
    assert not {name for name in columns if "address" in name or "network" in name}
