"""A participant's exercise, written and read back.

Every verb holds the participant first, so that a day's total and a key are decided once; it raises
NotTakingPartError for whoever left or was erased meanwhile.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, delete, func, select, type_coerce
from sqlalchemy.orm import Session

from tracker.campaign.store import hold
from tracker.database import (
    Prepared,
    Row,
    day_from_number,
    day_number,
    db,
    insert,
    reader,
    writing,
)
from tracker.exercise.models import EntryRow, ExerciseUndo
from tracker.exercise.rules import (
    CHIPS,
    DAY_MINUTES_MAX,
    DayFullError,
    Effort,
    Entry,
    NothingToUndoError,
    Step,
    UnknownEntryError,
)
from tracker.teams.store import mark_stale

VALUES = (EntryRow.key, EntryRow.day, EntryRow.kind, EntryRow.effort, EntryRow.minutes)


def record(participant_id: int, entry: Entry, now: datetime) -> None:
    """Store an entry once, however often its key arrives; raises DayFullError."""
    with writing() as session:
        hold(session, participant_id)
        if _found(session, participant_id, entry.key) is not None:
            return
        noted = _minutes_on(session, participant_id, entry.day)
        if noted + entry.minutes > DAY_MINUTES_MAX:
            raise DayFullError(noted)
        session.add(_row(participant_id, entry, now))
        _remember(session, participant_id, Step(entry, deleted=False), now)
        mark_stale(session, participant_id, [entry.day])


def remove(participant_id: int, key: str) -> None:
    """Delete an entry, to be undone; doing it twice is as good as once.

    Raises UnknownEntryError.
    """
    with writing() as session:
        hold(session, participant_id)
        row = _found(session, participant_id, key)
        if row is None:
            _assert_just_deleted(session, participant_id, key)
            return
        session.delete(row)
        _remember(session, participant_id, Step(_entry(row), deleted=True), row.noted_at)
        mark_stale(session, participant_id, [row.day])


def undo(participant_id: int, key: str) -> None:
    """Take back the last step if it was about this key; raises NothingToUndoError."""
    with writing() as session:
        hold(session, participant_id)
        step = _undoable(session, participant_id)
        if step is None or step.key != key:
            raise NothingToUndoError(key)
        if step.deleted:
            session.add(_row(participant_id, _entry(step), step.noted_at))
        else:
            session.execute(delete(EntryRow).where(*_owned(participant_id, key)))
        session.delete(step)
        mark_stale(session, participant_id, [step.day])


ENTRIES = Prepared(
    lambda: (
        select(
            EntryRow.key,
            type_coerce(EntryRow.day, Integer),
            EntryRow.kind,
            type_coerce(EntryRow.effort, String),
            EntryRow.minutes,
        )
        .where(
            EntryRow.participant_id == bindparam("participant_id"),
            EntryRow.day.between(bindparam("first"), bindparam("last")),
        )
        .order_by(EntryRow.day, EntryRow.noted_at, EntryRow.key)
    )
)


def entries(participant_id: int, first: date, last: date) -> tuple[Entry, ...]:
    """Her entries from one day to another, both included, oldest first."""
    rows = ENTRIES.rows(reader(), participant_id=participant_id, first=first, last=last)
    return tuple(_noted(row) for row in rows)


def latest(
    participant_id: int, since: date, until: date
) -> tuple[tuple[Entry, ...], frozenset[date]]:
    """Her entries since a day, and before it as many as `rules.again` needs; and all her days."""
    rows = ENTRIES.rows(reader(), participant_id=participant_id, first=date.min, last=until)
    first, differing = day_number(since), set[tuple[str, int]]()
    needed: list[Row] = []
    for row in reversed(rows):
        if row[1] < first and len(differing) >= CHIPS:
            break
        differing.add((row[2], row[4]))
        needed.append(row)
    days = frozenset(day_from_number(number) for number in {row[1] for row in rows})
    return tuple(map(_noted, reversed(needed))), days


def last_three(participant_id: int) -> tuple[Entry, ...]:
    """The last three that differ in kind or minutes, latest first: what `rules.again` says."""
    latest = EntryRow.day.desc(), EntryRow.noted_at.desc(), EntryRow.key.desc()
    place = func.row_number().over(partition_by=(EntryRow.kind, EntryRow.minutes), order_by=latest)
    ranked = (
        select(*VALUES, EntryRow.noted_at, place.label("place"))
        .where(EntryRow.participant_id == participant_id)
        .subquery()
    )
    columns = ranked.c
    query = (
        select(columns.key, columns.day, columns.kind, columns.effort, columns.minutes)
        .where(columns.place == 1)
        .order_by(columns.day.desc(), columns.noted_at.desc(), columns.key.desc())
        .limit(CHIPS)
    )
    return _values(query)


def last_step(participant_id: int) -> Step | None:
    """What `undo` would take back."""
    row = _undoable(db.session(), participant_id)
    return Step(_entry(row), row.deleted) if row else None


def _found(session: Session, participant_id: int, key: str) -> EntryRow | None:
    return session.get(EntryRow, (participant_id, key), populate_existing=True)


def _undoable(session: Session, participant_id: int) -> ExerciseUndo | None:
    return session.get(ExerciseUndo, participant_id, populate_existing=True)


def _minutes_on(session: Session, participant_id: int, day: date) -> int:
    total = select(func.coalesce(func.sum(EntryRow.minutes), 0))
    return session.scalars(
        total.where(EntryRow.participant_id == participant_id, EntryRow.day == day)
    ).one()


def _owned(participant_id: int, key: str) -> tuple[Any, Any]:
    return EntryRow.participant_id == participant_id, EntryRow.key == key


def _assert_just_deleted(session: Session, participant_id: int, key: str) -> None:
    step = _undoable(session, participant_id)
    if step is None or step.key != key or not step.deleted:
        raise UnknownEntryError(key)


def _remember(session: Session, participant_id: int, step: Step, noted_at: datetime) -> None:
    values = {
        "key": step.entry.key,
        "deleted": step.deleted,
        "day": step.entry.day,
        "kind": step.entry.kind,
        "effort": step.entry.effort,
        "minutes": step.entry.minutes,
        "noted_at": noted_at,
    }
    statement = insert(ExerciseUndo).values(participant_id=participant_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["participant_id"], set_=values))


def _row(participant_id: int, entry: Entry, noted_at: datetime) -> EntryRow:
    return EntryRow(
        participant_id=participant_id,
        key=entry.key,
        day=entry.day,
        kind=entry.kind,
        effort=entry.effort,
        minutes=entry.minutes,
        noted_at=noted_at,
    )


def _noted(row: Row) -> Entry:
    key, day, kind, effort, minutes = row
    return Entry(key, day_from_number(day), kind, Effort(effort), minutes)


def _entry(row: EntryRow | ExerciseUndo) -> Entry:
    return Entry(row.key, row.day, row.kind, row.effort, row.minutes)


def _values(query: Select[str, date, str, Effort, int]) -> tuple[Entry, ...]:
    return tuple(Entry(*row) for row in db.session.execute(query))
