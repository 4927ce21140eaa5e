"""The simulated running order as columns of plain values: as far as the clock of the demo is."""

from collections.abc import Iterator

import numpy as np

from tracker import clock
from tracker.database import Base
from tracker.simulation.rules import World
from tracker.simulation.rules.plan import Integers
from tracker.simulation.rules.timetables import CHANGEOVER, GAP
from tracker.simulation.store.columns import Column, Columns, moments, or_none
from tracker.timetables.models import SlotRow, TimetableRow


def timetable_tables(world: World) -> Iterator[tuple[type[Base], Columns]]:
    """The timetable, published long ago, and its slots with what happened until now."""
    yield TimetableRow, _timetable(world)
    yield SlotRow, _slots(world)


def _timetable(world: World) -> Columns:
    begins = np.array([world.order.begins])
    return {
        "showcase_id": [world.show.showcase_id],
        "starts": moments(begins),
        "changeover": [CHANGEOVER],
        "gap": [GAP],
        "edition": [1],
        "version": [1],
        "early": [False],
        "published_at": moments(begins - 24 * 60),
    }


def _slots(world: World) -> Columns:
    order, show = world.order, world.show
    count = len(order.id)
    return {
        "id": order.id.tolist(),
        "showcase_id": [show.showcase_id] * count,
        "position": list(range(count)),
        "kind": [each.value for each in order.kind],
        "item_id": _keys(show.item_id, order.item),
        "squad_id": _keys(show.squad_id, order.squad),
        "title": order.title,
        "minutes": order.minutes,
        "changeover": order.changeover,
        "pinned": [None] * count,
        "starts": moments(order.starts),
        "called_at": _until_now(order.called, order.squad),
        "started_at": _until_now(order.began),
        "ended_at": _until_now(order.ended),
        "skipped_at": [None] * count,
    }


def _keys(ids: Integers, positions: list[int]) -> Column:
    return [int(ids[at]) if at >= 0 else None for at in positions]


def _until_now(minutes: Integers, squads: list[int] | None = None) -> Column:
    """What has happened by the clock; only squads are called."""
    there = minutes <= int(clock.now().timestamp()) // 60
    if squads is not None:
        there &= np.array(squads) >= 0
    return or_none(np.array(moments(minutes), dtype=object), there)
