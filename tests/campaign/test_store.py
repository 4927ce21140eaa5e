from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import Factory
from tracker.accounts.models import RoleGrant
from tracker.campaign import store
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import (
    BEIJING_2024,
    CONSENT_VERSION,
    AlreadyJoinedError,
    ConsentKind,
    Deed,
    Done,
    UnknownSeasonError,
    shifted,
)
from tracker.database import db, writing

NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
TODAY = date(2024, 7, 20)
pytestmark = pytest.mark.usefixtures("database")

ALL = dict.fromkeys(ConsentKind, (True, "a" * 64))


def test_a_season_comes_back_with_its_calendar() -> None:
    season_id = store.open_season("2024", BEIJING_2024, NOW)

    season = store.current_season()

    assert season is not None
    assert (season.id, season.name) == (season_id, "2024")
    assert set(season.calendar.phases) == set(BEIJING_2024.phases)


def test_without_a_season_there_is_none() -> None:
    assert store.current_season() is None


def test_the_latest_season_that_has_not_ended_is_the_open_one() -> None:
    first = store.open_season("2024", BEIJING_2024, NOW)
    second = store.open_season("2025", shifted(BEIJING_2024, 52), NOW + timedelta(days=1))

    store.end_season(second, NOW + timedelta(days=2))

    season = store.current_season()
    assert season is not None
    assert season.id == first


def test_ending_a_season_ends_its_grants_and_no_others(make: Factory) -> None:
    old, new = make.season(name="2024"), make.season(name="2025")
    organizer, other = make.organizer(old), make.organizer(new)

    store.end_season(old, NOW)

    in_force = db.session.scalars(
        select(RoleGrant.account_id).where(RoleGrant.ended_at.is_(None))
    ).all()
    assert organizer != other
    assert list(in_force) == [other]


def test_a_season_ends_once() -> None:
    season_id = store.open_season("2024", BEIJING_2024, NOW)
    store.end_season(season_id, NOW)

    with pytest.raises(UnknownSeasonError):
        store.end_season(season_id, NOW)


def test_joining_records_every_decision_refused_ones_too(make: Factory) -> None:
    season_id, account_id = make.season(), make.account()
    decisions = {
        kind: (kind is ConsentKind.TERMS, f"{n:064x}") for n, kind in enumerate(ConsentKind)
    }

    with writing() as session:
        participant_id = store.add_participant(
            session, account_id, season_id, TODAY, decisions, NOW
        )

    rows = db.session.scalars(
        select(ConsentRow).where(ConsentRow.participant_id == participant_id)
    ).all()
    assert {row.kind: (row.given, row.text_hash) for row in rows} == decisions
    assert {(row.version, row.decided_at) for row in rows} == {(CONSENT_VERSION, NOW)}


@pytest.mark.parametrize("given", [True, False])
def test_a_participant_knows_whether_body_data_is_agreed_to(
    make: Factory,
    given: bool,  # noqa: FBT001
) -> None:
    make.season()
    season, account_id = store.current_season(), make.account("李娜")
    assert season is not None
    decisions = {**ALL, ConsentKind.BODY_DATA: (given, "a" * 64)}

    with writing() as session:
        store.add_participant(session, account_id, season.id, TODAY, decisions, NOW)

    found = store.participant_of(account_id, season)
    assert found is not None
    assert (found.body_data, found.name, found.enrolled_on) == (given, "李娜", TODAY)


def test_nobody_takes_part_twice(make: Factory) -> None:
    season_id, account_id = make.season(), make.account()
    with writing() as session:
        store.add_participant(session, account_id, season_id, TODAY, ALL, NOW)

    with pytest.raises(AlreadyJoinedError), writing() as session:
        store.add_participant(session, account_id, season_id, TODAY, ALL, NOW)

    assert db.session.scalar(select(func.count()).select_from(ParticipantRow)) == 1


def test_a_participant_reads_who_did_what_to_her_the_latest_first(make: Factory) -> None:
    season_id = make.season()
    hers, leader = make.participant(season_id, make.team(season_id)), make.account("王芳")
    with writing() as session:
        store.add_deed(session, leader, hers, Deed.CONTACTED, "她说下周回来", NOW)
        store.add_deed(session, leader, hers, Deed.NUMBER_WRONG, "", NOW + timedelta(days=1))

    assert store.deeds_to(hers) == [
        Done("王芳", Deed.NUMBER_WRONG, "", NOW + timedelta(days=1)),
        Done("王芳", Deed.CONTACTED, "她说下周回来", NOW),
    ]
