"""Writing a simulated season, on both databases."""

from datetime import UTC, date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.accounts.store.passwords import matches
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import ConsentKind, PhaseKind
from tracker.campaign.store import current_season, participant_of
from tracker.database import Base, day_from_number, db
from tracker.exercise.models import EntryRow
from tracker.insights.models import Release, RolledUpTeam, TeamDay, TeamWeek
from tracker.simulation import store
from tracker.simulation.rules import Plan, World, make_world
from tracker.simulation.rules.people import NOBODY
from tracker.simulation.rules.staff import DEMO_PASSWORD
from tracker.teams.models import Membership, StaleTeamDay
from tracker.weight.models import ReadingRow

TODAY = date(2024, 10, 16)
WORLD = make_world(Plan(200, 7, TODAY))


def rows(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def written(database: Flask) -> World:  # noqa: ARG001 - the context it opens
    store.write(WORLD, lambda _table, _rows: None)
    return WORLD


@pytest.mark.usefixtures("database")
def test_a_thousand_people_and_all_their_entries_are_stored() -> None:
    written = make_world(Plan(1_000, 7, TODAY))

    store.write(written, lambda _table, _rows: None)

    assert rows(ParticipantRow) == 1_000
    assert rows(ReadingRow) == len(written.readings.person)
    assert rows(EntryRow) == len(written.entries.person)
    assert rows(Membership) == 1_000


def test_readings_come_back_as_they_were_drawn(written: World) -> None:
    log = written.readings
    found = db.session.scalars(
        select(ReadingRow).order_by(ReadingRow.participant_id, ReadingRow.day, ReadingRow.source)
    ).all()

    assert [row.grams for row in found] == log.grams.tolist()
    assert [row.day for row in found] == [day_from_number(day) for day in log.day.tolist()]
    noted = found[0].noted_at
    assert noted.tzinfo is UTC
    assert int(noted.timestamp()) == log.noted_minute[0] * 60


@pytest.mark.usefixtures("written")
def test_the_season_is_open_with_late_joining() -> None:
    season = current_season()

    assert season is not None
    assert season.calendar.covered(PhaseKind.LATE_JOINING, TODAY)
    assert season.calendar.starts == date(2024, 8, 11)


def test_who_left_is_no_member_from_that_day_on(written: World) -> None:
    query = select(ParticipantRow.left_on, Membership.last).join(
        Membership, Membership.participant_id == ParticipantRow.id
    )
    found = db.session.execute(query).all()
    pairs = [(left, last) for left, last in found if left and last]

    assert len(pairs) == (written.people.left != NOBODY).sum()
    assert all((left - last).days == 1 for left, last in pairs)


def test_a_change_of_mind_is_a_second_decision(written: World) -> None:
    decisions = db.session.scalars(
        select(func.count())
        .select_from(ConsentRow)
        .where(ConsentRow.kind == ConsentKind.LEADER_SEES)
        .group_by(ConsentRow.participant_id)
    ).all()

    assert sum(count == 2 for count in decisions) == written.people.changed_mind.sum()


@pytest.mark.usefixtures("written")
def test_only_demo_people_have_a_password() -> None:
    able = select(Account.phone, Account.password_hash).where(Account.password_hash != "-")
    found = db.session.execute(able).all()

    assert sorted(phone for phone, _ in found) == [f"1390000000{n}" for n in range(1, 7)]
    assert matches(found[0][1], DEMO_PASSWORD)
    assert not matches("-", "-")


def test_the_demo_participant_takes_part_with_body_data(written: World) -> None:
    account_id = db.session.scalar(select(Account.id).where(Account.phone == "13900000001"))
    season = current_season()
    assert account_id is not None
    assert season is not None

    demo = participant_of(account_id, season)

    assert demo is not None
    assert demo.body_data
    assert demo.id == written.people.id[written.people.demo]


@pytest.mark.usefixtures("written")
def test_nothing_derived_is_written() -> None:
    derived = (StaleTeamDay, RolledUpTeam, TeamDay, TeamWeek, Release)

    assert [rows(model) for model in derived] == [0] * len(derived)


@pytest.mark.usefixtures("database")
def test_an_interrupted_run_leaves_nothing() -> None:
    def interrupt(table: str, _rows: int) -> None:
        if table == "reading":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(WORLD, interrupt)

    assert store.is_empty()


@pytest.mark.usefixtures("database")
def test_a_database_with_somebody_in_it_is_refused(make: Factory) -> None:
    make.account()

    with pytest.raises(store.NotEmptyError):
        store.write(WORLD, lambda _table, _rows: None)


def test_the_join_code_shown_is_the_demo_teams(written: World) -> None:
    assert store.demo_join_code() == written.places.join_code[written.people.demo_team]


@pytest.mark.usefixtures("database")
def test_without_demo_people_there_is_no_join_code() -> None:
    assert store.demo_join_code() is None
