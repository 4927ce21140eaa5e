"""A copy holds every listed table; an erasure leaves nothing of her and touches nobody else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, select

from tests.conftest import TODAY, app_on
from tests.factories import Factory
from tests.privacy.rows import AS_OF, COLLEAGUES, FRIDAY, HERS, NAME, NOW, fill
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import district_scope, participant_scope, team_scope
from tracker.accounts.store import add_look
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.config import TESTING_DATA_KEY
from tracker.database import db, writing
from tracker.database.encryption import Keyring
from tracker.insights.models import Release
from tracker.privacy import store
from tracker.privacy.models import Erasure
from tracker.privacy.rules import BARE_NAME, COLUMNS, KEPT, Fate, UnknownPersonError
from tracker.teams.models import Membership, StaleRoster, StaleTeamDay


@pytest.fixture
def team_id(make: Factory) -> int:
    """A team with her and a colleague, and a frozen figure both are in."""
    season_id = make.season()
    team_id = make.team(season_id)
    with make.app.app_context():
        db.session.add(
            Release(
                season_id=season_id,
                scope=team_scope(team_id),
                as_of=AS_OF,
                figures={"mean": -1.5},
                frozen_at=NOW,
                forgotten=1,
            )
        )
        db.session.commit()
    fill(make, season_id, team_id, HERS, NAME)
    fill(make, season_id, team_id, COLLEAGUES, "小红")
    return team_id


@pytest.fixture
def filled(database: Flask, team_id: int) -> Flask:
    """The application with both of them in it."""
    assert team_id
    return database


def table_of(name: str) -> Table:
    return db.metadata.tables[name]


def everything(name: str) -> set[tuple[Any, ...]]:
    """All rows of a table."""
    return {tuple(row) for row in db.session.execute(select(table_of(name)))}


@pytest.mark.usefixtures("filled")
def test_the_list_is_filled_for_her_in_every_table() -> None:
    copy = store.copy_of(HERS)

    assert {table for table, rows in copy.tables.items() if rows} == {kept.name for kept in KEPT}


@pytest.mark.usefixtures("filled")
def test_a_copy_has_her_values_and_none_of_her_colleagues() -> None:
    hers, others = store.copy_of(HERS), store.copy_of(COLLEAGUES)

    assert hers.tables["account"][0]["name"] == NAME
    assert hers.tables["reading"][0]["grams"] == 66_617
    assert hers.tables["membership"][0]["team"] == "机械厂 · 一组"
    alike = {
        table
        for table, rows in hers.tables.items()
        if any(row in others.tables[table] for row in rows)
    }
    assert alike == SAYS_ONLY_WHEN


@pytest.mark.usefixtures("filled")
def test_a_copy_explains_every_column_and_keeps_the_password_hash_back() -> None:
    copy = store.copy_of(HERS)

    named = {column for rows in copy.tables.values() for row in rows for column in row}
    named |= {column for row in copy.looked_at_you for column in row}
    assert named == set(COLUMNS)
    assert "password_hash" not in named


@pytest.mark.usefixtures("filled")
def test_a_copy_says_who_looked_at_her_team() -> None:
    assert [look["viewer"] for look in store.copy_of(HERS).looked_at_you] == ["小红"]


@pytest.mark.usefixtures("filled")
def test_a_copy_says_who_had_her_phone_and_who_read_her_wish_to_be_called() -> None:
    colleague = store.copy_of(COLLEAGUES).tables["account"][0]["id"]
    hers = store.copy_of(HERS).tables["participant"][0]["id"]
    looks = [
        (participant_scope(hers), "phone", FRIDAY),
        (district_scope("110112"), "contact_requests", FRIDAY),  # before she asked
        (district_scope("110112"), "contact_requests", TODAY),
        (district_scope("110105"), "contact_requests", TODAY),
    ]
    with writing() as session:
        for scope, what, day in looks:
            add_look(session, colleague, scope, what, day, NOW)

    found = store.copy_of(HERS).looked_at_you

    assert [(look["what"], look["day"]) for look in found] == [
        ("phone", FRIDAY),
        ("roster", FRIDAY),
        ("contact_requests", TODAY),
    ]


@pytest.mark.usefixtures("filled")
def test_erasure_leaves_no_row_in_any_table_that_promises_it() -> None:
    before = {kept.table: everything(kept.table) for kept in KEPT}
    hers = store.copy_of(HERS).tables

    certificate = store.erase(HERS, TODAY, NOW)

    db.session.remove()
    gone = [kept.table for kept in KEPT if kept.fate is Fate.DELETED]
    for table in gone:
        assert len(before[table]) - len(everything(table)) == len(hers[table]), table
    assert certificate.rows_deleted == sum(len(hers[table]) for table in gone)


@pytest.mark.usefixtures("filled")
def test_erasure_touches_no_row_of_a_colleague() -> None:
    before = store.copy_of(COLLEAGUES).tables

    store.erase(HERS, TODAY, NOW)

    db.session.remove()
    assert store.copy_of(COLLEAGUES).tables == before


def test_codes_and_slips_of_her_number_go_under_a_former_key_too(filled: Flask) -> None:
    tables = ("code_number", "text_code", "recovery_slip")
    before = filled.extensions["data_keys"]
    filled.extensions["data_keys"] = Keyring([b"n" * 32, TESTING_DATA_KEY])

    store.erase(HERS, TODAY, NOW)
    filled.extensions["data_keys"] = before

    db.session.remove()
    assert [len(everything(name)) for name in tables] == [1, 1, 1]  # her colleague's


@pytest.mark.usefixtures("filled")
def test_what_is_left_is_a_number_without_a_name() -> None:
    account_id = store.copy_of(HERS).tables["account"][0]["id"]

    store.erase(HERS, TODAY, NOW)

    db.session.remove()
    account = db.session.get_one(Account, account_id)
    part = db.session.scalars(select(ParticipantRow).where(ParticipantRow.account_id == account_id))
    stay = db.session.scalars(select(Membership).where(Membership.last.is_not(None))).one()
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account_id)).one()
    assert (account.name, account.epoch, account.password_hash) == ("—", 1, "-")
    assert part.one().left_on == TODAY
    assert stay.last == date(2024, 10, 15)
    assert grant.ended_at == NOW


def test_a_stay_that_began_today_never_was(make: Factory, filled: Flask, team_id: int) -> None:
    with filled.app_context():
        season_id = db.session.scalars(select(ParticipantRow.season_id)).first()
    account_id = make.account("陈晨", "13811112222")
    assert season_id
    participant_id = make.participant(season_id, team_id, account_id=account_id, enrolled_on=TODAY)

    store.erase("13811112222", TODAY, NOW)

    db.session.remove()
    stays = select(Membership).where(Membership.participant_id == participant_id)
    assert db.session.scalars(stays).all() == []


@pytest.mark.usefixtures("filled")
def test_her_teams_days_are_counted_again(team_id: int) -> None:
    store.erase(HERS, TODAY, NOW)

    marks = {(mark.team_id, mark.day) for mark in db.session.scalars(select(StaleTeamDay))}
    days = {date(2024, 10, 9), FRIDAY, TODAY}
    mondays = {date(2024, 10, 7), date(2024, 10, 14)}
    assert marks == {(team_id, day) for day in days | mondays}
    assert db.session.scalars(select(StaleRoster.team_id)).all() == [team_id]


@pytest.mark.usefixtures("filled")
def test_a_frozen_figure_stays_and_counts_one_more_forgotten_contributor() -> None:
    store.erase(HERS, TODAY, NOW)

    db.session.remove()
    release = db.session.scalars(select(Release)).one()
    assert (release.figures, release.forgotten) == ({"mean": -1.5}, 2)


@pytest.mark.usefixtures("filled")
def test_the_record_of_an_erasure_names_nobody() -> None:
    certificate = store.erase(HERS, TODAY, NOW)

    record = db.session.scalars(select(Erasure)).one()
    assert (record.id, record.erased_at) == (certificate.number, NOW)
    assert db.session.get_one(Account, record.account_key).name == BARE_NAME
    columns = {column.name for column in table_of("erasure").c}
    assert columns == {"id", "erased_at", "rows_deleted", "account_key", "counts", "asked_at"}


@pytest.mark.usefixtures("filled")
def test_an_erased_phone_is_unknown_and_can_be_used_again(make: Factory) -> None:
    store.erase(HERS, TODAY, NOW)

    with pytest.raises(UnknownPersonError):
        store.copy_of(HERS)
    assert make.account("新人", HERS)


@pytest.mark.usefixtures("database")
def test_somebody_who_takes_no_part_can_be_copied_and_erased(make: Factory) -> None:
    make.account("李伟", "13811112222")

    copy = store.copy_of("13811112222")
    store.erase("13811112222", TODAY, NOW)

    assert [len(copy.tables[table]) for table in ("account", "participant", "reading")] == [1, 0, 0]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Flask, Path]]:
    """A SQLite file of its own, so that nobody else's connection keeps its log."""
    path = tmp_path / "alone.db"
    app = app_on(f"sqlite:///{path}")
    yield app, path
    with app.app_context():
        db.engine.dispose()


