"""The showcase's running order on the demo's day: planned, and slid by its delays."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from tracker.simulation.rules.plan import Integers, Plan, keys, number
from tracker.simulation.rules.showcases import COACHES, ITEMS, STARTS, YES, Show
from tracker.timetables.rules import CALL_AHEAD, Entry, EntryKind, plan

CHANGEOVER, GAP = 2, 15
SPEECH_MINUTES, BREAK_MINUTES = 5, 10
TITLES = {EntryKind.SPEECH: "开幕致辞", EntryKind.BREAK: "中场休息"}
SHOWN = frozenset({EntryKind.TOGETHER, EntryKind.SQUAD})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BREAK_BEHIND = 2
"""The item after which everybody rests."""
HITCH, HITCH_MINUTES = 12, 6
"""The entry whose music does not play at once."""
ACTUAL = (0, 0, 0, 1)
"""Minutes by which things begin late and take longer: mostly not at all."""


@dataclass(frozen=True)
class Order:
    """The timetable's rows in their order, as parallel columns; minutes since 1970 in UTC."""

    id: Integers
    kind: list[EntryKind]
    item: list[int]
    """Positions among the items, -1 for a break or a speech."""
    squad: list[int]
    """Positions among the squads, -1 for whatever is no squad's."""
    title: list[str]
    minutes: list[int]
    changeover: list[int]
    starts: Integers
    called: Integers
    began: Integers
    ended: Integers
    begins: int
    """When the programme begins."""


def make_order(season: Plan, show: Show, rng: np.random.Generator) -> Order:
    """Order and times as the product plans them, and what happened on the day by its end."""
    begins = number(season.today) * 1440 + STARTS * 60 - 480
    slots = plan(_entries(show), EPOCH + timedelta(minutes=begins), GAP)
    entries = [each.entry for each in slots]
    starts = np.array([int((each.starts - EPOCH).total_seconds() // 60) for each in slots])
    called, began, ended = _ran(entries, starts, rng)
    squads = len(show.squad_id)
    squad = [each.id if each.id < squads else -1 for each in entries]
    return Order(
        id=rng.permutation(keys(rng, len(slots))),
        kind=[each.kind for each in entries],
        item=[each.group // 2 if each.kind in SHOWN else -1 for each in entries],
        squad=squad,
        title=[TITLES.get(each.kind, "") for each in entries],
        minutes=[each.minutes for each in entries],
        changeover=[each.changeover for each in entries],
        starts=starts,
        called=called,
        began=began,
        ended=ended,
        begins=begins,
    )


def figures(order: Order) -> dict[str, Any]:
    """What is true of the day: how many rows, and how late the last one began."""
    return {
        "rows": len(order.id),
        "squads": sum(squad >= 0 for squad in order.squad),
        "last_late": int(order.began[-1] - order.starts[-1]),
    }


def _entries(show: Show) -> list[Entry]:
    """By the squads' positions; what is no squad's has the numbers behind them."""
    count = len(show.squad_id)
    people = [set[int]() for _ in range(count)]
    agreed = show.member_answer == YES
    pairs = zip(show.member_squad[agreed], show.member_person[agreed], strict=True)
    for squad, person in pairs:
        people[int(squad)].add(int(person))
    entries = [Entry(count, EntryKind.SPEECH, SPEECH_MINUTES, 0, -1)]
    entries.append(Entry(count + 1, EntryKind.BREAK, BREAK_MINUTES, 0, 2 * BREAK_BEHIND + 1))
    for at, (*_, minutes, together) in enumerate(ITEMS):
        if together:
            number_of = count + 2 + at
            entries.append(Entry(number_of, EntryKind.TOGETHER, minutes, CHANGEOVER, 2 * at))
    for squad, item in enumerate(show.squad_item.tolist()):
        minutes, coach = ITEMS[item][2], COACHES[squad % len(COACHES)]
        them = frozenset(people[squad])
        entries.append(
            Entry(squad, EntryKind.SQUAD, minutes, CHANGEOVER, 2 * item, None, them, coach)
        )
    return entries


def _ran(
    entries: list[Entry], starts: Integers, rng: np.random.Generator
) -> tuple[Integers, Integers, Integers]:
    """Nothing began before its time, and nothing before the floor was free."""
    began, ended, free = [], [], 0
    slow = rng.choice(ACTUAL, (len(entries), 2))
    for at, (entry, planned) in enumerate(zip(entries, starts.tolist(), strict=True)):
        hitch = HITCH_MINUTES if at == HITCH else 0
        began.append(max(planned, free) + int(slow[at, 0]) + hitch)
        ended.append(began[-1] + entry.minutes + int(slow[at, 1]))
        free = ended[-1] + entry.changeover
    ahead = int(CALL_AHEAD.total_seconds()) // 60
    return np.array(began) - ahead, np.array(began), np.array(ended)
