"""Leaving with days to come back, erasing who did not, and limiting what is done with data."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import Factory
from tests.privacy.rows import HERS, NAME, fill
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import LimitedError, NotTakingPartError
from tracker.campaign.store import current_season
from tracker.compliance.rules.retention import Group
from tracker.database import db
from tracker.exercise import store as exercise
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort, Entry
from tracker.privacy import store
from tracker.privacy.models import ConsentProof, Erasure, LeavingPart, LeavingRow
from tracker.privacy.rules import BARE_NAME, NotLeavingError
from tracker.teams.models import Membership, TeamRow
from tracker.teams.store import lead_of, members, merge_team

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
WEEK_LATER = NOW + timedelta(days=7)
LATER = TODAY + timedelta(days=7)
ENTRY = Entry("a" * 32, TODAY, "yoga", Effort.LIGHT, 30)


@pytest.fixture
def team_id(make: Factory) -> int:
    return make.team(make.season())


@pytest.fixture
def her(make: Factory, database: Flask, team_id: int) -> int:
    assert database
    season_id = season_of(database)
    account_id = make.account(NAME, HERS)
    return make.participant(season_id, team_id, account_id=account_id)


def season_of(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(ParticipantRow.season_id).limit(1))
        season = current_season()
    assert season
    return found or season.id


def stays(participant_id: int) -> list[tuple[date, date | None, int]]:
    db.session.remove()
    query = select(Membership).where(Membership.participant_id == participant_id)
    rows = db.session.scalars(query.order_by(Membership.first))
    return [(row.first, row.last, row.team_id) for row in rows]


def count(model: type) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_whoever_asked_to_be_erased_is_in_no_team_and_can_note_nothing(
    make: Factory, her: int, team_id: int
) -> None:
    store.leave(make.account_of(her), TODAY, NOW)

    assert members(team_id, TODAY) == []
    with pytest.raises(NotTakingPartError):
        exercise.record(her, ENTRY, NOW)


def test_asking_twice_is_asking_once(make: Factory, her: int) -> None:
    account_id = make.account_of(her)

    first = store.leave(account_id, TODAY, NOW)
    again = store.leave(account_id, LATER, WEEK_LATER)

    assert again == first == store.leaving_of(account_id)
    assert first.until == WEEK_LATER


def test_who_comes_back_is_in_her_team_as_if_nothing_had_been(
    make: Factory, her: int, team_id: int
) -> None:
    before = stays(her)

    store.leave(make.account_of(her), TODAY, NOW)
    left = stays(her)
    store.come_back(make.account_of(her), TODAY + timedelta(days=3))

    assert left == [(before[0][0], TODAY - timedelta(days=1), team_id)]
    assert stays(her) == before
    assert [each.participant_id for each in members(team_id, LATER)] == [her]
    assert (count(LeavingRow), count(LeavingPart)) == (0, 0)
    exercise.record(her, ENTRY, NOW)


def test_who_enrolled_today_comes_back_to_the_same_day(
    make: Factory, database: Flask, team_id: int
) -> None:
    newcomer = make.participant(season_of(database), team_id, enrolled_on=TODAY)
    before = stays(newcomer)

    store.leave(make.account_of(newcomer), TODAY, NOW)
    store.come_back(make.account_of(newcomer), TODAY)

    assert stays(newcomer) == before


def test_who_comes_back_to_a_team_that_is_no_more_is_in_the_one_it_became(
    make: Factory, database: Flask, her: int, team_id: int
) -> None:
    with database.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    other = make.team_in(unit_id, "二组")
    account_id = make.account_of(her)

    store.leave(account_id, TODAY, NOW)
    merge_team(team_id, other, "", make.account("赵敏"), TODAY, NOW)
    store.come_back(account_id, LATER)

    assert [(last, team) for _, last, team in stays(her)] == [
        (LATER - timedelta(days=1), team_id),
        (None, other),
    ]


def test_nobody_comes_back_who_did_not_ask(make: Factory, her: int) -> None:
    with pytest.raises(NotLeavingError):
        store.come_back(make.account_of(her), TODAY)


def test_a_leader_who_leaves_leaves_the_lead_to_be_taken_over(
    make: Factory, database: Flask, her: int, team_id: int
) -> None:
    season_id, account_id = season_of(database), make.account_of(her)
    make.grant(account_id, season_id, Role.LEADER, team_scope(team_id))
    deputy = make.leader(season_id, team_id, Role.DEPUTY)

    store.leave(account_id, TODAY, NOW)

    lead = lead_of(team_id)
    assert lead.leader is None
    assert lead.deputy
    assert lead.deputy.account_id == deputy


def test_nobody_is_erased_before_seven_days_are_over(make: Factory, her: int) -> None:
    store.leave(make.account_of(her), TODAY, NOW)

    early = store.erase_due(LATER, WEEK_LATER - timedelta(seconds=1))
    due = store.erase_due(LATER, WEEK_LATER)
    again = store.erase_due(LATER, WEEK_LATER)

    assert (early, due, again) == (0, 1, 0)
    assert count(Erasure) == 1


def test_whoever_came_back_is_not_erased(make: Factory, her: int) -> None:
    store.leave(make.account_of(her), TODAY, NOW)
    store.come_back(make.account_of(her), LATER)

    assert store.erase_due(LATER, WEEK_LATER) == 0
    assert count(Erasure) == 0


def test_the_certificate_has_the_number_she_was_told_and_names_nobody(
    make: Factory, her: int
) -> None:
    make.reading(her, TODAY, 66_600)
    make.exercise(her, TODAY)
    told = store.leave(make.account_of(her), TODAY, NOW)

    store.erase_due(LATER, WEEK_LATER)

    db.session.remove()
    found = store.certificate(told.number, backup_nights=14)
    assert found
    assert (found.asked_at, found.erased_at) == (NOW, WEEK_LATER)
    assert found.counts[Group.BODY] == 2  # the reading, and what joining asked
    assert found.counts[Group.EXERCISE] == 1
    assert sum(found.counts.values()) == found.rows
    assert found.proofs == 6
    assert store.leaving_numbered(told.number) is None
    assert store.certificate(told.number + 1, backup_nights=14) is None


def test_what_was_decided_stays_as_proof_under_the_number_alone(make: Factory, her: int) -> None:
    told = store.leave(make.account_of(her), TODAY, NOW)

    store.erase_due(LATER, WEEK_LATER)

    proofs = db.session.scalars(select(ConsentProof)).all()
    assert count(ConsentRow) == 0
    assert {each.number for each in proofs} == {told.number}
    columns = {column.name for column in ConsentProof.__table__.columns}
    assert not [name for name in columns if name.endswith("_id")]


def test_a_list_that_cannot_be_written_erases_nobody_and_the_next_night_does(
    make: Factory, database: Flask, her: int, tmp_path: Path
) -> None:
    account_id = make.account_of(her)
    store.leave(account_id, TODAY, NOW)
    blocked = tmp_path / "file"
    blocked.write_text("")
    before = database.config["BACKUP_FOLDER"]

    try:
        database.config["BACKUP_FOLDER"] = blocked / "folder"
        failed = store.erase_due(LATER, WEEK_LATER)
        database.config["BACKUP_FOLDER"] = tmp_path / "backups"
        done = store.erase_due(LATER, WEEK_LATER)
    finally:
        database.config["BACKUP_FOLDER"] = before

    assert (failed, done) == (0, 1)
    assert str(account_id) in (tmp_path / "backups" / "erasures.txt").read_text()


def test_two_jobs_at_once_erase_her_once(make: Factory, database: Flask, her: int) -> None:
    store.leave(make.account_of(her), TODAY, NOW)
    done: list[int] = []
    gate = Barrier(2)

    def job() -> None:
        with database.app_context():
            gate.wait()
            done.append(store.erase_due(LATER, WEEK_LATER))

    jobs = [Thread(target=job) for _ in range(2)]
    for each in jobs:
        each.start()
    for each in jobs:
        each.join()

    assert sorted(done) == [0, 1]
    assert count(Erasure) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_returning_at_the_moment_of_erasing_is_one_or_the_other_whole(
    make: Factory, database: Flask, her: int, attempt: int
) -> None:
    assert attempt >= 0
    account_id = make.account_of(her)
    store.leave(account_id, TODAY, NOW)
    gate = Barrier(2)
    back: list[bool] = []

    def returning() -> None:
        with database.app_context():
            gate.wait()
            try:
                store.come_back(account_id, LATER)
            except NotLeavingError:
                back.append(False)
            else:
                back.append(True)

    thread = Thread(target=returning)
    thread.start()
    with database.app_context():
        gate.wait()
        erased = store.erase_due(LATER, WEEK_LATER)
    thread.join()

    assert back == [not erased]
    db.session.remove()
    name = db.session.get_one(Account, account_id).name
    part = db.session.get_one(ParticipantRow, her)
    assert (name == BARE_NAME, part.left_on is None) == (bool(erased), not erased)


def test_leaving_waits_for_what_she_is_just_noting_and_nothing_comes_after(
    make: Factory, database: Flask, her: int
) -> None:
    gate = Barrier(2)

    def noting() -> None:
        with database.app_context():
            gate.wait()
            for number in range(20):
                entry = Entry(f"{number:032x}", TODAY, "yoga", Effort.LIGHT, 30)
                try:
                    exercise.record(her, entry, NOW)
                except NotTakingPartError:
                    return

    thread = Thread(target=noting)
    thread.start()
    with database.app_context():
        account_id = make.account_of(her)
        gate.wait()
        store.leave(account_id, TODAY, NOW)
        noted = count(EntryRow)
    thread.join()

    assert count(EntryRow) == noted
    assert store.erase_due(LATER, WEEK_LATER) == 1
    assert count(EntryRow) == 0


def test_while_limited_nothing_is_noted_and_to_others_she_is_just_silent(
    her: int, team_id: int
) -> None:
    store.limit(her, TODAY, NOW)
    store.limit(her, TODAY, NOW)

    (line,) = members(team_id, TODAY)
    assert not line.shows_entries
    with pytest.raises(LimitedError):
        exercise.record(her, ENTRY, NOW)


def test_what_is_lifted_is_as_it_was(her: int, team_id: int) -> None:
    store.limit(her, TODAY, NOW)
    store.lift(her, TODAY)
    store.lift(her, TODAY)

    (line,) = members(team_id, TODAY)
    assert line.shows_entries
    exercise.record(her, ENTRY, NOW)


def test_who_was_limited_before_she_asked_is_so_when_she_comes_back(
    make: Factory, her: int
) -> None:
    store.limit(her, TODAY, NOW)

    store.leave(make.account_of(her), TODAY, WEEK_LATER)
    store.come_back(make.account_of(her), TODAY)

    with pytest.raises(LimitedError):
        exercise.record(her, ENTRY, NOW)


def test_a_person_with_everything_leaves_and_is_erased(
    make: Factory, database: Flask, team_id: int
) -> None:
    her = fill(make, season_of(database), team_id, HERS, NAME)
    account_id = make.account_of(her)

    store.leave(account_id, TODAY, NOW)
    store.erase_due(LATER, WEEK_LATER)

    db.session.remove()
    assert db.session.get_one(Account, account_id).name == BARE_NAME
    grants = select(RoleGrant).where(
        RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None)
    )
    assert db.session.scalars(grants).all() == []
