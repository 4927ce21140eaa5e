"""A changed notice asks anew, with the difference shown, and refusing is no silent yes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import Factory
from tests.queries import counted
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.compliance.rules import Language, Words
from tracker.compliance.store import publish
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.privacy import store
from tracker.privacy.rules.changes import Change, Kind, changes, sentences

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
FIRST = "<h2>保存多久</h2><p>保存到明年五月。到期删除。</p><p>市卫生健康委负责。</p>"
SECOND = "<h2>保存多久</h2><p>保存到后年五月。到期删除。</p><p>市卫生健康委负责。有问题打电话。</p>"
EXERCISE = {"kind": "yoga", "minutes": "30", "key": "a" * 32}


@dataclass
class Scene:
    """A woman who agreed to the first version of the season's notice."""

    make: Factory
    season: int
    her: int
    browser: FlaskClient
    organizer: int

    def publish(self, words: str) -> int:
        """Put these words in force."""
        both = {each: Words(words, "<p>约定。</p>") for each in Language}
        with self.make.app.app_context():
            return publish(self.season, both, self.organizer, NOW)

    def answer(self, said: str, version: int = 2) -> Any:
        """Press one of the three buttons."""
        form = {"answer": said, "version": str(version), "next": "/exercise"}
        return self.browser.post("/me/notice", data=form)


@pytest.fixture
def scene(make: Factory) -> Scene:
    season = make.season()
    her = make.participant(season, make.team(season))
    browser = make.signed_in(make.account_of(her))
    found = Scene(make, season, her, browser, make.organizer(season))
    assert found.publish(FIRST) == 1
    return found


@pytest.fixture
def changed(scene: Scene) -> Scene:
    assert scene.publish(SECOND) == 2
    return scene


texts = st.lists(st.text("甲乙丙。！", max_size=8), max_size=6)


@given(texts, texts)
def test_what_is_gone_and_what_is_new_make_the_newer_from_the_older(
    before: list[str], after: list[str]
) -> None:
    found = changes(before, after)

    gone = sorted(each.text for each in found if each.kind is Kind.GONE)
    added = sorted(each.text for each in found if each.kind is Kind.ADDED)
    kept = sorted(sentences(before))
    for text in gone:
        kept.remove(text)
    assert sorted(kept + added) == sorted(sentences(after))


def test_a_change_is_told_by_sentence() -> None:
    found = changes(["保存到明年五月。到期删除。"], ["保存到后年五月。到期删除。"])

    assert found == [Change(Kind.GONE, "保存到明年五月。"), Change(Kind.ADDED, "保存到后年五月。")]


def test_the_notice_she_agreed_to_asks_nothing(scene: Scene) -> None:
    assert scene.browser.get("/exercise").status_code == 200
    assert scene.browser.get("/me/notice").location == "/notice"


@pytest.mark.usefixtures("nobody_greeted")
@pytest.mark.parametrize("address", ["/", "/me", "/weight", "/exercise", "/learn"])
def test_a_changed_notice_comes_before_every_page_of_hers(changed: Scene, address: str) -> None:
    answer = changed.browser.get(address)

    assert answer.status_code == 303
    assert answer.location.startswith("/me/notice")


@pytest.mark.parametrize(
    "address", ["/me/data", "/me/seen", "/me/consents", "/me/leave", "/notice", "/account"]
)
def test_her_own_datas_pages_are_open_all_the_same(changed: Scene, address: str) -> None:
    assert changed.browser.get(address).status_code == 200


def test_the_page_shows_what_changed(changed: Scene) -> None:
    page = changed.browser.get("/me/notice").text

    assert "<del>保存到明年五月。</del>" in page
    assert "<ins>保存到后年五月。</ins>" in page
    assert "<ins>有问题打电话。</ins>" in page
    assert "<ins>到期删除。</ins>" not in page
    assert 'href="/notice/1"' in page


def test_nothing_new_is_stored_before_she_answers(changed: Scene, app: Flask) -> None:
    answer = changed.browser.post("/exercise", data=EXERCISE)

    assert (answer.status_code, answer.location) == (303, "/me/notice")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(EntryRow)) == 0


def test_agreeing_is_put_down_and_leads_on(changed: Scene, app: Flask) -> None:
    answer = changed.answer("yes")

    assert (answer.status_code, answer.location) == (303, "/exercise")
    assert changed.browser.post("/exercise", data=EXERCISE).location != "/me/notice"
    with app.app_context():
        decided = store.decisions(changed.her)[ConsentKind.TERMS]
        assert (decided.given, decided.version) == (True, 2)


def test_refusing_limits_what_is_done_and_is_not_asked_again(changed: Scene, app: Flask) -> None:
    answer = changed.answer("no")

    assert (answer.status_code, answer.location) == (303, "/me/data")
    assert changed.browser.get("/me").status_code == 200
    changed.browser.post("/exercise", data=EXERCISE)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(EntryRow)) == 0
        assert db.session.get_one(ParticipantRow, changed.her).limited_at is not None
        assert not store.decisions(changed.her)[ConsentKind.TERMS].given


def test_lifting_the_limit_is_no_silent_yes(changed: Scene, app: Flask) -> None:
    changed.answer("no")
    with app.app_context():
        store.lift(changed.her, date(2024, 10, 16))

    assert changed.browser.get("/exercise").location.startswith("/me/notice")


def test_agreeing_after_all_lifts_it(changed: Scene, app: Flask) -> None:
    changed.answer("no")

    assert "变了哪些" in changed.browser.get("/me/notice").text
    changed.answer("yes")

    assert changed.browser.get("/exercise").status_code == 200
    with app.app_context():
        assert db.session.get_one(ParticipantRow, changed.her).limited_at is None


def test_put_off_it_lets_her_read_today_and_asks_tomorrow(changed: Scene, app: Flask) -> None:
    changed.answer("later")

    assert changed.browser.get("/exercise").status_code == 200
    assert changed.browser.post("/exercise", data=EXERCISE).location == "/me/notice"
    app.config["TRACKER_TODAY"] += timedelta(days=1)
    assert changed.browser.get("/exercise").status_code == 303


def test_what_was_put_off_does_not_cover_yet_another_version(changed: Scene) -> None:
    changed.answer("later")

    assert changed.publish(FIRST + "<p>又改了。</p>") == 3

    assert changed.browser.get("/exercise").status_code == 303


def test_nobody_agrees_to_words_she_was_not_shown(changed: Scene, app: Flask) -> None:
    answer = changed.answer("yes", version=1)

    assert answer.location.startswith("/me/notice")
    with app.app_context():
        assert store.decisions(changed.her)[ConsentKind.TERMS].version == 1


def test_whoever_agreed_before_any_was_published_reads_the_whole(make: Factory) -> None:
    season = make.season()
    her = make.participant(season, make.team(season))
    scene = Scene(make, season, her, make.signed_in(make.account_of(her)), make.organizer(season))
    with make.app.app_context():
        store.decide(her, ConsentKind.TERMS, "0" * 64, 0, date(2024, 10, 16), NOW, given=True)
    scene.publish(FIRST)

    page = scene.browser.get("/me/notice", follow_redirects=True).text

    assert "还没有公布成编号的版本" in page
    assert "保存到明年五月" in page


def test_no_page_asks_the_database_more_for_it(changed: Scene, app: Flask) -> None:
    changed.answer("yes")
    with counted(app) as found:
        changed.browser.get("/exercise")

    assert not [sql for sql in found if "compliance_notice" in sql]
