"""Requests are decided once, files are made of whoever agrees, and every copy is on record."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.evaluation.conftest import MONDAY, PEOPLE, PURPOSE, Desk
from tracker import clock
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.database import db
from tracker.evaluation import store
from tracker.evaluation.models import FileContent
from tracker.evaluation.rules import (
    VALID,
    Built,
    DecidedAlreadyError,
    NotApprovedError,
    OwnRequestError,
    Standing,
    TooFewError,
    UnknownRequestError,
)
from tracker.insights.rules import UnknownSnapshotError
from tracker.insights.store import freeze_as_of
from tracker.jobs import tasks as jobs
from tracker.privacy.store import erase

SECRET = "s" * 32


@pytest.fixture(autouse=True)
def inside(desk: Desk) -> Iterator[None]:
    """Everything here runs in an application's context."""
    with desk.app.app_context():
        yield


def fetched(desk: Desk, request_id: int, now: datetime | None = None) -> Built:
    return store.download(desk.season(), desk.statistician, request_id, SECRET, now or clock.now())


def people_in(made: Built) -> int:
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return len(list(csv.DictReader(io.StringIO(archive.read("people.csv").decode()))))


def test_a_request_waits_until_somebody_decides(desk: Desk) -> None:
    desk.asked()

    (found,) = store.requests(desk.season_id, clock.now())

    assert (found.as_of, found.version, found.purpose) == (MONDAY, 1, PURPOSE)
    assert (found.standing, found.asked_by, found.decided_by) == (Standing.WAITING, "钱敏", None)


def test_nothing_can_be_asked_for_as_of_a_day_that_was_not_frozen(desk: Desk) -> None:
    with pytest.raises(UnknownSnapshotError):
        store.ask(desk.season(), desk.statistician, date(2024, 10, 7), PURPOSE, clock.now())


def test_the_latest_version_of_a_snapshot_is_the_one_asked_for(desk: Desk) -> None:
    freeze_as_of(desk.season(), MONDAY, clock.now(), "a correction")

    desk.asked()

    assert store.requests(desk.season_id, clock.now())[0].version == 2


def test_an_approved_file_can_be_fetched_and_each_copy_is_on_record(desk: Desk) -> None:
    request_id = desk.approved()

    first, second = fetched(desk, request_id), fetched(desk, request_id)

    (record,) = store.requests(desk.season_id, clock.now(), desk.statistician)
    assert first == second
    assert people_in(first) == PEOPLE
    assert [(each.sha256, each.rows, each.name) for each in record.downloads] == [
        (first.sha256, PEOPLE, "钱敏")
    ] * 2


def test_nothing_is_fetched_before_the_approval_nor_after_a_refusal(desk: Desk) -> None:
    waiting, refused = desk.asked(), desk.asked()
    store.decide(desk.season_id, refused, desk.organizer, clock.now(), approved=False)

    for request_id in (waiting, refused):
        with pytest.raises(NotApprovedError):
            fetched(desk, request_id)
    assert [each.downloads for each in store.requests(desk.season_id, clock.now())] == [(), ()]


def test_an_approval_expires_and_the_file_is_gone_then(desk: Desk) -> None:
    request_id = desk.approved()
    fetched(desk, request_id)
    later = clock.now() + VALID

    with pytest.raises(NotApprovedError):
        fetched(desk, request_id, later)

    assert store.forget_expired(later) == 1
    assert db.session.scalar(select(func.count()).select_from(FileContent)) == 0
    (record,) = store.requests(desk.season_id, later)
    assert (record.standing, len(record.downloads)) == (Standing.EXPIRED, 1)


def test_a_file_that_is_valid_is_not_forgotten(desk: Desk) -> None:
    fetched(desk, desk.approved())

    assert store.forget_expired(clock.now() + VALID - timedelta(minutes=1)) == 0


def test_a_decision_is_made_once(desk: Desk) -> None:
    request_id = desk.approved()

    with pytest.raises(DecidedAlreadyError):
        store.decide(desk.season_id, request_id, desk.organizer, clock.now(), approved=False)

    assert store.requests(desk.season_id, clock.now())[0].standing is Standing.APPROVED


