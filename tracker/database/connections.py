"""What every connection is told when it is opened, used and put back."""

import select
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import Pool

IDLE_SECONDS = 5
"""A pooled connection that lay idle for longer is asked whether its server is still there."""


def listen() -> None:
    """From now on, in every application of this process."""
    event.listen(Engine, "connect", _prepare_sqlite)
    event.listen(Engine, "begin", _begin_on_sqlite)
    event.listen(Pool, "checkin", _note_idle)
    event.listen(Pool, "checkout", _check_alive)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _note_idle(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _check_alive(connection: Any, record: Any, _proxy: Any) -> None:
    """In place of a question before every use: whoever hung up left something to be read."""
    idle_since = record.info.get("idle_since")
    if idle_since is None or isinstance(connection, sqlite3.Connection):
        return
    if time.monotonic() - idle_since < IDLE_SECONDS and not _has_hung_up(connection):
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.Error as error:
        raise DisconnectionError from error


def _has_hung_up(connection: Any) -> bool:
    """Whether a server that was stopped said so: a server says nothing unasked but farewell."""
    if connection.closed:
        return True
    asked = select.poll()
    asked.register(connection.fileno(), select.POLLIN)
    return bool(asked.poll(0))


def _begin_on_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("tracker_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
