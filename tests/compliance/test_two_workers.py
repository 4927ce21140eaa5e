"""A season opened by two workers: what one put on record the other says; one approval counts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compliance.test_views import ANSWERS, FACTS, open_the_gate, told
from tests.conftest import app_on
from tests.factories import Factory
from tracker import clock
from tracker.accounts.guards import PASSWORD_AT
from tracker.compliance import store
from tracker.database import db

APPROVERS = 6


@pytest.fixture
def worker(app: Flask) -> Iterator[Flask]:
    """Another worker's application on the same database."""
    found = app_on(app.config["SQLALCHEMY_DATABASE_URI"])
    found.config["TRACKER_TODAY"] = app.config["TRACKER_TODAY"]
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


def at_desk(make: Factory, account_id: int) -> FlaskClient:
    """A browser of theirs, in which the password was just given."""
    browser = make.signed_in(account_id)
    with make.app.app_context(), browser.session_transaction() as session:
        session[PASSWORD_AT] = int(clock.now().timestamp())
    return browser


def test_what_one_worker_puts_on_record_the_other_says(
    app: Flask, make: Factory, worker: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    season_id = make.season()
    author, approver = make.organizer(season_id), make.organizer(season_id)
    for each in (app, worker):
        open_the_gate(each, monkeypatch)
    here, there = app.test_client(), worker.test_client()
    writing, approving = at_desk(make, author), at_desk(Factory(worker), approver)

    said = []
    writing.post("/city/opening/facts", data=FACTS)
    said.append((told(here), told(there)))
    writing.post("/city/opening/retention")
    writing.post("/city/opening/assessment/edit", data={**ANSWERS, "then": "hand_in"})
    hers = at_desk(Factory(worker), author)
    own = hers.post("/city/opening/assessment/1", data={"signed": "赵敏"})
    approving.post("/city/opening/assessment/1", data={"signed": "钱进，法规处处长"})
    said.append((told(here), told(there)))
    approving.post("/city/opening/notice")
    said.append((told(here), told(there)))

    assert own.status_code == 409
    assert said == [
        (["retention", "assessment", "notice"],) * 2,
        (["notice"],) * 2,
        ([],) * 2,
    ]
    assert "报名已开放" in writing.get("/city/opening").text
    assert "报名已开放" in approving.get("/city/opening").text


def test_of_many_who_approve_at_once_one_does_and_never_the_author(
    app: Flask, make: Factory, worker: Flask
) -> None:
    season_id = make.season()
    author = make.organizer(season_id)
    at_desk(make, author).post("/city/opening/assessment/edit", data={**ANSWERS, "then": "hand_in"})
    people = [author, *(make.organizer(season_id) for _ in range(APPROVERS))]
    makes = [make, Factory(worker)]
    browsers = [at_desk(makes[place % 2], each) for place, each in enumerate(people)]
    start = Barrier(len(browsers))

    def approve(place: int) -> int:
        start.wait()
        data = {"signed": f"第{place}位"}
        return browsers[place].post("/city/opening/assessment/1", data=data).status_code

    with ThreadPoolExecutor(len(browsers)) as threads:
        answers = list(threads.map(approve, range(len(browsers))))

    with app.app_context():
        found = store.assessments(season_id)[0]
    assert (answers[0], sorted(answers)) == (409, [303] + [409] * APPROVERS)
    assert found.approver_id == people[answers.index(303)]
