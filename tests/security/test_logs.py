"""Nothing personal is in a log: a day in the town is lived, and everything logged is read."""

import logging
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.accounts.browsing import sign_in
from tests.accounts.test_codes import Inbox
from tests.conftest import TODAY, app_on
from tests.joining.filling import ANSWERS, BODY
from tests.rosters.conftest import confirmed, people_file
from tests.security.town import CODE, Town, build
from tests.server import Browser, free_port
from tracker.accounts.models import Account
from tracker.accounts.store import hashed
from tracker.compliance.rules.retention import LOG_DAYS
from tracker.config import PROJECT, Sms
from tracker.database import db
from tracker.invitations.models import Invitation
from tracker.jobs import tasks
from tracker.notices.tasks import let_robots_speak
from tracker.sms import senders
from tracker.sms.rules import NotSentError, SmsTrouble

NAME, NEWCOMER, INVITED = "欧阳慕华", "司马如兰", "上官清河"
PHONE, NEWCOMERS, INVITEDS, NOBODYS = "13871930461", "13871930462", "13871930463", "13871930464"
PASSWORD, WRONG, NEW = "four-amber-lanterns", "five-mauve-lanterns", "six-teal-lanterns"
WEIGHTS = ("118.37", "118370", "236.74", "91.93", "91930")
SPOKEN = "今天膝盖又疼了"
ENROLMENT = date(2024, 7, 20)
WEEK = 8 * 86_400
"""Whoever asked for it a week ago is erased."""

OPERATIONS = (PROJECT / "docs" / "operations.md").read_text("utf-8")
START = re.compile(r"\S*granian\S* --interface(?:.*\\\n)*.*app:app")
"""How the server is started."""


@dataclass
class Diary:
    """A day's people, and what they typed or were handed: no log may know it."""

    town: Town
    inbox: Inbox
    secrets: set[str] = field(default_factory=set)

    def found_in(self, log: str) -> set[str]:
        """Those of them that stand in it, however Python or an address writes them."""
        wide = log.encode().decode("unicode_escape", "ignore") if "\\u" in log else ""
        return {each for each in self.secrets if each in log or each in wide}

    def keep(self, browser: FlaskClient) -> None:
        """What a browser holds: its cookies."""
        cookie = browser.get_cookie("session")
        if cookie:
            self.secrets.add(cookie.value)


@pytest.fixture
def diary(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Diary]:
    """The town with one person more whose name and phone nobody else has."""
    town = build(app, person=NAME)
    with app.app_context():
        account = db.session.get_one(Account, town.make.account_of(town.herself_id))
        account.phone, account.password_hash = PHONE, hashed(PASSWORD).encoded
        db.session.commit()
    inbox = Inbox(app)
    monkeypatch.setitem(app.config, "SMS", Sms("console"))
    monkeypatch.setitem(app.extensions, senders.OUTBOX, senders.Outbox(inbox.take))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", 0)
    found = Diary(town, inbox, {NAME, NEWCOMER, INVITED, PHONE, NEWCOMERS, INVITEDS, NOBODYS})
    found.secrets |= {PASSWORD, WRONG, NEW, SPOKEN, CODE, *WEIGHTS}
    yield found
    inbox.all()


def come_in(diary: Diary) -> FlaskClient:
    """Sign in with wrong ones, nobody's, until locked out, and then by a code and rightly."""
    client = diary.town.app.test_client()
    statuses = [sign_in(client, WRONG, phone).status_code for phone in (PHONE, NOBODYS)]
    statuses += [sign_in(client, WRONG, INVITEDS).status_code for _ in range(12)]
    assert statuses[:2] == [422, 422]
    for phone in (PHONE, NOBODYS):
        client.post("/sign-in/code", data={"phone": phone})
        client.post("/sign-in/code/enter", data={"code": "999999"})
    by_code = diary.town.app.test_client()
    with time_machine.travel(time.time() + 120):
        by_code.post("/sign-in/code", data={"phone": PHONE})
        diary.secrets.add(diary.inbox.code_for(PHONE))
        came = by_code.post("/sign-in/code/enter", data={"code": diary.inbox.code_for(PHONE)})
    assert came.status_code == 303
    assert sign_in(client, PASSWORD, PHONE).status_code == 303
    diary.keep(client)
    return client


def live(her: FlaskClient) -> None:
    """Weight, exercise and pages, rightly and wrongly filled in."""
    for weight, unit in (("118.37", "kg"), ("236.74", "jin"), ("118370", "kg")):
        her.post("/weight", data={"weight": weight, "unit": unit, "day": "2024-10-16"})
    her.post("/exercise", data={"kind": "yoga", "minutes": "31", "key": "a" * 32})
    her.post("/exercise", data={"kind": NAME, "minutes": PHONE, "key": SPOKEN})
    for address in ("/", "/me", "/weight", "/me/weight.json", "/account", "/me/seen"):
        assert her.get(address).status_code == 200, address


