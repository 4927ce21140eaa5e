"""What she brought back from a former copy: kept apart from the season's log, hers alone."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import hold
from tracker.database import db, insert, writing
from tracker.privacy.models import BroughtEntryRow, BroughtReadingRow
from tracker.privacy.rules.history import BroughtEntry, BroughtReading, History
from tracker.privacy.store.consents import decisions

AT_ONCE = 500
"""Rows of one INSERT; databases allow only so many values in one."""
Table = type[BroughtReadingRow] | type[BroughtEntryRow]


def history(participant_id: int) -> History:
    """Everything she has brought, by days."""
    reading, entry = BroughtReadingRow, BroughtEntryRow
    readings = (
        select(reading.day, reading.source, reading.grams, reading.waist_mm)
        .where(reading.participant_id == participant_id)
        .order_by(reading.day, reading.source)
    )
    entries = (
        select(entry.day, entry.key, entry.kind, entry.effort, entry.minutes)
        .where(entry.participant_id == participant_id)
        .order_by(entry.day, entry.key)
    )
    return History(
        tuple(BroughtReading(*row) for row in db.session.execute(readings)),
        tuple(BroughtEntry(*row) for row in db.session.execute(entries)),
    )


def bring(participant_id: int, brought: History) -> int:
    """Keep what is not there yet, all or nothing; how many rows are new.

    What is there stays as it is. Weights need consent (2), asked inside the transaction: without
    it they are left out. Raises NotTakingPartError and LimitedError.
    """
    with writing() as session:
        hold(session, participant_id)
        before = _count(session, participant_id)
        agreed = decisions(participant_id).get(ConsentKind.BODY_DATA)
        if agreed is not None and agreed.given:
            _add(session, BroughtReadingRow, participant_id, brought.readings)
        _add(session, BroughtEntryRow, participant_id, brought.entries)
        return _count(session, participant_id) - before


def forget_history(participant_id: int) -> None:
    """Nothing brought is left; her season's log stays."""
    with writing() as session:
        hold(session, participant_id, limited_too=True)
        for table in (BroughtReadingRow, BroughtEntryRow):
            session.execute(delete(table).where(table.participant_id == participant_id))


def _count(session: Session, participant_id: int) -> int:
    counts = (
        select(func.count()).select_from(table).where(table.participant_id == participant_id)
        for table in (BroughtReadingRow, BroughtEntryRow)
    )
    return sum(session.scalar(query) or 0 for query in counts)


def _add(
    session: Session,
    table: Table,
    participant_id: int,
    rows: tuple[BroughtReading, ...] | tuple[BroughtEntry, ...],
) -> None:
    values: list[dict[str, Any]] = [{"participant_id": participant_id, **vars(row)} for row in rows]
    for first in range(0, len(values), AT_ONCE):
        some = insert(table).values(values[first : first + AT_ONCE])
        session.execute(some.on_conflict_do_nothing())
