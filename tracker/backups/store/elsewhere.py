"""Everything that speaks to the database, for a while with another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import URL, Engine, create_engine

from tracker.database import db, let_go


@contextmanager
def elsewhere(url: URL, **options: Any) -> Iterator[None]:
    """Sessions, migrations and verbs of any room use this database until it ends.

    So what is restored is whole, migrated and without the erased before anybody else sees it.
    """
    _forget()
    engines = cast("dict[str | None, Engine]", db.engines)
    ours, other = db.engine, create_engine(url, hide_parameters=True, **options)
    engines[None] = other
    try:
        yield
    finally:
        _forget()
        engines[None] = ours
        other.dispose()


def _forget() -> None:
    """Neither a session nor a reader goes on with a connection to the other database."""
    db.session.remove()
    let_go()
