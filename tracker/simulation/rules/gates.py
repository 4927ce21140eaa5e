"""Tickets to the simulated showcase, and most of its people through its two gates by now."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.gates.rules import NUMBERS, number_of
from tracker.simulation.rules.people import People
from tracker.simulation.rules.plan import Integers, Plan, keys, number
from tracker.simulation.rules.showcases import YES, Show

DOORS = ("东门", "西门")
CAME_SHARE, TWICE = 0.94, 3
"""Most are in; some were noted at both gates, as happens when a ticket is passed back."""
FROM_MINUTE, MINUTES = 7 * 60 + 5, 100
"""They come from five past seven on, Beijing time."""


@dataclass(frozen=True)
class Gates:
    """Tickets and notes as parallel columns."""

    door_id: Integers
    staff: Integers
    """Who holds the phones: two people who are in no squad."""
    person: Integers
    numbers: list[str]
    noted: Integers
    """Positions of `person`, in the order in which they were noted."""
    noted_door: Integers
    noted_minute: Integers


def make_gates(plan: Plan, people: People, show: Show, rng: np.random.Generator) -> Gates:
    """Everybody who agreed has a ticket; whoever came was noted once, three of them twice."""
    person = np.unique(show.member_person[show.member_answer == YES])
    drawn = rng.choice(NUMBERS, len(person), replace=False)
    came = np.flatnonzero(rng.random(len(person)) < CAME_SHARE)
    door = rng.integers(0, len(DOORS), len(came))
    minute = rng.integers(0, MINUTES, len(came))
    again = slice(0, min(TWICE, len(came)))
    day = number(plan.today) * 1440 + FROM_MINUTE - 8 * 60
    others = np.setdiff1d(np.arange(len(people.id)), np.unique(show.member_person))
    return Gates(
        door_id=keys(rng, len(DOORS)),
        staff=others[: len(DOORS)],
        person=person,
        numbers=[number_of(int(each)) for each in drawn],
        noted=np.concatenate([came, came[again]]),
        noted_door=np.concatenate([door, 1 - door[again]]),
        noted_minute=day + np.concatenate([minute, minute[again] + 2]),
    )


def figures(gates: Gates) -> dict[str, Any]:
    """How many have a ticket, are in, and were noted twice."""
    times = np.bincount(gates.noted, minlength=len(gates.person))
    return {
        "tickets": len(gates.person),
        "inside": int(np.count_nonzero(times)),
        "twice": int(np.count_nonzero(times > 1)),
    }
