"""The database: one object, naming of constraints, column types, and how reads and writes begin."""

import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    TypeDecorator,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from tracker.database import refusals
from tracker.database.connections import listen
from tracker.database.prepared import Connected, Direct, Prepared, Row

__all__ = ["Connected", "Direct", "Prepared", "Row"]

EPOCH = date(1970, 1, 1)
"""Day 0 of the day numbers that `Day` columns hold; it was a Thursday."""
EPOCH_ORDINAL = EPOCH.toordinal()

TURN_SECONDS = 0.2
"""How long each transaction of a long piece of writing should keep others from writing."""

SMALLEST_TURN = 25

Key = TypeVar("Key")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table's class derives from."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)


class Day(TypeDecorator[date]):
    """A calendar day kept as a whole number of days, so that weeks are arithmetic in any SQL."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """A day becomes the number of days since EPOCH."""
        return None if value is None else day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """A number becomes the day again."""
        return None if value is None else day_from_number(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Any aware moment is stored in UTC; a naive one raises ValueError."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Moments come back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RandomKey = BigInteger
"""Column type of keys made by `random_key`."""


def random_key() -> int:
    """A key that nobody can count up to and no sequence serialises; 53 bits survive JavaScript."""
    return secrets.randbits(52) + (1 << 52)


def day_number(day: date) -> int:
    """The whole number a `Day` column holds for this day."""
    return day.toordinal() - EPOCH_ORDINAL


@lru_cache(maxsize=8192)
def day_from_number(number: int) -> date:
    """The day for a number out of a `Day` column; few days are in use, and each is asked often."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def monday_number(day_column: ColumnElement[Any]) -> ColumnElement[int]:
    """SQL for the day number of the Monday on or before a `Day` column's day."""
    number = type_coerce(day_column, Integer)
    return number - (number + 3) % 7


def choice(values: type[StrEnum]) -> Enum:
    """Column type of a StrEnum, kept as its text."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


@contextmanager
def writing() -> Iterator[Session]:
    """One write transaction: all of it is committed, or on any error none of it is.

    SQLite refuses at once to turn a read transaction into a write after somebody else's commit,
    whatever the timeout; so the read ends here and the write begins as IMMEDIATE, which waits.
    """
    session = db.session()
    session.commit()
    session.connection(execution_options={"tracker_writes": True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def reader() -> Direct:
    """The connection this request reads from, without a transaction: it sees what is committed."""
    found: Direct | None = g.get("reading")
    if found is None:
        g.pooled = pooled = db.engine.raw_connection()
        g.reading = found = Direct(pooled.driver_connection, db.engine.dialect)
        if found.dialect.name == "postgresql":
            found.driver.autocommit = True
    return found


@contextmanager
def saving() -> Iterator[Direct]:
    """What `writing` is, without a session: for the few writes that many people make at once."""
    direct = reader()
    begin = "BEGIN IMMEDIATE" if direct.dialect.name == "sqlite" else "BEGIN"
    direct.driver.execute(begin)
    try:
        yield direct
        direct.driver.execute("COMMIT")
    except BaseException:
        direct.driver.rollback()
        raise


def install(app: Flask) -> None:
    """Open the database for an application, and take back what its requests read from."""
    refusals.install()
    db.init_app(app)
    app.teardown_appcontext(lambda _error: let_go())


def let_go() -> None:
    """Give back the connection that was read from; the next question takes another."""
    pooled, direct = g.pop("pooled", None), g.pop("reading", None)
    if pooled is None:
        return
    if direct.dialect.name == "postgresql":
        if direct.driver.closed:
            pooled.invalidate()
        else:
            direct.driver.autocommit = False
    pooled.close()


def by_turns(
    keys: Collection[Key], seconds: float = TURN_SECONDS, smallest: int = SMALLEST_TURN
) -> Iterator[list[Key]]:
    """Keys for a long piece of writing, as many to a transaction as others can wait for.

    On SQLite whoever waits for the lock stands in no line but asks again and again, so it is left
    free half as long as it was held. On PostgreSQL nobody waits.
    """
    left, size = list(keys), smallest
    while left:
        turn, left = left[:size], left[size:]
        began = time.monotonic()
        yield turn
        took = time.monotonic() - began
        fits = int(size * seconds / max(took, 0.001))
        size = max(smallest, min(fits, 2 * size))
        if left:
            _give_way(took)


def _give_way(held: float) -> None:
    if db.engine.dialect.name == "sqlite":
        time.sleep(min(held / 2, TURN_SECONDS))


def insert(model: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the database in use."""
    dialects = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    return dialects[db.engine.dialect.name](model)


def is_ready() -> bool:
    """Whether the database answers and every migration has been applied."""
    directory = current_app.extensions["migrate"].directory
    try:
        with db.engine.connect() as connection:
            applied = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError:
        return False
    return applied == set(ScriptDirectory(directory).get_heads())


def forget_deleted() -> bool:
    """Rewrite a SQLite file without what was deleted; False while a reader keeps the old log.

    Deleting marks space as free and leaves older copies of a row in pages and in the log. On
    PostgreSQL the server's own vacuum, log rotation and backups decide when they are gone.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    db.session.commit()
    with closing(db.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (0,)
    return not busy


listen()
