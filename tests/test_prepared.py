"""Prepared statements: values in and out, transactions, and the pool they borrow from."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import bindparam, create_engine, literal, select, text

from tests.factories import Factory
from tracker.database import Connected, Prepared, connections, db, insert, reader, saving, writing
from tracker.teams.models import Leave

POOLED = 15
"""As many connections as a pool lends at once."""

HELD = Prepared(
    lambda: (
        select(Leave.first, Leave.last, literal("kept").label("word"))
        .where(Leave.participant_id == bindparam("participant_id"))
        .order_by(Leave.first)
    )
)
NOTED = Prepared(lambda: insert(Leave))


@pytest.fixture
def someone(make: Factory, database: Flask) -> int:
    assert database
    season_id = make.season()
    return make.participant(season_id, make.team(season_id))


def note(someone: int, first: date, on: Connected) -> None:
    NOTED.run(on, participant_id=someone, first=first, last=first)


def test_a_prepared_statement_binds_and_answers_as_the_columns_types_do(someone: int) -> None:
    with saving() as session:
        note(someone, date(2024, 10, 2), session)
        note(someone, date(2024, 10, 1), session)

    rows = HELD.rows(reader(), participant_id=someone)

    assert [tuple(row) for row in rows] == [
        (date(2024, 10, 1), date(2024, 10, 1), "kept"),
        (date(2024, 10, 2), date(2024, 10, 2), "kept"),
    ]
    assert HELD.row(reader(), participant_id=0) is None


def test_what_failed_while_saving_leaves_nothing(someone: int) -> None:
    def two_steps() -> None:
        with saving() as session:
            note(someone, date(2024, 10, 1), session)
            raise LookupError

    with pytest.raises(LookupError):
        two_steps()

    assert HELD.rows(reader(), participant_id=someone) == []
    with saving() as session:
        note(someone, date(2024, 10, 2), session)
    assert len(HELD.rows(reader(), participant_id=someone)) == 1


def test_a_prepared_statement_runs_inside_a_sessions_transaction(someone: int) -> None:
    def taken_back() -> None:
        with writing() as session:
            note(someone, date(2024, 10, 1), session)
            assert len(HELD.rows(session, participant_id=someone)) == 1
            raise LookupError

    with pytest.raises(LookupError):
        taken_back()

    assert HELD.rows(reader(), participant_id=someone) == []


def test_a_request_gives_back_what_it_read_from(app: Flask) -> None:
    for _ in range(2 * POOLED):
        with app.app_context():
            answer = reader().driver.execute("SELECT 1").fetchone()

    assert answer == (1,)


def test_a_connection_that_broke_while_it_lay_idle_is_replaced(
    postgresql_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", -1)
    with postgresql_app.app_context():
        db.engine.dispose()  # so that the pool lends this very connection again
        broken = reader().driver.info.backend_pid
        elsewhere = create_engine(db.engine.url)
    with elsewhere.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": broken})
    elsewhere.dispose()

    with postgresql_app.app_context():
        assert reader().driver.execute("SELECT 1").fetchone() == (1,)
