"""The access log."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.accounts.models import AccessLook
from tracker.database import insert, random_key, writing


def note_look(viewer_id: int, scope: str, what: str, day: date, now: datetime) -> None:
    """Write into the access log that somebody looked; many looks of a day are one row."""
    with writing() as session:
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