SAYS_ONLY_WHEN = {"sign_in_lock"}
"""Whose it is, a blind index alone says, which a copy leaves out."""


def bytes_on_disk(path: Path) -> bytes:
    """The database file with its log, as somebody who copies the disk has it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


CANARIES = {  # the first two are encrypted and never there
    "phone": HERS.encode(),
    "name": NAME.encode(),
    "weight": (66_617).to_bytes(3),
    "weight before": (66_613).to_bytes(3),
    "goal": (61_307).to_bytes(3),
}


def test_nothing_of_her_is_left_in_the_bytes_of_a_sqlite_file(alone: tuple[Flask, Path]) -> None:
    app, path = alone
    make = Factory(app)
    season_id = make.season()
    fill(make, season_id, make.team(season_id), HERS, NAME)
    before = bytes_on_disk(path)

    with app.app_context():
        certificate = store.erase(HERS, TODAY, NOW)

    after = bytes_on_disk(path)
    assert [name for name in CANARIES if CANARIES[name] in before] == list(CANARIES)[2:]
    assert [name for name in CANARIES if CANARIES[name] in after] == []
    assert not certificate.left_on_disk


def test_a_reader_at_that_moment_is_named_as_the_reason_for_what_is_left(tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path / 'read.db'}?timeout=0.1")
    Factory(app).account("李伟", "13811112222")

    with app.app_context():
        with db.engine.connect() as reader:
            reader.exec_driver_sql("SELECT count(*) FROM account")
            certificate = store.erase("13811112222", TODAY, NOW)
        db.engine.dispose()

    assert certificate.left_on_disk


@pytest.mark.usefixtures("filled")
def test_the_consents_of_a_person_are_each_in_her_copy() -> None:
    assert {row["kind"] for row in store.copy_of(HERS).tables["consent"]} == set(ConsentKind)