def join(diary: Diary) -> None:
    """Somebody new by the team's code, with a form that is refused first."""
    town = diary.town
    town.app.config["TRACKER_TODAY"] = ENROLMENT
    client = town.app.test_client()
    who = {"phone": NEWCOMERS, "name": NEWCOMER, "password": PASSWORD}
    form = who | ANSWERS | BODY | {"weight": "91.93", "target": "80"}
    assert client.post(f"/join/{CODE}", data=form | {"terms": ""}).status_code == 422
    assert client.post(f"/join/{CODE}", data=form).status_code == 303
    town.app.config["TRACKER_TODAY"] = TODAY
    diary.keep(client)


def recover(diary: Diary) -> str:
    """A slip from the contact, tried with another's number and then used; its address."""
    town = diary.town
    page = town.address("/units/{unit}/recovery-slips")
    contact = town.browser("contact")
    sheet = contact.post(page, data={"name": NAME, "phone": PHONE}).location
    slip = str(re.findall(r"/recover/[-\w]+", contact.get(sheet).text)[0])
    diary.secrets.add(slip.removeprefix("/recover/"))
    client = town.app.test_client()
    fields = {"new": NEW, "again": NEW}
    client.post(slip, data=fields | {"phone": NOBODYS})
    assert client.post(slip, data=fields | {"phone": PHONE}).status_code == 303
    return slip


def organize(diary: Diary) -> None:
    """A roster, in order and not, and words to a team."""
    town, contact = diary.town, diary.town.browser("contact")
    address = town.address("/units/{unit}/roster")
    for content in (people_file((INVITED, INVITEDS)), f"{NAME},{PHONE}".encode(), b"\0" + b"x" * 9):
        for name in (f"{INVITED}.xlsx", f"{PHONE}.csv"):
            upload = contact.post(address, data={"file": (BytesIO(content), name)})
            if upload.status_code == 303:
                contact.get(upload.location)
                contact.post(f"{upload.location}/confirm")
    leader = town.browser("leader")
    words = {"text": SPOKEN, "audience": "members", "valid_until": "2024-10-20"}
    posted = leader.post(town.address("/team/{team}/announcements"), data=words)
    assert posted.status_code == HTTPStatus.SEE_OTHER
    leader.get("/team")


def stray(diary: Diary, her: FlaskClient) -> None:
    """Addresses that are nobody's or somebody else's, with what they must not tell."""
    assert her.get(f"/nowhere/{PHONE}?name={NAME}&phone={PHONE}").status_code == 404
    assert her.get(f"/join/{NAME}{PHONE}").status_code == 404
    assert her.get(diary.town.address("/units/{unit}") + f"?phone={PHONE}").status_code == 403
    assert her.get(f"/claim/{PHONE}").status_code in {403, 404}


def fail(diary: Diary, her: FlaskClient, slip: str, patch: pytest.MonkeyPatch) -> None:
    """Programs that fail with everything they know in their words."""

    def fails(*_given: Any, **_named: Any) -> None:
        raise ValueError(f"{NAME} {PHONE} {slip} {WEIGHTS[0]}") from KeyError(PHONE)

    views = diary.town.app.view_functions
    for endpoint in ("invitations.recover", "weight.save", "accounts.try_to_sign_in"):
        patch.setitem(views, endpoint, fails)
    assert diary.town.app.test_client().get(slip).status_code == 500
    assert her.post("/weight", data={"weight": "118.37"}).status_code == 500
    assert sign_in(her, PASSWORD, PHONE).status_code == 500
    patch.setattr("tracker.privacy.store.keep_to_dates", fails)


def leave(diary: Diary, her: FlaskClient) -> None:
    """Her copy made and fetched; then she asks to be erased, and a week goes by."""
    confirmed(diary.town.app, her)
    assert her.post("/me/copy").status_code == 303
    assert her.get("/me/copy/file").status_code == 200
    assert her.post("/me/leave", data={"sure": "yes"}).status_code == 303
    number = re.findall(r"/certificates/(\d+)", her.get("/me/leave").text)[:1]
    diary.secrets |= set(number)


def work(diary: Diary) -> None:
    """Everything the runner does by the clock, a week later."""
    app = diary.town.app
    app.config["TRACKER_TODAY"] = TODAY + timedelta(days=8)
    with app.app_context(), time_machine.travel(time.time() + WEEK):
        tasks.catch_up()
        let_robots_speak()
    app.config["TRACKER_TODAY"] = TODAY


def test_a_day_in_the_town_leaves_nothing_personal_in_any_log(
    diary: Diary,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)

    her = come_in(diary)
    live(her)
    join(diary)
    organize(diary)
    stray(diary, her)
    leave(diary, her)
    slip = recover(diary)
    with monkeypatch.context() as patch:
        fail(diary, her, slip, patch)
        work(diary)
    work(diary)

    log = caplog.text + "".join(capfd.readouterr())
    assert diary.found_in(log) == set()
    assert "Exception on /recover/<string:code> [GET]" in log
    assert "builtins.KeyError" in log
    assert "Unhandled exception in task" in log
    assert "1 people who asked for it are erased" in log


