"""What does not go together in a timetable, as values; the words are the page's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from tracker.timetables.rules.entries import EntryKind, Timed, minutes_between


class ConflictKind(StrEnum):
    """Why two entries, or an entry and a moment, do not go together."""

    PEOPLE = "people"
    COACH = "coach"
    PINNED = "pinned"
    CLOSING = "closing"


@dataclass(frozen=True)
class Conflict:
    """Two entries too close for somebody; or one that is later than it was to be."""

    kind: ConflictKind
    first: int
    second: int
    minutes: int
    """Between the two; of a pinned entry or a closing gate, how many too late."""
    people: frozenset[int] = field(default=frozenset(), repr=False)
    coach: str = ""


def conflicts(slots: Sequence[Timed], gap: int, closes: datetime) -> tuple[Conflict, ...]:
    """Everything that does not go together, in the order of the day.

    Items that everybody does together are left out of people's rests: all of them are there, and
    somebody has to be the first after it in any order.
    """
    squads = [each for each in slots if each.entry.kind is EntryKind.SQUAD]
    found = [each for one, other in combinations(squads, 2) for each in _between(one, other, gap)]
    found += [each for slot in slots for each in _too_late(slot)]
    last = slots[-1] if slots else None
    if last and last.ends > closes:
        late = minutes_between(closes, last.ends)
        found.append(Conflict(ConflictKind.CLOSING, last.entry.id, last.entry.id, late))
    order = {each.entry.id: place for place, each in enumerate(slots)}
    return tuple(sorted(found, key=lambda each: (order[each.second], order[each.first])))


def _between(one: Timed, other: Timed, gap: int) -> list[Conflict]:
    minutes = minutes_between(one.ends, other.starts)
    if minutes >= gap:
        return []
    ids = (one.entry.id, other.entry.id)
    found = []
    if both := one.entry.people & other.entry.people:
        found.append(Conflict(ConflictKind.PEOPLE, *ids, minutes, people=both))
    if one.entry.coach and one.entry.coach == other.entry.coach:
        found.append(Conflict(ConflictKind.COACH, *ids, minutes, coach=one.entry.coach))
    return found


def _too_late(slot: Timed) -> list[Conflict]:
    pinned = slot.entry.pinned
    if pinned is None or slot.starts <= pinned:
        return []
    late = minutes_between(pinned, slot.starts)
    return [Conflict(ConflictKind.PINNED, slot.entry.id, slot.entry.id, late)]
