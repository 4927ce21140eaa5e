"""Codes by text message: in, back and another number, with the same words for whoever has none."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.browsing import NEW, NOBODYS, PHONE, RIGHT, is_in, sign_in
from tests.factories import Factory
from tracker.accounts import store
from tracker.accounts.models import Account, CodeNumber, TextCode
from tracker.accounts.rules import (
    CODE_PAUSE,
    CODE_TRIES,
    CODE_VALID,
    CODES_A_DAY,
    NUMBERS_AN_HOUR,
    Purpose,
    TooManyCodesError,
    TooSoonError,
    WrongTextCodeError,
    code_hash,
    digits_of,
    new_text_code,
)
from tracker.accounts.store import AskedCode
from tracker.clock import now, today
from tracker.config import Sms
from tracker.database import db, writing
from tracker.database.numbers import number_index
from tracker.sms import senders
from tracker.sms.rules import Template

SECRET = "t" * 32
OTHER = "13912340000"
PEOPLE = 6
OWN_WORDS = r'\d{3}\*{4}\d{4}|1\d{10}|\d\d:\d\d:\d\d|name="csrf_token" value="[^"]*"'
"""What may differ between two numbers: the number itself, the time, and the form's token."""


class Inbox:
    """Messages as they arrive at phones."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.messages: list[tuple[str, Template, dict[str, str]]] = []

    def take(self, phone: str, template: Template, values: Mapping[str, str]) -> None:
        """One more."""
        self.messages.append((phone, template, dict(values)))

    def all(self) -> list[tuple[str, Template, dict[str, str]]]:
        """Every message, once all have arrived."""
        self.app.extensions[senders.OUTBOX].flush()
        return self.messages

    def code_for(self, phone: str) -> str:
        """The newest code that came to a phone."""
        return [values["code"] for to, _, values in self.all() if to == phone][-1]


@pytest.fixture
def inbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    found = Inbox(app)
    monkeypatch.setitem(app.config, "SMS", Sms("console"))
    monkeypatch.setitem(app.extensions, senders.OUTBOX, senders.Outbox(found.take))
    yield found
    found.all()


def ask(client: FlaskClient, phone: str = PHONE, page: str = "/sign-in/code") -> int:
    return client.post(page, data={"phone": phone}).status_code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def asked(purpose: Purpose, phone: str, code: str, address: str = "10.0.0.1") -> AskedCode:
    return AskedCode(number_index(phone), purpose, code_hash(SECRET, purpose, phone, code), address)


def put(phone: str = PHONE, code: str = "123456", address: str = "10.0.0.1") -> bool:
    this = asked(Purpose.SIGN_IN, phone, code, address)
    return store.ask_for_code(this, phone, today(), now())


def at_once(app: Flask, doing: Callable[[int], Any]) -> list[Any]:
    start = Barrier(PEOPLE)

    def run(each: int) -> Any:
        with app.app_context():
            start.wait()
            return doing(each)

    with ThreadPoolExecutor(PEOPLE) as threads:
        return list(threads.map(run, range(PEOPLE)))


@given(st.integers(0, 10**6 - 1))
def test_a_code_is_read_however_it_is_typed(number: int) -> None:
    code = f"{number:06d}"
    wide = "".join(chr(ord(each) - ord("0") + ord("０")) for each in code)

    assert digits_of(f" {wide[:3]} {code[3:]} ") == code


def test_codes_have_six_digits() -> None:
    assert all(re.fullmatch("[0-9]{6}", new_text_code()) for _ in range(200))


@pytest.mark.usefixtures("wang")
def test_a_code_signs_in_and_verifies_the_phone(
    app: Flask, client: FlaskClient, inbox: Inbox
) -> None:
    ask(client)
    answer = client.post("/sign-in/code/enter", data={"code": inbox.code_for(PHONE)})

    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    with app.app_context():
        assert db.session.query(Account).one().verified_at


@pytest.mark.usefixtures("zhao")
def test_an_organizer_who_came_by_a_code_gives_the_second_factor_before_her_desk(
    app: Flask, client: FlaskClient, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", value=True)
    client.post("/sign-in/code", data={"phone": PHONE, "next": "/organize"})

    answer = client.post("/sign-in/code/enter", data={"code": inbox.code_for(PHONE)})

    assert (answer.status_code, answer.location) == (303, "/second-factor?next=/organize")
    assert client.get("/organize").status_code != 200


def test_who_came_by_a_code_changes_a_password_that_others_saw_first(
    app: Flask, client: FlaskClient, inbox: Inbox, wang: int
) -> None:
    with app.app_context(), writing() as session:
        session.get_one(Account, wang).must_change = True
    ask(client)

    client.post("/sign-in/code/enter", data={"code": inbox.code_for(PHONE)})

    assert client.get("/account").location == "/account/first-password"


@pytest.mark.usefixtures("wang", "inbox")
def test_the_field_takes_what_the_phone_offers(client: FlaskClient) -> None:
    ask(client)

    page = client.get("/sign-in/code/enter").text

    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


@pytest.mark.usefixtures("wang")
def test_the_answer_is_the_same_whether_or_not_anybody_has_the_number(
    app: Flask, inbox: Inbox
) -> None:
    pages = []
    for phone in (PHONE, NOBODYS):
        client = app.test_client()
        answer = client.post("/sign-in/code", data={"phone": phone})
        entered = client.get(answer.location).text
        wrong = client.post(answer.location, data={"code": "000000"})
        again = client.post("/sign-in/code", data={"phone": phone})
        texts = [entered, wrong.text, again.text]
        hidden = [re.sub(OWN_WORDS, "", text) for text in texts]
        pages.append((answer.status_code, wrong.status_code, again.status_code, hidden))

    assert pages[0] == pages[1]
    assert pages[0][:3] == (303, 422, 429)
    assert {to for to, _, _ in inbox.all()} == {PHONE}


@pytest.mark.usefixtures("wang")
def test_the_same_rows_are_written_for_a_number_nobody_has(app: Flask, inbox: Inbox) -> None:
    for phone in (PHONE, NOBODYS):
        ask(app.test_client(), phone)

    with app.app_context():
        assert db.session.query(CodeNumber).count() == db.session.query(TextCode).count() == 2
    inbox.all()


@pytest.mark.usefixtures("wang")
def test_a_code_is_good_once(app: Flask, client: FlaskClient, inbox: Inbox) -> None:
    ask(client)
    code = inbox.code_for(PHONE)
    other = app.test_client()
    with client.session_transaction() as mine, other.session_transaction() as theirs:
        theirs["code_for"] = mine["code_for"]
    client.post("/sign-in/code/enter", data={"code": code})

    answer = other.post("/sign-in/code/enter", data={"code": code})

    assert answer.status_code == 422


@pytest.mark.usefixtures("wang")
def test_a_code_is_good_for_five_minutes(
    client: FlaskClient, inbox: Inbox, clock: time_machine.Traveller
) -> None:
    ask(client)
    clock.shift(CODE_VALID)

    answer = client.post("/sign-in/code/enter", data={"code": inbox.code_for(PHONE)})

    assert answer.status_code == 422


@pytest.mark.usefixtures("wang")
def test_five_wrong_ones_use_a_code_up(client: FlaskClient, inbox: Inbox) -> None:
    ask(client)
    code = inbox.code_for(PHONE)
    for _ in range(CODE_TRIES):
        client.post("/sign-in/code/enter", data={"code": other_than(code)})

    assert client.post("/sign-in/code/enter", data={"code": code}).status_code == 422


@pytest.mark.usefixtures("wang")
def test_a_code_opens_nothing_but_what_it_was_asked_for(
    client: FlaskClient, inbox: Inbox, clock: time_machine.Traveller
) -> None:
    ask(client)
    code = inbox.code_for(PHONE)
    clock.shift(CODE_PAUSE)
    ask(client, page="/forgot")

    fields = {"code": code, "new": NEW, "again": NEW}

    assert client.post("/forgot/enter", data=fields).status_code == 422


@pytest.mark.usefixtures("wang")
def test_a_new_password_by_a_code_ends_other_sessions(
    app: Flask, client: FlaskClient, inbox: Inbox
) -> None:
    other = app.test_client()
    sign_in(other)
    ask(client, page="/forgot")
    fields = {"code": inbox.code_for(PHONE), "new": NEW, "again": NEW}

    answer = client.post("/forgot/enter", data=fields)

    assert answer.status_code == 303
    assert is_in(client)
    assert not is_in(other)
    assert sign_in(app.test_client(), NEW).status_code == 303


@pytest.mark.usefixtures("wang")
def test_a_weak_password_does_not_use_the_code_up(client: FlaskClient, inbox: Inbox) -> None:
    ask(client, page="/forgot")
    code = inbox.code_for(PHONE)

    weak = client.post("/forgot/enter", data={"code": code, "new": "88888888", "again": "88888888"})
    good = client.post("/forgot/enter", data={"code": code, "new": NEW, "again": NEW})

    assert (weak.status_code, good.status_code) == (422, 303)


@pytest.mark.usefixtures("wang")
def test_a_number_is_verified(client: FlaskClient, inbox: Inbox) -> None:
    sign_in(client)
    client.post("/account/phone/verify")

    client.post("/account/phone/verified", data={"code": inbox.code_for(PHONE)})

    assert "验证过" in client.get("/account").text


@pytest.mark.usefixtures("wang")
def test_a_number_is_changed_by_a_code_from_both(
    app: Flask, client: FlaskClient, inbox: Inbox
) -> None:
    sign_in(client)
    client.post("/account/phone", data={"phone": OTHER})
    fields = {"new": inbox.code_for(OTHER), "old": inbox.code_for(PHONE)}

    answer = client.post("/account/phone/codes", data=fields)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert sign_in(app.test_client(), RIGHT, OTHER).status_code == 303
    assert sign_in(app.test_client(), RIGHT, PHONE).status_code == 422
    assert (PHONE, Template.PHONE_CHANGED, {}) in inbox.all()


@pytest.mark.usefixtures("wang")
def test_one_right_code_of_two_changes_nothing_and_stays_good(
    client: FlaskClient, inbox: Inbox
) -> None:
    sign_in(client)
    client.post("/account/phone", data={"phone": OTHER})
    old, new = inbox.code_for(PHONE), inbox.code_for(OTHER)

    half = client.post("/account/phone/codes", data={"new": new, "old": other_than(old)})
    both = client.post("/account/phone/codes", data={"new": new, "old": old})

    assert (half.status_code, both.status_code) == (422, 303)


@pytest.mark.usefixtures("wang")
def test_somebody_elses_number_is_not_told_and_gets_no_message(
    client: FlaskClient, inbox: Inbox, make: Factory
) -> None:
    make.account("李静", OTHER)
    sign_in(client)

    answer = client.post("/account/phone", data={"phone": OTHER})

    assert answer.status_code == 303
    assert {to for to, _, _ in inbox.all()} == {PHONE}


def test_without_a_sender_there_is_no_page_about_codes(client: FlaskClient) -> None:
    assert client.get("/sign-in/code").status_code == 404
    assert ask(client) == 404
    assert "短信验证码" not in client.get("/sign-in").text
    assert "纸条" in client.get("/forgot").text


@pytest.mark.usefixtures("database", "wang")
def test_another_code_waits_a_minute(clock: time_machine.Traveller) -> None:
    put()
    with pytest.raises(TooSoonError):
        put()
    clock.shift(CODE_PAUSE)

    assert put()


@pytest.mark.usefixtures("database")
def test_a_number_has_ten_codes_a_day(clock: time_machine.Traveller) -> None:
    for _ in range(CODES_A_DAY):
        put()
        clock.shift(CODE_PAUSE)
    with pytest.raises(TooManyCodesError):
        put()


@pytest.mark.usefixtures("database", "clock")
def test_an_address_asks_for_so_many_numbers_an_hour() -> None:
    for each in range(NUMBERS_AN_HOUR):
        put(f"138{each:08d}")
    with pytest.raises(TooManyCodesError):
        put("13999999999")

    assert put("13999999998", address="10.0.0.2") is False


@pytest.mark.usefixtures("database", "clock")
def test_no_number_is_in_the_tables_of_codes() -> None:
    put()

    row = db.session.query(TextCode).one()
    assert PHONE not in f"{row.number_hash}{row.code_hash}"
    assert "123456" not in row.code_hash


@pytest.mark.usefixtures("wang")
def test_a_right_code_lets_one_of_many_in(app: Flask) -> None:
    with app.app_context():
        put(code="123456")
        number = number_index(PHONE)
    code = code_hash(SECRET, Purpose.SIGN_IN, PHONE, "123456")

    def come(_each: int) -> bool:
        try:
            store.sign_in_by_code(PHONE, number, code, now())
        except WrongTextCodeError:
            return False
        return True

    # Those before the right one's transaction ends may use up tries, so all are within the five.
    assert sum(at_once(app, come)) == 1


@pytest.mark.usefixtures("wang")
def test_tries_at_once_are_counted_exactly(app: Flask) -> None:
    with app.app_context():
        put(code="123456")
        number = number_index(PHONE)

    def guess(each: int) -> None:
        wrong = code_hash(SECRET, Purpose.SIGN_IN, PHONE, f"{each:06d}")
        with pytest.raises(WrongTextCodeError):
            store.sign_in_by_code(PHONE, number, wrong, now())

    at_once(app, guess)

    with app.app_context():
        assert db.session.query(TextCode).one().tries == CODE_TRIES


def test_one_code_a_minute_also_for_many_at_once(app: Flask) -> None:
    def one(_each: int) -> bool:
        try:
            put()
        except TooSoonError:
            return False
        return True

    assert sum(at_once(app, one)) == 1


def test_one_of_many_gets_a_number(app: Flask, make: Factory) -> None:
    accounts = [make.account("王芳") for _ in range(PEOPLE)]

    def change(each: int) -> bool:
        with writing() as session:
            return store.add_changed_phone(session, accounts[each], OTHER, now()) is not None

    assert sum(at_once(app, change)) == 1


@pytest.mark.usefixtures("database", "wang")
def test_codes_of_former_days_are_forgotten() -> None:
    put()

    store.forget_codes(now() + timedelta(days=3))

    assert db.session.query(TextCode).count() == db.session.query(CodeNumber).count() == 0
