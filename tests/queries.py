"""Counts what a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from tracker.database import db, prepared


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collects the SQL of every SELECT that runs inside, in order."""
    with app.app_context():
        engine = db.engine
    found: list[str] = []

    on_driver = prepared.execute

    def note_prepared(driver: Any, sql: str, bound: Any) -> Any:
        note(None, None, sql)
        return on_driver(driver, sql, bound)

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    prepared.execute = note_prepared
    try:
        yield found
    finally:
        prepared.execute = on_driver
        event.remove(engine, "before_cursor_execute", note)
