"""Which order, and when: one pass from the first entry to the last, each step explained."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tracker.timetables.rules.entries import Entry, EntryKind, Timed

LONG_AGO = timedelta(days=1)


def plan(entries: Iterable[Entry], starts: datetime, gap: int) -> tuple[Timed, ...]:
    """Order and time entries, in the order of their groups.

    Within a group the next is whoever had a rest of `gap` minutes; of several, first whoever
    appears again later, then in the order given. If nobody rested that long, whoever rested
    longest. An entry that is pinned comes when its time has come; whatever would run into it waits.
    """
    left = sorted(entries, key=lambda each: each.group)
    found: list[Timed] = []
    floor = starts
    while left:
        entry = _next(left, found, floor, gap)
        left.remove(entry)
        found.append(Timed(entry, _begins(entry, floor)))
        floor = found[-1].free
    return tuple(found)


def timed(entries: Sequence[Entry], starts: datetime) -> tuple[Timed, ...]:
    """The same entries in the order given, each as early as it can be."""
    found: list[Timed] = []
    floor = starts
    for entry in entries:
        found.append(Timed(entry, _begins(entry, floor)))
        floor = found[-1].free
    return tuple(found)


def place_at(slots: Sequence[Timed], entry_id: int, at: datetime) -> int:
    """The place that an entry pinned to a moment takes among the others."""
    others = [each for each in slots if each.entry.id != entry_id]
    return sum(each.starts < at for each in others)


def _begins(entry: Entry, floor: datetime) -> datetime:
    return max(floor, entry.pinned) if entry.pinned else floor


def _next(left: list[Entry], found: list[Timed], floor: datetime, gap: int) -> Entry:
    """`left` is in the order of groups; the first group is the one under way."""
    pins = sorted((each for each in left if each.pinned), key=lambda each: _pin(each, floor))
    if pins and _pin(pins[0], floor) <= floor:
        return pins[0]
    free = [each for each in left if not each.pinned]
    now_on = [each for each in free if each.group == free[0].group]
    fitting = [each for each in now_on if not pins or floor + each.length <= _pin(pins[0], floor)]
    return _best(fitting, left, found, floor, gap) if fitting else pins[0]


def _pin(entry: Entry, floor: datetime) -> datetime:
    return entry.pinned or floor


def _best(
    fitting: list[Entry], left: list[Entry], found: list[Timed], floor: datetime, gap: int
) -> Entry:
    enough = timedelta(minutes=gap)
    rests = {each.id: min(_rest(each, found, floor), enough) for each in fitting}
    longest = max(rests.values())
    rested = [each for each in fitting if rests[each.id] == longest]
    again = Counter(each for entry in left for each in _appearing(entry))
    return max(rested, key=lambda each: max((again[one] for one in _appearing(each)), default=0))


def _rest(entry: Entry, found: list[Timed], floor: datetime) -> timedelta:
    """How long the least rested of its people and its coach have been off the floor."""
    hers = _appearing(entry)
    ends = [each.ends for each in found if not hers.isdisjoint(_appearing(each.entry))]
    return floor - max(ends) if ends else LONG_AGO


def _appearing(entry: Entry) -> frozenset[int | str]:
    """Who needs a rest; what everybody does together counts for nobody, since all are there."""
    if entry.kind is not EntryKind.SQUAD:
        return frozenset()
    return entry.people | {entry.coach} if entry.coach else entry.people