def test_nobody_decides_on_her_own_request(desk: Desk) -> None:
    desk.make.grant(desk.statistician, desk.season_id, Role.CITY, CITY_SCOPE)
    request_id = desk.asked()

    with pytest.raises(OwnRequestError):
        store.decide(desk.season_id, request_id, desk.statistician, clock.now(), approved=True)


def test_another_statisticians_file_is_nobodys_business(desk: Desk) -> None:
    request_id = desk.approved()
    other = desk.make.account("别人")

    with pytest.raises(UnknownRequestError):
        store.download(desk.season(), other, request_id, SECRET, clock.now())
    assert store.requests(desk.season_id, clock.now(), other) == ()


@pytest.mark.parametrize("request_id", [1, 9_999_999_999_999_999])
def test_a_request_that_is_none_cannot_be_decided(desk: Desk, request_id: int) -> None:
    with pytest.raises(UnknownRequestError):
        store.decide(desk.season_id, request_id, desk.organizer, clock.now(), approved=True)


def test_a_request_of_another_season_cannot_be_decided_in_this_one(desk: Desk) -> None:
    request_id = desk.asked()

    with pytest.raises(UnknownRequestError):
        store.decide(desk.make.season(), request_id, desk.organizer, clock.now(), approved=True)


def test_whoever_withdrew_is_in_no_later_file_and_may_come_back(desk: Desk) -> None:
    first = people_in(fetched(desk, desk.approved()))
    desk.withdraw(desk.people[0])

    second = people_in(fetched(desk, desk.approved()))
    desk.withdraw(desk.people[0], given=True)
    third = people_in(fetched(desk, desk.approved()))

    assert [first, second, third] == [PEOPLE, PEOPLE - 1, PEOPLE]


def test_a_file_that_was_made_stays_what_it_was(desk: Desk) -> None:
    request_id = desk.approved()
    before = fetched(desk, request_id)

    desk.withdraw(desk.people[0])

    assert fetched(desk, request_id) == before


def test_the_same_request_makes_the_same_file_again(desk: Desk) -> None:
    request_id = desk.approved()
    before = fetched(desk, request_id)
    db.session.query(FileContent).delete()
    db.session.commit()

    assert fetched(desk, request_id) == before


def test_two_requests_for_one_snapshot_cannot_be_joined_by_their_order(desk: Desk) -> None:
    files = [fetched(desk, desk.approved()) for _ in range(2)]

    assert files[0].sha256 != files[1].sha256


def test_too_few_people_make_no_file_and_no_copy(desk: Desk) -> None:
    for participant_id in desk.people[:3]:
        desk.withdraw(participant_id)
    request_id = desk.approved()

    with pytest.raises(TooFewError):
        fetched(desk, request_id)
    assert store.requests(desk.season_id, clock.now())[0].downloads == ()


def test_an_erased_person_is_in_no_file(desk: Desk) -> None:
    account_id = desk.make.account("王芳", "13899991234")
    team_id = desk.make.team(desk.season_id, "二组")
    desk.make.participant(desk.season_id, team_id, account_id=account_id)
    before = store.agreed(desk.season_id)

    erase("13899991234", MONDAY, clock.now())

    db.session.remove()
    file = fetched(desk, desk.approved())
    assert before.people - store.agreed(desk.season_id).people == 1
    assert people_in(file) == PEOPLE


def test_the_organizer_is_told_how_many_agree(desk: Desk) -> None:
    desk.withdraw(desk.people[0])

    found = store.agreed(desk.season_id)

    assert (found.people, found.enrolled) == (PEOPLE - 1, PEOPLE)


def test_the_nightly_job_forgets_what_expired(desk: Desk) -> None:
    fetched(desk, desk.approved())

    desk.app.config["TRACKER_TODAY"] = clock.today() + VALID + timedelta(days=1)
    jobs.forget()

    assert db.session.scalar(select(func.count()).select_from(FileContent)) == 0