def test_after_such_a_day_nobodys_name_or_phone_is_in_the_database_in_the_clear(
    diary: Diary,
) -> None:
    her = come_in(diary)
    live(her)
    join(diary)
    organize(diary)
    recover(diary)

    app = diary.town.app
    with app.app_context():
        file = Path(str(db.engine.url.database))
    stored = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    people = {NAME, NEWCOMER, INVITED, PHONE, NEWCOMERS, INVITEDS, NOBODYS}
    assert {each for each in people if each.encode() in stored} == set()
    assert SPOKEN.encode() in stored
    with app.app_context():
        rows = db.session.execute(select(Invitation.name, Invitation.phone))
        assert (INVITED, INVITEDS) in [tuple(row) for row in rows]


def test_a_message_that_does_not_leave_is_logged_without_whom_and_what(
    diary: Diary, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(phone: str, _template: Any, values: Any) -> None:
        diary.secrets.add(values["code"])
        raise NotSentError(SmsTrouble.NUMBER) from KeyError(phone)

    app = diary.town.app
    monkeypatch.setitem(app.extensions, senders.OUTBOX, senders.Outbox(refuse))
    caplog.set_level(logging.DEBUG)

    app.test_client().post("/sign-in/code", data={"phone": PHONE})
    app.extensions[senders.OUTBOX].flush()

    assert "does not send to this number" in caplog.text
    assert diary.found_in(caplog.text) == set()


def test_whoever_is_turned_away_is_logged_by_the_kind_of_page_and_without_whom(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    member = town.browser("member")
    town.app.config["WTF_CSRF_ENABLED"] = True

    member.get(f"/districts/{town.address('{here}')}")
    member.post("/weight", data={"weight": "61.7"})
    member.get("/nothing")

    assert "403 on /districts/<string:code> [GET]" in caplog.text
    assert "400 on /weight [POST]" in caplog.text
    assert [each for each in ("110105", "110112", "61.7", "/nothing") if each in caplog.text] == []


def test_what_a_database_refuses_is_logged_by_its_code(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("somebody.elses.library")

    with app.app_context():
        try:
            db.session.execute(
                text("INSERT INTO account (id, name) VALUES (7, :name)"), {"name": NAME}
            )
        except DBAPIError:
            log.exception("a row was refused")

    assert NAME not in caplog.text
    assert "SQLITE_CONSTRAINT_NOTNULL" in caplog.text
    assert "sqlalchemy.exc.IntegrityError" in caplog.text
    assert "test_logs.py" in caplog.text


@dataclass
class Started:
    """A server started with the words of the document, and what it writes."""

    browser: Browser
    log: Path


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    """The document's own command, on a port of its own, where every table is."""
    url, log = f"sqlite:///{tmp_path / 'town.db'}", tmp_path / "log"
    with app_on(url).app_context():
        db.engine.dispose()
    (command,) = START.findall(OPERATIONS)
    words = shlex.split(command.replace("\\\n", " "))
    port = free_port()
    words[0] = str(Path(sys.executable).with_name("granian"))
    words[words.index("--port") + 1] = str(port)
    environ = {**os.environ, "TRACKER_ENV": "development", "DATABASE_URL": url}
    with log.open("wb") as out:
        process = subprocess.Popen(words, cwd=PROJECT, env=environ, stdout=out, stderr=out)  # noqa: S603 (our own server)
    yield Started(_answering(Browser(port)), log)
    process.terminate()
    process.wait(30)


def _answering(browser: Browser) -> Browser:
    for _ in range(300):
        try:
            browser.get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return browser
    raise AssertionError("it does not start")


def test_the_server_as_it_is_started_writes_no_addresses(started: Started) -> None:
    ask = f"?phone={PHONE}"

    answers = [started.browser.get(f"{path}{ask}")[0] for path in (f"/recover/{CODE}", "/sign-in")]

    assert answers == [404, 200]
    assert [
        each for each in (CODE, PHONE, "/sign-in") if each in started.log.read_text("utf-8")
    ] == []


def test_servers_are_started_in_the_same_words() -> None:
    run = (PROJECT / "scripts" / "run").read_text("utf-8")

    (document,), (script,) = START.findall(OPERATIONS), START.findall(run)

    for words in ("--no-access-log", "--log-level warning"):
        assert words in document
        assert words in script


def test_logs_are_kept_as_long_as_the_code_says_and_no_longer() -> None:
    kept = re.findall(r"MaxRetentionSec=(\d+)day", OPERATIONS) + re.findall(
        r"maxage (\d+)", OPERATIONS
    )

    assert kept == [str(LOG_DAYS)] * 2
