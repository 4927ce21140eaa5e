"""The access log."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.accounts.models import AccessLook
from tracker.database import Prepared, db, insert, random_key, reader, writing

ONE_LOOK = timedelta(minutes=10)
"""Whoever opens the same thing again so soon is still looking."""


LATELY = Prepared(
    lambda: select(AccessLook.id).where(
        AccessLook.viewer_id == bindparam("viewer_id"),
        AccessLook.scope == bindparam("scope"),
        AccessLook.what == bindparam("what"),
        AccessLook.day == bindparam("day"),
        AccessLook.last_at > bindparam("since"),
    )
)


def note_look(viewer_id: int, scope: str, what: str, day: date, now: datetime) -> None:
    """Write into the access log that somebody looked, if it does not say so of these minutes.

    Many looks of a day are one row.
    """
    values = {"viewer_id": viewer_id, "scope": scope, "what": what, "day": day}
    if LATELY.row(reader(), **values, since=now - ONE_LOOK):
        return
    with writing() as session:
        add_look(session, viewer_id, scope, what, day, now)


def note_looks(
    viewer_id: int, scopes: Collection[str], what: str, day: date, now: datetime
) -> None:
    """The same of several at once; in the order of their names, so that no two wait crosswise."""
    lately = select(AccessLook.scope).where(
        AccessLook.viewer_id == viewer_id,
        AccessLook.scope.in_(scopes),
        AccessLook.what == what,
        AccessLook.day == day,
        AccessLook.last_at > now - ONE_LOOK,
    )
    fresh = sorted(set(scopes) - set(db.session.scalars(lately)))
    if not fresh:
        return
    with writing() as session:
        for scope in fresh:
            add_look(session, viewer_id, scope, what, day, now)


def add_look(
    session: Session, viewer_id: int, scope: str, what: str, day: date, now: datetime
) -> None:
    """Inside a caller's transaction: the same."""
    statement = insert(AccessLook).values(
        id=random_key(),
        viewer_id=viewer_id,
        scope=scope,
        what=what,
        day=day,
        looks=1,
        last_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["viewer_id", "scope", "what", "day"],
            set_={"looks": AccessLook.looks + 1, "last_at": statement.excluded.last_at},
        )
    )
