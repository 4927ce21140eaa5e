"""A whole season past its date leaves nothing of anybody, of itself and on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import Factory
from tests.privacy.rows import COLLEAGUES, HERS, NAME, fill
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import BEIJING_2024, shifted
from tracker.compliance.rules.retention import season_ends
from tracker.database import db, writing
from tracker.insights.models import DepartedRow
from tracker.privacy import store
from tracker.privacy.models import ConsentProof
from tracker.privacy.rules import BARE_NAME
from tracker.weight.models import ReadingRow

OVER = season_ends(BEIJING_2024) + timedelta(days=181)
NOW = datetime(OVER.year, OVER.month, OVER.day, 4, tzinfo=UTC)
LOGS_OVER = OVER + timedelta(days=190)


@pytest.fixture
def filled(make: Factory, database: Flask, season_id: int, team_id: int) -> Flask:
    """Two people with a row in every table there is."""
    fill(make, season_id, team_id, HERS, NAME)
    fill(make, season_id, team_id, COLLEAGUES, "小红")
    return database


def left(today: date = OVER) -> dict[str, int]:
    db.session.remove()
    found = store.left_over(today, store.seasons_over(today))
    return {table: rows for table, rows in found.items() if rows}


def test_what_stays_in_figures_of_whoever_left_goes_with_the_season(
    filled: Flask, season_id: int
) -> None:
    assert filled
    row = {"district": "110112", "unit": 0, "sex": "female", "age": 1, "has_station": False}
    with writing() as session:
        session.add(DepartedRow(id=1, season_id=season_id, **row))
    before = left()

    store.keep_to_dates(OVER, NOW)

    assert (before["departed"], left()) == (1, {})


@pytest.mark.usefixtures("filled")
def test_nothing_is_past_its_date_before_the_date() -> None:
    last = OVER - timedelta(days=1)

    assert store.seasons_over(last) == {}
    assert store.keep_to_dates(TODAY, NOW) == 0


@pytest.mark.usefixtures("filled")
def test_on_its_date_a_season_leaves_nothing_of_anybody() -> None:
    before = left()

    store.keep_to_dates(OVER, NOW)

    assert {"reading", "consent", "participant", "account"} <= set(before)
    assert left() == {}


@pytest.mark.usefixtures("filled")
def test_twice_is_once(season_id: int) -> None:
    store.keep_to_dates(OVER, NOW)

    assert store.keep_to_dates(OVER, NOW) == 0
    people = select(func.count()).where(ParticipantRow.season_id == season_id)
    assert db.session.scalar(people) == 2  # as numbers without a name


@pytest.mark.usefixtures("filled")
def test_logs_are_deleted_six_months_after_they_were_written() -> None:
    store.keep_to_dates(LOGS_OVER, NOW + timedelta(days=190))

    assert left(LOGS_OVER) == {}
    looks = db.metadata.tables["access_look"]
    assert db.session.scalar(select(func.count()).select_from(looks)) == 0


@pytest.mark.usefixtures("filled")
def test_what_was_decided_is_kept_three_years_as_proof_of_nobody() -> None:
    later = OVER + timedelta(days=1099)
    store.keep_to_dates(OVER, NOW)
    kept = db.session.scalar(select(func.count()).select_from(ConsentProof))

    store.keep_to_dates(later, NOW + timedelta(days=1099))

    db.session.remove()
    assert kept == 12
    assert db.session.scalar(select(func.count()).select_from(ConsentProof)) == 0


def test_whoever_goes_on_in_another_season_keeps_that_and_is_parted_from_this(
    make: Factory, filled: Flask, season_id: int, team_id: int
) -> None:
    assert filled
    account_id = make.account("陈晨", "13811112222")
    then = make.participant(season_id, team_id, account_id=account_id)
    make.grant(account_id, season_id, Role.DEPUTY, team_scope(make.team(season_id)))
    make.reading(then, TODAY, 70_000)
    next_season = make.season(shifted(BEIJING_2024, 52), "2025")
    next_team = make.team(next_season)
    now_part = make.participant(
        next_season, next_team, account_id=account_id, enrolled_on=date(2025, 7, 15)
    )
    make.grant(account_id, next_season, Role.LEADER, team_scope(next_team))

    store.keep_to_dates(OVER, NOW)

    db.session.remove()
    assert left() == {}
    assert db.session.get_one(Account, account_id).name == "陈晨"
    assert db.session.get_one(ParticipantRow, now_part).account_id == account_id
    parted = db.session.get_one(ParticipantRow, then)
    assert db.session.get_one(Account, parted.account_id).name == BARE_NAME
    mine = select(RoleGrant.season_id).where(RoleGrant.account_id == account_id)
    assert db.session.scalars(mine).all() == [next_season]
    assert db.session.scalar(select(func.count()).select_from(ReadingRow)) == 0


@pytest.mark.usefixtures("filled")
def test_the_report_prints_each_table_and_fails_while_something_is_left(
    filled: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.clock.today", lambda: OVER)
    run = filled.test_cli_runner().invoke

    before = run(args=["leftover-report"])
    store.keep_to_dates(OVER, NOW)
    after = run(args=["leftover-report", "--season", "2024"])
    wrong = run(args=["leftover-report", "--season", "1999"])

    assert before.exit_code == 1
    assert " reading\n" in before.output
    assert after.exit_code == 0, after.output
    assert "0 rows in all" in after.output
    assert wrong.exit_code == 1
