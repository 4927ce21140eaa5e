"""Versions that never change: notices, facts, the assessment; and what left."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from tests.factories import Factory
from tracker.compliance import store
from tracker.compliance.rules import (
    FIRST_FACTS,
    HandedInError,
    Heading,
    Language,
    NotHandedInError,
    OwnAssessmentError,
    ReleaseKind,
    Words,
)

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 7, 1, 4, tzinfo=UTC)
ANSWERS = {each: each.value for each in Heading}


def words(text: str) -> dict[Language, Words]:
    """A notice that says this, in both languages."""
    return {each: Words(f"<p>{text} {each.value}</p>", "<p>约定</p>") for each in Language}


@pytest.fixture
def season_id(make: Factory) -> int:
    """A season."""
    return make.season()


@pytest.fixture
def author(make: Factory) -> int:
    """Who writes."""
    return make.account("赵敏")


@pytest.fixture
def approver(make: Factory) -> int:
    """Who approves."""
    return make.account("钱进")


def test_before_the_first_there_is_no_notice(season_id: int) -> None:
    assert store.current_notice(season_id) is None
    assert store.notices(season_id) == []


def test_a_changed_notice_is_a_new_version_and_the_former_stays(
    season_id: int, author: int
) -> None:
    versions = [store.publish(season_id, words(text), author, NOW) for text in ("甲", "甲", "乙")]

    current, former = store.current_notice(season_id), store.notice_version(season_id, 1)
    assert versions == [1, 1, 2]
    assert current
    assert former
    assert (current.version, current.words) == (2, words("乙"))
    assert former.words == words("甲")
    assert former.sha256 != current.sha256
    assert [each.version for each in store.notices(season_id)] == [2, 1]


def test_two_who_publish_the_same_at_once_publish_one_version(
    database: Flask, season_id: int, author: int
) -> None:
    barrier, failed = Barrier(2), []

    def publish() -> None:
        with database.app_context():
            barrier.wait()
            try:
                store.publish(season_id, words("甲"), author, NOW)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells of it
                failed.append(error)

    threads = [Thread(target=publish) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failed == []
    assert [each.version for each in store.notices(season_id)] == [1]


def test_confirmed_dates_stay_confirmed_when_other_facts_change(
    season_id: int, author: int
) -> None:
    store.confirm_retention(season_id, "d" * 64, author, NOW)
    store.save_facts(season_id, FIRST_FACTS, author, NOW)

    found = store.facts_of(season_id)

    assert found
    assert found.retention == "d" * 64


def test_a_draft_is_written_over_until_it_is_handed_in(season_id: int, author: int) -> None:
    store.save_assessment(season_id, 1, {Heading.IMPACT: "半"}, author, NOW, hand_in=False)
    store.save_assessment(season_id, 1, ANSWERS, author, NOW, hand_in=True)

    with pytest.raises(HandedInError):
        store.save_assessment(season_id, 1, {}, author, NOW, hand_in=False)

    found = store.assessment(season_id, 1)
    assert found
    assert found.answers == ANSWERS
    assert not store.on_record(season_id).assessed


def test_another_than_the_author_approves_once(season_id: int, author: int, approver: int) -> None:
    later = NOW + timedelta(days=1)
    with pytest.raises(NotHandedInError):
        store.approve(season_id, 1, approver, "钱进", NOW)
    store.save_assessment(season_id, 1, ANSWERS, author, NOW, hand_in=True)
    with pytest.raises(OwnAssessmentError):
        store.approve(season_id, 1, author, "赵敏", NOW)

    store.approve(season_id, 1, approver, "钱进，处长", later)

    with pytest.raises(NotHandedInError):
        store.approve(season_id, 1, approver, "钱进", later)
    found = store.assessments(season_id)[0]
    assert (found.signed, found.approved_at, found.approver_id) == ("钱进，处长", later, approver)
    assert store.on_record(season_id).assessed


def test_what_left_is_told_with_who_took_it(season_id: int, author: int) -> None:
    store.note_release(season_id, ReleaseKind.BRIEF, ("city", "简报", "f" * 64), author, NOW)

    found = store.releases(season_id)

    assert [(each.kind, each.scope, each.by) for each in found] == [
        (ReleaseKind.BRIEF, "city", "赵敏")
    ]
