"""Doors, tickets and notes of who came in, written and read back."""

from tracker.gates.store.doors import add_door, claim, door_of, door_showcase, doors, shut
from tracker.gates.store.passages import (
    changed_since,
    check_in,
    check_in_by_hand,
    done_between,
    done_days,
    inside,
    listed,
    listed_by_squad,
    overview,
    passage_of,
    present,
    take,
    undo,
)
from tracker.gates.store.tickets import (
    confirmed,
    confirmed_squads_of,
    keep_keys,
    keys,
    ticket,
    tickets,
)

__all__ = [
    "add_door",
    "changed_since",
    "check_in",
    "check_in_by_hand",
    "claim",
    "confirmed",
    "confirmed_squads_of",
    "done_between",
    "done_days",
    "door_of",
    "door_showcase",
    "doors",
    "inside",
    "keep_keys",
    "keys",
    "listed",
    "listed_by_squad",
    "overview",
    "passage_of",
    "present",
    "shut",
    "take",
    "ticket",
    "tickets",
    "undo",
]
