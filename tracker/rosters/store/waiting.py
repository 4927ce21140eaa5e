"""Files that wait between preview and confirmation, each in one row of its unit or district."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from tracker.database import db, random_key, writing
from tracker.rosters.models import Upload
from tracker.rosters.rules.columns import Draft, Line
from tracker.rosters.rules.headers import Field

WAITS = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A file that waits."""

    id: int
    file_name: str
    uploaded_at: datetime
    draft: Draft


class UnknownUploadError(Exception):
    """No such file waits here: it was confirmed or discarded, or its day is over."""


def keep(scope: str, account_id: int, file_name: str, draft: Draft, now: datetime) -> int:
    """A file waits from now on, in place of those whose day is over; its key."""
    key = random_key()
    with writing() as session:
        session.execute(delete(Upload).where(Upload.uploaded_at <= now - WAITS))
        session.add(
            Upload(
                id=key,
                account_id=account_id,
                scope=scope,
                file_name=file_name,
                uploaded_at=now,
                draft=packed(draft),
            )
        )
    return key


def waiting(scope: str, upload_id: int, now: datetime) -> Waiting:
    """A file that waits in a unit or district; raises UnknownUploadError."""
    row = db.session.scalar(select(Upload).where(_waits(scope, upload_id, now)))
    if row is None:
        raise UnknownUploadError(upload_id)
    return Waiting(row.id, row.file_name, row.uploaded_at, unpacked(row.draft))


def names_waiting(scope: str, now: datetime) -> list[tuple[int, str, datetime]]:
    """Key, name and time of each file that waits in a unit or district, newest first."""
    query = (
        select(Upload.id, Upload.file_name, Upload.uploaded_at)
        .where(Upload.scope == scope, Upload.uploaded_at > now - WAITS)
        .order_by(Upload.uploaded_at.desc(), Upload.id)
    )
    return [(row.id, row.file_name, row.uploaded_at) for row in db.session.execute(query)]


def change(scope: str, upload_id: int, how: Callable[[Draft], Draft], now: datetime) -> None:
    """A waiting file is understood otherwise; raises UnknownUploadError."""
    with writing() as session:
        query = select(Upload.draft).where(_waits(scope, upload_id, now)).with_for_update()
        content = session.scalar(query)
        if content is None:
            raise UnknownUploadError(upload_id)
        changed = update(Upload).where(Upload.id == upload_id)
        session.execute(changed.values(draft=packed(how(unpacked(content)))))


def discard(scope: str, upload_id: int) -> None:
    """A file waits no longer; one that is gone already is gone."""
    with writing() as session:
        session.execute(delete(Upload).where(Upload.scope == scope, Upload.id == upload_id))


def forget(now: datetime) -> None:
    """Files whose day is over are gone."""
    with writing() as session:
        session.execute(delete(Upload).where(Upload.uploaded_at <= now - WAITS))


def take(session: Session, scope: str, upload_id: int, now: datetime) -> Draft:
    """Inside a caller's transaction: the file waits no longer, and only this caller has it.

    Raises UnknownUploadError.
    """
    taken = delete(Upload).where(_waits(scope, upload_id, now)).returning(Upload.draft)
    content = session.scalar(taken)
    if content is None:
        raise UnknownUploadError(upload_id)
    return unpacked(content)


def packed(draft: Draft) -> bytes:
    """A draft as bytes."""
    return orjson.dumps(
        {
            "sheet": draft.sheet,
            "other_sheets": draft.other_sheets,
            "titles": draft.titles,
            "places": draft.places,
            "chosen": dict(draft.chosen),
            "body": draft.body,
            "unused": draft.unused,
            "lines": [(line.number, line.cells) for line in draft.lines],
            "matched": dict(draft.matched),
        },
        option=orjson.OPT_NON_STR_KEYS,
    )


def unpacked(content: bytes) -> Draft:
    """The draft that was packed."""
    found = orjson.loads(content)
    return Draft(
        sheet=found["sheet"],
        other_sheets=tuple(found["other_sheets"]),
        titles=tuple(found["titles"]),
        places=tuple(found["places"]),
        chosen={Field(name): place for name, place in found["chosen"].items()},
        body=tuple(found["body"]),
        unused=tuple(found["unused"]),
        lines=tuple(Line(number, tuple(cells)) for number, cells in found["lines"]),
        matched=found["matched"],
    )


def _waits(scope: str, upload_id: int, now: datetime) -> ColumnElement[bool]:
    fresh = Upload.uploaded_at > now - WAITS
    return (Upload.scope == scope) & (Upload.id == upload_id) & fresh
