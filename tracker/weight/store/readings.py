"""A participant's readings and her last step, written and read back.

Every verb holds the participant first, so that undo knows what was there before; it raises
NotTakingPartError for whoever left or was erased meanwhile.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.campaign.store import hold
from tracker.database import db, insert, writing
from tracker.teams.store import mark_stale
from tracker.weight.models import ReadingRow, WeightUndo
from tracker.weight.rules import (
    Entry,
    NoReadingError,
    NothingToUndoError,
    Reading,
    Source,
    effective,
)


def record(
    participant_id: int, reading: Reading, waist_mm: int | None, source: Source, now: datetime
) -> None:
    """Store a reading, or correct the one of that day and source; the same again does nothing.

    Without a waist the day keeps the one it has.
    """
    with writing() as session:
        hold(session, participant_id)
        before = _row(session, participant_id, reading.day, source)
        if before is not None:
            waist_mm = waist_mm or before.waist_mm
            if (before.grams, before.waist_mm) == (reading.grams, waist_mm):
                return
        if source is Source.SELF:
            _remember(session, participant_id, reading.day, before, now)
        entry = Entry(reading.day, reading.grams, source, waist_mm)
        upsert(session, participant_id, [entry], now)
        mark_stale(session, participant_id, [reading.day])


def delete(participant_id: int, day: date, now: datetime) -> None:
    """Delete what she noted for a day, to be undone; doing it twice is as good as once.

    Raises NoReadingError.
    """
    with writing() as session:
        hold(session, participant_id)
        row = _row(session, participant_id, day, Source.SELF)
        if row is None:
            step = session.get(WeightUndo, participant_id, populate_existing=True)
            if step is None or step.day != day or step.grams is None:
                raise NoReadingError(day)
            return
        _remember(session, participant_id, day, row, now)
        session.delete(row)
        mark_stale(session, participant_id, [day])


def undo(participant_id: int, day: date | None = None) -> date:
    """Take back her last step and say which day it was about, or only a step about this day.

    Raises NothingToUndoError.
    """
    with writing() as session:
        hold(session, participant_id)
        step = session.get(WeightUndo, participant_id, populate_existing=True)
        if step is None or day not in {None, step.day}:
            raise NothingToUndoError(participant_id)
        row = _row(session, participant_id, step.day, Source.SELF)
        if step.grams is None:
            if row is not None:
                session.delete(row)
        else:
            before = Entry(step.day, step.grams, Source.SELF, step.waist_mm)
            upsert(session, participant_id, [before], step.noted_at)
        session.delete(step)
        mark_stale(session, participant_id, [step.day])
        return step.day


def add_reading(session: Session, participant_id: int, reading: Reading, now: datetime) -> None:
    """Inside a caller's transaction: a reading of her own, as joining writes the first one."""
    upsert(session, participant_id, [Entry(reading.day, reading.grams, Source.SELF)], now)
    mark_stale(session, participant_id, [reading.day])


def entries(participant_id: int, until: date | None = None) -> tuple[Entry, ...]:
    """What is noted from either source, by day."""
    query = (
        select(ReadingRow.day, ReadingRow.grams, ReadingRow.source, ReadingRow.waist_mm)
        .where(ReadingRow.participant_id == participant_id)
        .order_by(ReadingRow.day, ReadingRow.source)
    )
    if until is not None:
        query = query.where(ReadingRow.day <= until)
    return tuple(Entry(*row) for row in db.session.execute(query))


def readings(participant_id: int, until: date | None = None) -> tuple[Reading, ...]:
    """One reading a day, in their order: a station's counts where a day has both."""
    return effective(entries(participant_id, until))


def upsert(
    session: Session, participant_id: int, found: Iterable[Entry], noted_at: datetime
) -> None:
    """Inside a caller's transaction: store entries; a second one of a day and source corrects."""
    statement = insert(ReadingRow)
    session.flush()
    # On the connection itself: unit-of-work bookkeeping would double the time of a large file.
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["participant_id", "day", "source"],
            set_={
                "grams": statement.excluded.grams,
                "waist_mm": statement.excluded.waist_mm,
                "noted_at": statement.excluded.noted_at,
                "corrections": ReadingRow.corrections + 1,
            },
        ),
        [
            {
                "participant_id": participant_id,
                "day": entry.day,
                "source": entry.source,
                "grams": entry.grams,
                "waist_mm": entry.waist_mm,
                "noted_at": noted_at,
                "corrections": 0,
            }
            for entry in found
        ],
    )


def _row(session: Session, participant_id: int, day: date, source: Source) -> ReadingRow | None:
    return session.get(ReadingRow, (participant_id, day, source), populate_existing=True)


def _remember(
    session: Session, participant_id: int, day: date, before: ReadingRow | None, now: datetime
) -> None:
    """Keep what the day held, in place of what was kept for the step before."""
    kept = {
        "day": day,
        "grams": before.grams if before else None,
        "waist_mm": before.waist_mm if before else None,
        "noted_at": before.noted_at if before else now,
    }
    session.execute(
        insert(WeightUndo)
        .values(participant_id=participant_id, **kept)
        .on_conflict_do_update(index_elements=["participant_id"], set_=kept)
    )
