"""Which records are sealed, and which of their columns: those that never change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, literal, select
from sqlalchemy.orm import Session

from tracker.accounts.models import RoleGrant
from tracker.audit.models import AuditLink
from tracker.audit.rules import Kind, Place, Record
from tracker.campaign.models import DeedRow
from tracker.compliance.models import (
    ApprovalRow,
    AssessmentRow,
    BreachRow,
    FactsRow,
    NoticeRow,
    ReleaseRow,
)
from tracker.database import Base, db
from tracker.evaluation.models import FileDecision, FileDownload, FileRequest

STEPS = ("decided_at", "authority_at", "people_at")
"""Of a breach: empty until they are done, each sealed by itself."""


@dataclass(frozen=True)
class Source:
    """Where the records of one kind are, when each came to be, and what of it is sealed."""

    kind: Kind
    table: Table
    at: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ("id",)
    is_dated: bool = True
    """Not if its moment may rightly lie before the moment at which it was written."""

    def place(self, row: Any) -> Place:
        """Which record a row is."""
        return Place(self.kind, *(getattr(row, name) for name in self.key))

    def record(self, row: Any) -> Record:
        """A row as it is sealed."""
        values = {name: getattr(row, name) for name in self.columns}
        return Record(self.place(row), getattr(row, self.at), values)


def _all_but(model: type[Base], *changing: str) -> tuple[str, ...]:
    return tuple(column.name for column in _table(model).columns if column.name not in changing)


def _table(model: type[Base]) -> Table:
    return db.metadata.tables[model.__tablename__]


def _whole(kind: Kind, model: type[Base], at: str, *key: str) -> Source:
    return Source(kind, _table(model), at, _all_but(model), key or ("id",))


def _step(kind: Kind, model: type[Base], at: str, *, is_dated: bool = True) -> Source:
    return Source(kind, _table(model), at, ("id", at), is_dated=is_dated)


VERSION = ("season_id", "version")
SOURCES: tuple[Source, ...] = (
    _whole(Kind.DEED, DeedRow, "at"),
    Source(Kind.GRANT, _table(RoleGrant), "granted_at", _all_but(RoleGrant, "ended_at")),
    # An erasure carried out again after a restore ends roles when it was carried out first.
    _step(Kind.GRANT_ENDED, RoleGrant, "ended_at", is_dated=False),
    _whole(Kind.FILE_REQUEST, FileRequest, "asked_at"),
    _whole(Kind.FILE_DECISION, FileDecision, "decided_at", "request_id"),
    _whole(Kind.FILE_DOWNLOAD, FileDownload, "at"),
    _whole(Kind.FACTS, FactsRow, "saved_at", *VERSION),
    _whole(Kind.NOTICE, NoticeRow, "published_at", *VERSION),
    _whole(Kind.ASSESSMENT, AssessmentRow, "handed_in_at", *VERSION),
    _whole(Kind.APPROVAL, ApprovalRow, "approved_at", *VERSION),
    Source(Kind.BREACH, _table(BreachRow), "noted_at", _all_but(BreachRow, *STEPS)),
    _step(Kind.BREACH_DECIDED, BreachRow, "decided_at"),
    _step(Kind.BREACH_AUTHORITY, BreachRow, "authority_at"),
    _step(Kind.BREACH_PEOPLE, BreachRow, "people_at"),
    _whole(Kind.RELEASE, ReleaseRow, "at"),
)
SOURCE_OF = {source.kind: source for source in SOURCES}


def pending(session: Session, now: datetime, limit: int) -> list[Record]:
    """Records that have no link yet, in the order in which they came to be."""
    found = [record for source in SOURCES for record in _pending(session, source, now, limit)]
    return sorted(found, key=lambda record: (record.at, record.place))[:limit]


def contents(session: Session, places: Collection[Place]) -> dict[Place, Record]:
    """The records at these places that are still there."""
    found: dict[Place, Record] = {}
    for source in SOURCES:
        wanted = {place.record for place in places if place.kind is source.kind}
        if wanted:
            rows = session.execute(_rows(source).where(source.table.c[source.key[0]].in_(wanted)))
            found |= {record.place: record for record in map(source.record, rows)}
    return found


def places(session: Session, table: Table, which: ColumnElement[bool]) -> list[Place]:
    """What may be sealed of these rows of a table."""
    return [
        source.place(row)
        for source in SOURCES
        if source.table is table
        for row in session.execute(select(*(table.c[name] for name in source.key)).where(which))
    ]


def _pending(session: Session, source: Source, now: datetime, limit: int) -> list[Record]:
    key = [source.table.c[name] for name in source.key]
    part = key[1] if key[1:] else literal(0)
    sealed = exists().where(
        AuditLink.kind == source.kind, AuditLink.record == key[0], AuditLink.part == part
    )
    at = source.table.c[source.at]
    query = _rows(source).where(at <= now, ~sealed).order_by(at, *key).limit(limit)
    return [source.record(row) for row in session.execute(query)]


def _rows(source: Source) -> Any:
    names = dict.fromkeys((*source.key, source.at, *source.columns))
    return select(*(source.table.c[name] for name in names))
