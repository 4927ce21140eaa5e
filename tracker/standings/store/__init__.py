"""Settled standings, points of those who agreed, switches: all of the room's SQL."""

from tracker.standings.store.boards import (
    board,
    latest_sums,
    member_points,
    rules_by_round,
    texts,
)
from tracker.standings.store.doing import done_by, times_done
from tracker.standings.store.settling import settle
from tracker.standings.store.switches import (
    choose_points,
    hides_points,
    is_on,
    set_switches,
    switches,
)

__all__ = [
    "board",
    "choose_points",
    "done_by",
    "hides_points",
    "is_on",
    "latest_sums",
    "member_points",
    "rules_by_round",
    "set_switches",
    "settle",
    "switches",
    "texts",
    "times_done",
]
