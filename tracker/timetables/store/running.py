"""The day's taps: each counts once, whoever taps, and the last one can be taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.database import writing
from tracker.timetables.models import SlotRow, TimetableRow
from tracker.timetables.rules import (
    NoTimetableError,
    NotItsTurnError,
    Step,
    UnknownEntryError,
    last_step,
    may,
)
from tracker.timetables.store.reading import marks_of, slot_rows

COLUMN = {
    Step.CALLED: "called_at",
    Step.STARTED: "started_at",
    Step.ENDED: "ended_at",
    Step.SKIPPED: "skipped_at",
}


def note(showcase_id: int, entry_id: int, step: Step, now: datetime) -> bool:
    """Note that an entry was called, began, ended or was skipped; False if it already was.

    Raises NotItsTurnError where another one is on or has to be first.
    """
    with writing() as session:
        table = _held(session, showcase_id)
        slots = slot_rows(showcase_id)
        place = _place(slots, entry_id)
        if getattr(slots[place], COLUMN[step]):
            return False
        if not may(step, place, [marks_of(each) for each in slots]):
            raise NotItsTurnError
        setattr(slots[place], COLUMN[step], now)
        table.version += 1
    return True


def undo(showcase_id: int, entry_id: int, step: Step) -> bool:
    """Take back the step that was noted last; False if it is not the last any more."""
    with writing() as session:
        table = _held(session, showcase_id)
        slots = slot_rows(showcase_id)
        place = _place(slots, entry_id)
        if last_step([marks_of(each) for each in slots]) != (place, step):
            return False
        setattr(slots[place], COLUMN[step], None)
        table.version += 1
    return True


def begin_early(showcase_id: int, *, wished: bool) -> None:
    """Whether things move up when time was saved, or wait for their published times."""
    with writing() as session:
        table = _held(session, showcase_id)
        if table.early != wished:
            table.early = wished
            table.version += 1


def _held(session: Session, showcase_id: int) -> TimetableRow:
    row = session.get(TimetableRow, showcase_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NoTimetableError(showcase_id)
    return row


def _place(slots: list[SlotRow], entry_id: int) -> int:
    for place, slot in enumerate(slots):
        if slot.id == entry_id:
            return place
    raise UnknownEntryError(entry_id)
