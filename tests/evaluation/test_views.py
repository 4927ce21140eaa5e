"""The statistician's page, the organizer's page, and the file's way out."""

import csv
import io
import re
import zipfile

import pytest
from sqlalchemy import select, update

from tests.evaluation.conftest import PEOPLE, PURPOSE, Desk
from tests.queries import counted
from tracker import clock
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.database import db
from tracker.evaluation.models import FileContent, FileDecision
from tracker.evaluation.rules import VALID

ASKED = {"as_of": "2024-10-14", "purpose": PURPOSE}
ZH = {"Accept-Language": "zh"}


def test_she_asks_the_organizer_approves_and_the_file_comes(desk: Desk) -> None:
    hers, city = desk.browser(desk.statistician), desk.browser(desk.organizer)

    asked = hers.post("/evaluation", data=ASKED)
    offered = city.get("/evaluation/requests", headers=ZH).text
    (place,) = re.findall(r'action="(/evaluation/requests/\d+)"', offered)
    decided = city.post(place, data={"decision": "approve"})
    page = hers.get("/evaluation", headers=ZH).text
    (file,) = re.findall(r'action="(/evaluation/\d+/file)"', page)
    answer = hers.post(file)

    assert (asked.status_code, decided.status_code, answer.status_code) == (303, 303, 200)
    assert PURPOSE in offered
    assert f"现在有 {PEOPLE} 人同意用于评估" in offered
    assert "已批准" in page
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("people.csv").decode())))
    assert len(rows) == PEOPLE


def test_the_file_is_made_when_it_is_approved(desk: Desk) -> None:
    request_id = desk.asked()

    desk.browser(desk.organizer).post(
        f"/evaluation/requests/{request_id}", data={"decision": "approve"}
    )

    with desk.app.app_context():
        assert db.session.scalar(select(FileContent.rows)) == PEOPLE


def test_too_few_people_are_no_reason_not_to_answer_the_organizer(desk: Desk) -> None:
    for participant_id in desk.people[:4]:
        desk.withdraw(participant_id)

    answer = desk.browser(desk.organizer).post(
        f"/evaluation/requests/{desk.asked()}", data={"decision": "approve"}
    )

    assert answer.status_code == 303


def test_both_sides_see_every_copy_with_its_fingerprint(desk: Desk) -> None:
    request_id = desk.approved()
    hers = desk.browser(desk.statistician)
    for _ in range(2):
        hers.post(f"/evaluation/{request_id}/file")

    pages = [
        hers.get("/evaluation", headers=ZH).text,
        desk.browser(desk.organizer).get("/evaluation/requests", headers=ZH).text,
    ]

    for page in pages:
        assert "下载记录（2 次）" in page
        assert len(re.findall(r"<code[^>]*>[0-9a-f]{64}</code>", page)) == 2


def test_a_purpose_is_at_least_a_sentence_and_what_was_typed_stays(desk: Desk) -> None:
    answer = desk.browser(desk.statistician).post(
        "/evaluation", data=ASKED | {"purpose": "统计"}, headers=ZH
    )

    assert answer.status_code == 422
    assert "请用一两句话写清用途" in answer.text
    assert ">\n统计</textarea>" in answer.text.replace("\r", "")


def test_a_day_that_is_not_offered_is_refused(desk: Desk) -> None:
    answer = desk.browser(desk.statistician).post(
        "/evaluation", data=ASKED | {"as_of": "2024-10-07"}
    )

    assert answer.status_code == 422


def test_a_refused_request_gives_no_file_and_no_button(desk: Desk) -> None:
    request_id, hers = desk.asked(), desk.browser(desk.statistician)
    desk.browser(desk.organizer).post(
        f"/evaluation/requests/{request_id}", data={"decision": "refuse"}
    )

    page, answer = hers.get("/evaluation", headers=ZH), hers.post(f"/evaluation/{request_id}/file")

    assert "未批准" in page.text
    assert f"/evaluation/{request_id}/file" not in page.text
    assert answer.status_code == 409


