"""A participant's readings and her last step, written and read back.

Every verb holds the participant first, so that undo knows what was there before; it raises
NotTakingPartError for whoever left or was erased meanwhile.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import hold, latest_consent
from tracker.database import (
    Connected,
    Prepared,
    Row,
    day_from_number,
    insert,
    reader,
    saving,
    writing,
)
from tracker.teams.store import mark_stale
from tracker.weight.models import ReadingRow, WeightUndo
from tracker.weight.rules import (
    Bar,
    BarredError,
    Entry,
    NoReadingError,
    NothingToUndoError,
    Reading,
    Source,
)

HERS = ReadingRow.participant_id == bindparam("participant_id")
BEFORE = Prepared(
    lambda: (
        select(
            latest_consent(ConsentKind.BODY_DATA),
            ReadingRow.grams,
            ReadingRow.waist_mm,
            ReadingRow.noted_at,
        )
        .select_from(ParticipantRow)
        .outerjoin(
            ReadingRow,
            (ReadingRow.participant_id == ParticipantRow.id)
            & (ReadingRow.day == bindparam("day"))
            & (ReadingRow.source == bindparam("source")),
        )
        .where(ParticipantRow.id == bindparam("participant_id"))
    )
)
"""Whether she still agrees, and what that day holds: a page may have let her in before."""
ENTRIES = Prepared(
    lambda: (
        select(ReadingRow.day, ReadingRow.grams, ReadingRow.source, ReadingRow.waist_mm)
        .where(HERS)
        .order_by(ReadingRow.day, ReadingRow.source)
    )
)
READINGS = Prepared(
    lambda: (
        select(type_coerce(ReadingRow.day, Integer), ReadingRow.grams, ReadingRow.source)
        .where(HERS, ReadingRow.day <= bindparam("until"))
        .order_by(ReadingRow.day, ReadingRow.source)
    )
)

EXTENT = Prepared(
    lambda: select(func.min(ReadingRow.grams), func.max(ReadingRow.grams)).where(
        HERS, ReadingRow.day < bindparam("day")
    )
)


def record(
    participant_id: int, reading: Reading, waist_mm: int | None, source: Source, now: datetime
) -> None:
    """Store a reading, or correct the one of that day and source; the same again does nothing.

    Without a waist the day keeps the one it has. Raises BarredError without consent (2).
    """
    with saving() as session:
        hold(session, participant_id)
        agrees, *held = BEFORE.rows(
            session, participant_id=participant_id, day=reading.day, source=source
        )[0]
        if not agrees:
            raise BarredError(Bar.NO_CONSENT)
        before = tuple(held) if held[0] is not None else None
        if before is not None:
            grams, waist_before, _ = before
            waist_mm = waist_mm or waist_before
            if (grams, waist_before) == (reading.grams, waist_mm):
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
        _remember(session, participant_id, day, (row.grams, row.waist_mm, row.noted_at), now)
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


def entries(participant_id: int) -> tuple[Entry, ...]:
    """What is noted from either source, by day."""
    return tuple(Entry(*row) for row in ENTRIES.rows(reader(), participant_id=participant_id))


def readings(participant_id: int, until: date = date.max) -> tuple[Reading, ...]:
    """One reading a day, in their order: a station's counts where a day has both."""
    return _effective(READINGS.rows(reader(), participant_id=participant_id, until=until))


def readings_and_latest(
    participant_id: int, until: date
) -> tuple[tuple[Reading, ...], tuple[Entry, ...]]:
    """The same, and what the latest of these days holds from either source."""
    found = READINGS.rows(reader(), participant_id=participant_id, until=until)
    latest = [row for row in found if row[0] == found[-1][0]]
    return _effective(found), tuple(
        Entry(day_from_number(day), grams, source) for day, grams, source in latest
    )


def _effective(found: Iterable[Row]) -> tuple[Reading, ...]:
    # A station's line comes after her own of that day, and takes its place.
    by_day = {day: grams for day, grams, _ in found}
    return tuple(Reading(day_from_number(day), grams) for day, grams in by_day.items())


def extent_before(participant_id: int, day: date) -> tuple[int, int] | None:
    """Her lightest and heaviest reading of the days before, in grams, if there are any."""
    row = EXTENT.row(reader(), participant_id=participant_id, day=day)
    return None if row is None or row[0] is None else (row[0], row[1])


def upsert(
    session: Connected, participant_id: int, found: Iterable[Entry], noted_at: datetime
) -> None:
    """Inside a caller's transaction: store entries; a second one of a day and source corrects."""
    for entry in found:
        UPSERT.run(
            session,
            participant_id=participant_id,
            day=entry.day,
            source=entry.source,
            grams=entry.grams,
            waist_mm=entry.waist_mm,
            noted_at=noted_at,
            corrections=0,
        )


def _row(session: Session, participant_id: int, day: date, source: Source) -> ReadingRow | None:
    return session.get(ReadingRow, (participant_id, day, source), populate_existing=True)


def _remember(
    session: Connected, participant_id: int, day: date, before: Row | None, now: datetime
) -> None:
    """Keep what the day held, in place of what was kept for the step before."""
    grams, waist_mm, noted_at = before or (None, None, now)
    REMEMBER.run(
        session,
        participant_id=participant_id,
        day=day,
        grams=grams,
        waist_mm=waist_mm,
        noted_at=noted_at,
    )


def _correcting() -> Any:
    statement = insert(ReadingRow)
    given = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["participant_id", "day", "source"],
        set_={
            "grams": given.grams,
            "waist_mm": given.waist_mm,
            "noted_at": given.noted_at,
            "corrections": ReadingRow.corrections + 1,
        },
    )


def _replacing() -> Any:
    statement = insert(WeightUndo)
    kept = ("day", "grams", "waist_mm", "noted_at")
    return statement.on_conflict_do_update(
        index_elements=["participant_id"], set_={name: statement.excluded[name] for name in kept}
    )


UPSERT = Prepared(_correcting)
REMEMBER = Prepared(_replacing)
