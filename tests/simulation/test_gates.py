"""The simulated gate: its pages say what was drawn."""

from datetime import date

import pytest

from tracker.gates import store
from tracker.gates.rules import is_number
from tracker.simulation.rules import Plan, make_world, truth
from tracker.simulation.store import write

PLAN = Plan(people=1000, seed=1, today=date(2024, 10, 16))


def quiet(_table: str, _rows: int) -> None:
    """Nobody watches."""


@pytest.mark.usefixtures("database")
def test_the_gate_says_who_is_in_and_who_was_noted_twice() -> None:
    world = make_world(PLAN)
    write(world, quiet)

    found = store.overview(world.show.showcase_id)

    told = truth(world)["gate"]
    assert (found.people, len(found.twice)) == (told["inside"], told["twice"])
    assert sum(each.present for each in found.squads) >= told["inside"]


def test_everybody_who_agreed_has_a_number_of_her_own() -> None:
    numbers = make_world(PLAN).gates.numbers

    assert len(set(numbers)) == len(numbers) > 400
    assert all(is_number(each) for each in numbers)