def test_an_expired_approval_gives_no_file(desk: Desk) -> None:
    request_id, hers = desk.approved(), desk.browser(desk.statistician)
    with desk.app.app_context():
        gone = {"expires_at": clock.now() - VALID}
        db.session.execute(update(FileDecision).values(gone))
        db.session.commit()

    answer = hers.post(f"/evaluation/{request_id}/file", headers=ZH)

    assert answer.status_code == 409
    assert "已过期" in answer.text


def test_too_few_people_make_no_file(desk: Desk) -> None:
    for participant_id in desk.people[:4]:
        desk.withdraw(participant_id)

    answer = desk.browser(desk.statistician).post(f"/evaluation/{desk.approved()}/file", headers=ZH)
    city = desk.browser(desk.organizer).get("/evaluation/requests", headers=ZH).text

    assert answer.status_code == 409
    assert "同意的人太少" in answer.text
    assert "不到 10 人" in city


def test_the_second_decision_is_told_that_there_was_one(desk: Desk) -> None:
    request_id = desk.approved()

    answer = desk.browser(desk.organizer).post(
        f"/evaluation/requests/{request_id}", data={"decision": "refuse"}, headers=ZH
    )

    assert answer.status_code == 409
    assert "刚才已经有人决定了" in answer.text


def test_nobody_approves_her_own_request(desk: Desk) -> None:
    desk.make.grant(desk.statistician, desk.season_id, Role.CITY, CITY_SCOPE)

    answer = desk.browser(desk.statistician).post(
        f"/evaluation/requests/{desk.asked()}", data={"decision": "approve"}, headers=ZH
    )

    assert answer.status_code == 409
    assert "另一位市级管理员" in answer.text


@pytest.mark.parametrize("decision", ["", "perhaps"])
def test_a_decision_is_yes_or_no(desk: Desk, decision: str) -> None:
    answer = desk.browser(desk.organizer).post(
        f"/evaluation/requests/{desk.asked()}", data={"decision": decision}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("who", "place"), [("statistician", "/evaluation"), ("organizer", "/evaluation/requests")]
)
def test_the_password_is_asked_again(desk: Desk, who: str, place: str) -> None:
    answer = desk.make.signed_in(getattr(desk, who)).get(place)

    assert (answer.status_code, answer.location) == (302, f"/confirm-password?next={place}")


def test_a_purpose_is_text_and_nothing_else(desk: Desk) -> None:
    desk.asked("<script>alert(1)</script> 为了评估活动的变化")

    page = desk.browser(desk.organizer).get("/evaluation/requests").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_before_anything_is_frozen_there_is_nothing_to_ask_for(desk: Desk) -> None:
    desk.make.grant(desk.statistician, desk.make.season(), Role.STATISTICIAN, CITY_SCOPE)

    page = desk.browser(desk.statistician).get("/evaluation", headers=ZH).text

    assert "还没有可以申请的定格" in page
    assert "<textarea" not in page


def test_pages_ask_the_database_little(desk: Desk) -> None:
    for _ in range(3):
        desk.asked()
    hers, city = desk.browser(desk.statistician), desk.browser(desk.organizer)

    with counted(desk.app) as of_hers:
        hers.get("/evaluation")
    with counted(desk.app) as of_city:
        city.get("/evaluation/requests")

    # Person with grants, season, snapshots or two counts, requests with decisions, copies; header.
    assert (len(of_hers), len(of_city)) == (6, 7)


def test_the_command_deletes_what_has_expired(desk: Desk) -> None:
    request_id = desk.approved()
    desk.browser(desk.statistician).post(f"/evaluation/{request_id}/file")
    with desk.app.app_context():
        db.session.execute(update(FileDecision).values(expires_at=clock.now()))
        db.session.commit()

    result = desk.app.test_cli_runner().invoke(args=["forget-evaluation-files"])

    assert result.output == "1 expired files deleted.\n"
