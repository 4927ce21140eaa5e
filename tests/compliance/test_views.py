"""The city's pages before real people come, the gate, and what the world may read."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker import clock
from tracker.accounts.guards import PASSWORD_AT
from tracker.compliance.rules import Heading

FACTS = {
    **{f"name_{n}": f"处理者{n}" for n in (1, 2, 3)},
    **{f"name_en_{n}": f"Handler {n}" for n in (1, 2, 3)},
    **{f"contact_{n}": f"010-1234567{n}" for n in (1, 2, 3)},
    "processor_name": "运营公司",
    "processor_name_en": "Operator Ltd",
    "processor_contact": "北京市东城区某路 1 号",
    "contact_name": "个人信息保护办公室",
    "contact_name_en": "Data protection office",
    "contact_phone": "010-12345678",
    "contact_email": "privacy@example.com",
    "site": "https://jkt.example.cn",
}
ANSWERS = {each.value: f"写了{each.value}" for each in Heading}
PAGES = (
    "/city/opening",
    "/city/opening/facts",
    "/city/opening/retention",
    "/city/opening/assessment",
    "/city/opening/assessment/edit",
    "/city/opening/notice",
    "/city/opening/register",
)


@pytest.fixture(autouse=True)
def enrolment(app: Flask) -> None:
    """While people enrol."""
    app.config["TRACKER_TODAY"] = date(2024, 7, 20)


@pytest.fixture
def season_id(make: Factory) -> int:
    """The open season."""
    return make.season()


def at_desk(make: Factory, season_id: int) -> FlaskClient:
    """A city organizer's browser, in which the password was just given."""
    browser = make.signed_in(make.organizer(season_id))
    with make.app.app_context(), browser.session_transaction() as session:
        session[PASSWORD_AT] = int(clock.now().timestamp())
    return browser


@pytest.fixture
def desk(make: Factory, season_id: int) -> FlaskClient:
    """A city organizer's browser."""
    return at_desk(make, season_id)


@pytest.fixture
def other_desk(make: Factory, season_id: int) -> FlaskClient:
    """Another city organizer's browser."""
    return at_desk(make, season_id)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_opening_answers(desk: FlaskClient, path: str) -> None:
    assert desk.get(path).status_code == 200


def open_the_gate(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the gate, with everything in place that whoever runs the machine sees to."""
    with app.app_context():
        made = clock.now() - timedelta(hours=3)
    for name, value in {
        "GATE": True,
        "IS_READY": lambda: True,
        "OWN_SECRET_KEY": True,
        "OWN_DATA_KEY": True,
        "SESSION_COOKIE_SECURE": True,
        "PROXIES": 1,
        "BACKUP_KEY": b"k" * 32,
        "BACKUP_FOLDER": "/srv/backups",
        "LAST_BACKUP": lambda _folder: made,
    }.items():
        monkeypatch.setitem(app.config, name, value)


def test_a_production_season_goes_from_locked_to_open(
    app: Flask,
    make: Factory,
    client: FlaskClient,
    season_id: int,
    desk: FlaskClient,
    other_desk: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.join_code(make.team(season_id), "abcdefgh2345")
    open_the_gate(app, monkeypatch)
    first = client.get("/join/abcdefgh2345")
    reasons = [told(client)]

    desk.post("/city/opening/facts", data=FACTS)
    reasons.append(told(client))
    desk.post("/city/opening/retention")
    desk.post("/city/opening/assessment/edit", data={**ANSWERS, "then": "hand_in"})
    own = desk.post("/city/opening/assessment/1", data={"signed": "赵敏，市卫健委"})
    reasons.append(told(client))
    other_desk.post("/city/opening/assessment/1", data={"signed": "钱进，市卫健委法规处处长"})
    desk.post("/city/opening/notice")

    assert "报名还没有开始" in first.text
    assert own.status_code == 409
    assert reasons == [
        ["handlers", "processor", "contact", "retention", "assessment", "notice", "https"],
        ["retention", "assessment", "notice"],
        ["assessment", "notice"],
    ]
    assert client.get("/readyz").json == {
        "ready": True,
        "enrolment": "open",
        "missing": [],
        "see_to_it": "/city/opening",
    }
    assert "报名已开放" in desk.get("/city/opening").text
    form = client.get("/join/abcdefgh2345")
    assert "六项同意" in form.text
    assert "运营公司" in form.text


def told(client: FlaskClient) -> list[str]:
    """Why enrolment is closed, as `/readyz` says."""
    answer = client.get("/readyz").json
    assert answer
    return [each["reason"] for each in answer["missing"]]
