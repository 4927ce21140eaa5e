"""Timetables read back: whole, or only how often one changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from tracker.database import Prepared, db, reader
from tracker.showcases import store as showcases
from tracker.showcases.models import ShowcaseRow
from tracker.showcases.rules import Item, Squad, State
from tracker.timetables.models import SlotRow, TimetableRow
from tracker.timetables.rules import (
    Entry,
    EntryKind,
    Marks,
    NoTimetableError,
    Row,
    Settings,
    Timed,
    Timetable,
)

VERSION = Prepared(
    lambda: (
        select(TimetableRow.version)
        .join(ShowcaseRow, ShowcaseRow.id == TimetableRow.showcase_id)
        .where(
            TimetableRow.showcase_id == bindparam("showcase_id"),
            TimetableRow.published_at.is_not(None),
            ShowcaseRow.state != State.DRAFT,
            ShowcaseRow.state != State.CANCELLED,
        )
    )
)


@dataclass(frozen=True)
class Known:
    """What the rooms below know about an event: its items, squads, and who is in them."""

    items: Mapping[int, Item]
    squads: Mapping[int, Squad]
    people: Mapping[int, frozenset[int]]


def known(showcase_id: int, *, people: bool) -> Known:
    """Items and squads of an event; who is in them only for whoever looks for conflicts."""
    found: dict[int, set[int]] = {}
    for each in showcases.members_of(showcase_id) if people else ():
        found.setdefault(each.squad_id, set()).add(each.participant_id)
    return Known(
        items={each.id: each for each in showcases.items(showcase_id)},
        squads={each.id: each for each in showcases.squads(showcase_id)},
        people={squad_id: frozenset(them) for squad_id, them in found.items()},
    )


def timetable(showcase_id: int, *, people: bool = False) -> Timetable:
    """An event's timetable; raises NoTimetableError."""
    row = db.session.get(TimetableRow, showcase_id, populate_existing=True)
    if row is None:
        raise NoTimetableError(showcase_id)
    slots, facts = slot_rows(showcase_id), known(showcase_id, people=people)
    return Timetable(
        showcase_id=showcase_id,
        settings=Settings(row.starts, row.changeover, row.gap),
        edition=row.edition,
        version=row.version,
        is_published=row.published_at is not None,
        early=row.early,
        rows=rows_of(slots, facts),
        nominated=tuple(facts.squads.values()),
    )


def published(showcase_id: int) -> Timetable:
    """The timetable that everybody may see; raises NoTimetableError."""
    found = timetable(showcase_id)
    if not found.is_published:
        raise NoTimetableError(showcase_id)
    return found


def has_published(showcase_id: int) -> bool:
    """Whether there is one to see."""
    return version(showcase_id) is not None


def version(showcase_id: int) -> int | None:
    """How often a published timetable changed, the day's taps included; None where there is none.

    One prepared statement: every open board asks this every two seconds.
    """
    found = VERSION.row(reader(), showcase_id=showcase_id)
    return int(found[0]) if found else None


def slot_rows(showcase_id: int) -> list[SlotRow]:
    """An event's slots in their order, as they are now."""
    query = (
        select(SlotRow)
        .where(SlotRow.showcase_id == showcase_id)
        .order_by(SlotRow.position, SlotRow.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def rows_of(slots: Iterable[SlotRow], facts: Known) -> tuple[Row, ...]:
    """Slots with what they show."""
    return tuple(_row(slot, facts) for slot in slots)


def entry_of(slot: SlotRow, facts: Known, group: int = 0) -> Entry:
    """A slot as the rules take it."""
    squad = facts.squads.get(slot.squad_id or 0)
    return Entry(
        id=slot.id,
        kind=slot.kind,
        minutes=slot.minutes,
        changeover=slot.changeover,
        group=group,
        pinned=slot.pinned,
        people=facts.people.get(slot.squad_id or 0, frozenset()),
        coach=squad.coach if squad else "",
    )


def marks_of(slot: SlotRow) -> Marks:
    """What was noted about a slot."""
    return Marks(slot.called_at, slot.started_at, slot.ended_at, slot.skipped_at)


def _row(slot: SlotRow, facts: Known) -> Row:
    squad, item = facts.squads.get(slot.squad_id or 0), facts.items.get(slot.item_id or 0)
    own = slot.kind in {EntryKind.BREAK, EntryKind.SPEECH}
    title = slot.title if own else squad.name if squad else item.title if item else ""
    return Row(Timed(entry_of(slot, facts), slot.starts), marks_of(slot), title, item, squad)
