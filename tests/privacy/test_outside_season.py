"""Whoever takes no part, or no longer, finds her data, a copy and the way out as all others do."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker.accounts.rules import Role, participant_scope
from tracker.accounts.store import add_look
from tracker.campaign.models import ParticipantRow
from tracker.clock import now, today
from tracker.database import db, writing
from tracker.privacy import store

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
PHONE, PASSWORD = "13812340001", "six-green-bicycles"
DAY = date(2024, 10, 11)


class Her(NamedTuple):
    """Somebody with an account who is in no team, and her browser."""

    account_id: int
    browser: FlaskClient


@pytest.fixture(params=["organizer", "gone"])
def her(app: Flask, make: Factory, request: pytest.FixtureRequest) -> Her:
    season_id = make.season()
    account_id = make.account("赵敏", PHONE, PASSWORD)
    if request.param == "organizer":
        make.grant(account_id, season_id, Role.CITY, "city")
    else:
        part = make.participant(season_id, make.team(season_id), account_id=account_id)
        leader = make.account("李伟")
        with app.app_context(), writing() as session:
            session.get_one(ParticipantRow, part).left_on = date(2024, 10, 14)
            add_look(session, leader, participant_scope(part), "phone", DAY, NOW)
    browser = app.test_client()
    browser.post("/sign-in", data={"phone": PHONE, "password": PASSWORD})
    return Her(account_id, browser)


def test_her_account_leads_to_her_data_and_from_there_every_page_opens(her: Her) -> None:
    account, data = her.browser.get("/account").text, her.browser.get("/me/data").text

    assert 'href="/me/data"' in account
    for page in ("/me/seen", "/me/copy", "/me/leave"):
        assert f'href="{page}"' in data
        assert her.browser.get(page).status_code == 200
    for page in ("/me/consents", "/me/correct", "/me/limit"):
        assert f'href="{page}"' not in data


def test_who_looked_while_she_took_part_is_told_afterwards(her: Her) -> None:
    seen = her.browser.get("/me/seen").text

    assert "您现在不参加活动" in seen
    assert ("李伟" in seen) == ("还没有人看过" not in seen)


def test_she_gets_her_copy(her: Her) -> None:
    asked = her.browser.post("/me/copy")
    file = her.browser.get("/me/copy/file")

    assert asked.status_code == 303
    assert file.data.startswith(b"PK")


def test_she_leaves_comes_back_and_leaves_for_good_with_a_certificate(app: Flask, her: Her) -> None:
    browser = her.browser
    browser.post("/me/leave", data={"sure": "yes"})
    browser.post("/me/leave/return")
    back = browser.get("/me/leave").text
    browser.post("/me/leave", data={"sure": "yes"})
    with app.app_context():
        asked = store.leaving_of(her.account_id)
        assert asked
        erased = store.erase_due(today(), now() + timedelta(days=8))
        db.session.remove()

    certificate = app.test_client().get(f"/certificates/{asked.number}")

    assert "退出并删除我的数据" in back
    assert (erased, certificate.status_code) == (1, 200)
    assert browser.get("/me/data").status_code == 302
