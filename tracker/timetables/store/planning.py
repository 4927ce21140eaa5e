"""Planning a timetable and changing it by hand: who saw an older one changes nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.database import insert, random_key, writing
from tracker.timetables.models import SlotRow, TimetableRow
from tracker.timetables.rules import (
    BegunError,
    ChangedMeanwhileError,
    Entry,
    EntryKind,
    Move,
    NoTimetableError,
    Settings,
    UnknownEntryError,
    place_at,
    plan,
    timed,
)
from tracker.timetables.store.reading import Known, entry_of, known, marks_of, rows_of, slot_rows

OWN = frozenset({EntryKind.BREAK, EntryKind.SPEECH})


def plan_all(showcase_id: int, edition: int, settings: Settings) -> None:
    """Order and time everything anew: items by all, confirmed squads, breaks and speeches.

    Whoever is in no confirmed squad is in no timetable. Pinned times stay. Raises
    ChangedMeanwhileError, or BegunError once the day has begun.
    """
    with writing() as session:
        _begin(session, showcase_id, settings)
        table = _held(session, showcase_id, edition)
        table.starts, table.changeover, table.gap = (
            settings.starts,
            settings.changeover,
            settings.gap,
        )
        slots, facts = slot_rows(showcase_id), known(showcase_id, people=True)
        if any(slot.called_at or slot.started_at or slot.skipped_at for slot in slots):
            raise BegunError
        slots = _kept(session, slots, facts, settings) + _missing(session, table, slots, facts)
        entries = _grouped(slots, facts)
        _store(slots, [each.entry for each in plan(entries, settings.starts, settings.gap)], table)


def add_missing(showcase_id: int, edition: int) -> int:
    """Squads confirmed since, each behind the last of its item; how many there were."""
    with _changing(showcase_id, edition) as (session, table):
        slots, facts = slot_rows(showcase_id), known(showcase_id, people=False)
        fresh = _missing(session, table, slots, facts)
        for slot in fresh:
            alike = [at for at, each in enumerate(slots, 1) if each.item_id == slot.item_id]
            slots.insert(max(_fixed(slots), alike[-1] if alike else len(slots)), slot)
        _retime(slots, facts, table)
    return len(fresh)


def move(showcase_id: int, edition: int, wanted: Move) -> None:
    """One entry to another place among those that have not been on; all times follow."""
    with _changing(showcase_id, edition) as (_session, table):
        slots = slot_rows(showcase_id)
        slot = _open(slots, wanted.entry_id)
        slots.remove(slot)
        slots.insert(max(_fixed(slots), min(wanted.place, len(slots))), slot)
        _retime(slots, known(showcase_id, people=False), table)


def change(
    showcase_id: int,
    edition: int,
    entry_id: int,
    *,
    minutes: int,
    changeover: int,
    pinned: datetime | None,
) -> None:
    """How long an entry is and the time it does not begin before; with one it goes there."""
    with _changing(showcase_id, edition) as (_session, table):
        slots, facts = slot_rows(showcase_id), known(showcase_id, people=False)
        slot = _open(slots, entry_id)
        moves = pinned is not None and pinned != slot.pinned
        slot.minutes, slot.changeover, slot.pinned = minutes, changeover, pinned
        if moves and pinned:
            place = place_at([row.timed for row in rows_of(slots, facts)], entry_id, pinned)
            slots.remove(slot)
            slots.insert(max(_fixed(slots), place), slot)
        _retime(slots, facts, table)


def add_own(
    showcase_id: int,
    edition: int,
    kind: EntryKind,
    title: str,
    *,
    minutes: int,
    pinned: datetime | None,
) -> int:
    """A break or a speech, at its time or at the end."""
    with _changing(showcase_id, edition) as (session, table):
        slots, facts = slot_rows(showcase_id), known(showcase_id, people=False)
        slot = _slot(table, kind, minutes, changeover=0, title=title, pinned=pinned)
        place = len(slots)
        if pinned:
            place = place_at([row.timed for row in rows_of(slots, facts)], 0, pinned)
        session.add(slot)
        slots.insert(max(_fixed(slots), place), slot)
        _retime(slots, facts, table)
    return slot.id


def remove_own(showcase_id: int, edition: int, entry_id: int) -> None:
    """A break or a speech is not wanted any more."""
    with _changing(showcase_id, edition) as (session, table):
        slots = slot_rows(showcase_id)
        slot = _open(slots, entry_id)
        if slot.kind not in OWN:
            raise UnknownEntryError(entry_id)
        slots.remove(slot)
        session.delete(slot)
        _retime(slots, known(showcase_id, people=False), table)


def publish(showcase_id: int, edition: int, now: datetime, *, shown: bool) -> None:
    """Let squads, their people and the board see it, or take it back."""
    with _changing(showcase_id, edition) as (_session, table):
        table.published_at = now if shown else None


@contextmanager
def _changing(showcase_id: int, edition: int) -> Iterator[tuple[Session, TimetableRow]]:
    with writing() as session:
        yield session, _held(session, showcase_id, edition)


def _begin(session: Session, showcase_id: int, settings: Settings) -> None:
    """Two who plan the first time make one timetable, and the second is told."""
    fresh = {
        "showcase_id": showcase_id,
        "starts": settings.starts,
        "changeover": settings.changeover,
        "gap": settings.gap,
        "edition": 0,
        "version": 0,
        "early": False,
    }
    session.execute(insert(TimetableRow).values(fresh).on_conflict_do_nothing())


def _held(session: Session, showcase_id: int, edition: int) -> TimetableRow:
    """The timetable for one who changes its plan, if it is still the one she saw."""
    row = session.get(TimetableRow, showcase_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NoTimetableError(showcase_id)
    if row.edition != edition:
        raise ChangedMeanwhileError
    row.edition += 1
    row.version += 1
    return row


def _kept(
    session: Session, slots: list[SlotRow], facts: Known, settings: Settings
) -> list[SlotRow]:
    """What stays in a plan made anew, as long as its item says; without squads reopened since."""
    kept = []
    for slot in slots:
        squad, item = facts.squads.get(slot.squad_id or 0), facts.items.get(slot.item_id or 0)
        if squad and not squad.is_confirmed:
            session.execute(delete(SlotRow).where(SlotRow.id == slot.id))
            session.expunge(slot)
            continue
        if item:
            slot.minutes, slot.changeover = item.minutes, settings.changeover
        kept.append(slot)
    return kept


def _missing(
    session: Session, table: TimetableRow, slots: Sequence[SlotRow], facts: Known
) -> list[SlotRow]:
    there = {slot.squad_id or slot.item_id for slot in slots}
    fresh = [
        _slot(table, EntryKind.TOGETHER, item.minutes, table.changeover, item_id=item.id)
        for item in facts.items.values()
        if item.together and item.id not in there
    ]
    for squad in facts.squads.values():
        item = facts.items[squad.item_id]
        if squad.is_confirmed and squad.id not in there:
            slot = _slot(table, EntryKind.SQUAD, item.minutes, table.changeover, item_id=item.id)
            slot.squad_id = squad.id
            fresh.append(slot)
    session.add_all(fresh)
    return fresh


def _slot(
    table: TimetableRow,
    kind: EntryKind,
    minutes: int,
    changeover: int,
    *,
    item_id: int | None = None,
    title: str = "",
    pinned: datetime | None = None,
) -> SlotRow:
    return SlotRow(
        id=random_key(),
        showcase_id=table.showcase_id,
        position=0,
        kind=kind,
        item_id=item_id,
        title=title,
        minutes=minutes,
        changeover=changeover,
        pinned=pinned,
        starts=table.starts,
    )


def _grouped(slots: Sequence[SlotRow], facts: Known) -> list[Entry]:
    """A break or a speech without a time stays behind the item that it followed."""
    entries, group = [], 0
    for slot in slots:
        item = facts.items.get(slot.item_id or 0)
        group = 2 * item.position if item else group + 1 - group % 2
        entries.append(entry_of(slot, facts, group))
    return entries


def _retime(slots: Sequence[SlotRow], facts: Known, table: TimetableRow) -> None:
    _store(slots, [entry_of(slot, facts) for slot in slots], table)


def _store(slots: Sequence[SlotRow], order: Sequence[Entry], table: TimetableRow) -> None:
    by_id = {slot.id: slot for slot in slots}
    for position, each in enumerate(timed(order, table.starts)):
        slot = by_id[each.entry.id]
        slot.position, slot.starts = position, each.starts


def _open(slots: Sequence[SlotRow], entry_id: int) -> SlotRow:
    slot = next((each for each in slots if each.id == entry_id), None)
    if slot is None:
        raise UnknownEntryError(entry_id)
    if slot.started_at:
        raise BegunError
    return slot


def _fixed(slots: Sequence[SlotRow]) -> int:
    """How many at the top have been on or are."""
    return max((at for at, each in enumerate(slots, 1) if marks_of(each).started), default=0)
