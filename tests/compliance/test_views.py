"""The city's pages before real people come, the gate, and what the world may read."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker import clock
from tracker.accounts.guards import PASSWORD_AT
from tracker.compliance.rules import Heading, Reason
from tracker.compliance.rules.retention import RETENTIONS

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
        "PUBLIC_ORIGIN": "https://jkt.example.cn",
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


def test_whatever_is_missing_has_a_name_on_the_page(desk: FlaskClient) -> None:
    names = re.findall(r"</strong>\s*<span>(.*?)</span>", desk.get("/city/opening").text)

    assert len(names) == len(Reason)
    assert all(names)


def test_facts_that_are_wrong_stay_as_they_were_typed(desk: FlaskClient) -> None:
    typed = {**FACTS, "contact_email": "nobody", "contact_phone": "x", "site": "http://a.cn"}

    answer = desk.post("/city/opening/facts", data=typed)

    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text
    assert 'value="http://a.cn"' in answer.text


def test_half_of_the_facts_can_be_saved(desk: FlaskClient) -> None:
    desk.post("/city/opening/facts", data={"name_1": "只填了这个"})

    assert 'value="只填了这个"' in desk.get("/city/opening/facts").text
    assert "请先填完" in desk.get("/city/opening/notice").text


def test_a_draft_keeps_what_was_typed_and_says_what_is_missing(desk: FlaskClient) -> None:
    kept = desk.post("/city/opening/assessment/edit", data={"impact": "<b>半句</b>"})
    handed = desk.post(
        "/city/opening/assessment/edit", data={"impact": "<b>半句</b>", "then": "hand_in"}
    )

    assert kept.status_code == 303
    assert handed.status_code == 422
    assert "提交以前请写这一项" in handed.text
    assert "&lt;b&gt;半句&lt;/b&gt;" in desk.get("/city/opening/assessment/1").text


def test_a_new_version_begins_with_the_words_of_the_former(
    desk: FlaskClient, other_desk: FlaskClient
) -> None:
    address = "/city/opening/assessment/edit"
    desk.post(address, data={**ANSWERS, "then": "hand_in"})
    other_desk.post("/city/opening/assessment/1", data={"signed": "钱进"})

    page = other_desk.get(address).text

    assert "第 2 版" in page
    assert ANSWERS["impact"] in page


def test_a_published_notice_never_changes_and_a_changed_one_is_told(
    desk: FlaskClient, client: FlaskClient
) -> None:
    desk.post("/city/opening/facts", data=FACTS)
    desk.post("/city/opening/notice")
    desk.post("/city/opening/facts", data={**FACTS, "processor_name": "另一家公司"})
    before = client.get("/notice").text
    stale = desk.get("/city/opening").text
    preview = desk.get("/city/opening/notice").text

    desk.post("/city/opening/notice")

    assert "公布的告知书还是以前的" in stale
    assert "和第 1 版的差别" in preview
    assert "另一家公司" not in before
    assert "另一家公司" in client.get("/notice").text
    assert "运营公司" in client.get("/notice/1").text
    assert client.get("/notice/3").status_code == 404


def test_what_an_organizer_types_is_escaped_in_the_notice(
    desk: FlaskClient, client: FlaskClient
) -> None:
    desk.post("/city/opening/facts", data={**FACTS, "processor_name": "<script>x</script>"})
    desk.post("/city/opening/notice")

    assert "<script>x" not in client.get("/notice").text
    assert "&lt;script&gt;x" in client.get("/notice").text


def test_a_closed_door_is_a_conflict_for_who_tries_and_takes_nothing(
    app: Flask, make: Factory, client: FlaskClient, season_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = make.team(season_id)
    make.join_code(team, "abcdefgh2345")
    open_the_gate(app, monkeypatch)

    answers = [
        client.post("/join/abcdefgh2345", data={"name": "王芳"}),
        client.post(f"/ask-to-join/{team}", data={"name": "王芳"}),
        client.get(f"/ask-to-join/{team}"),
        client.get("/ask-to-join"),
    ]

    assert [each.status_code for each in answers] == [409, 409, 200, 200]
    assert all("报名还没有开始" in each.text for each in answers)


def test_outside_production_nothing_is_held_back(client: FlaskClient, season_id: int) -> None:
    told_here = client.get("/readyz").json

    assert season_id
    assert told_here == {"ready": False}


def test_security_txt_is_what_its_standard_asks_for(desk: FlaskClient, client: FlaskClient) -> None:
    before = client.get("/.well-known/security.txt").status_code
    desk.post("/city/opening/facts", data=FACTS)

    answer = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in reversed(answer.text.splitlines()))
    assert before == 404
    assert answer.mimetype == "text/plain"
    assert lines["Contact"] == "mailto:privacy@example.com"
    assert lines["Canonical"] == "https://jkt.example.cn/.well-known/security.txt"
    assert lines["Preferred-Languages"] == "zh, en"
    assert date(2024, 7, 20) < date.fromisoformat(lines["Expires"][:10]) < date(2025, 7, 20)


def test_the_register_and_the_dates_name_every_table(desk: FlaskClient) -> None:
    page = desk.get("/city/opening/register").text

    assert all(line.table in page for line in RETENTIONS)


def test_the_paper_is_for_the_city_alone(make: Factory, season_id: int) -> None:
    district = make.signed_in(make.organizer(season_id, "110112"))

    assert {district.get(path).status_code for path in PAGES} == {403}
