"""The simulated lectures: what was held is what was drawn, and the demo's day has an open door."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from tracker.lectures import store
from tracker.lectures.rules import Standing
from tracker.simulation.rules import Plan, make_world, truth
from tracker.simulation.rules.lectures import CITY
from tracker.simulation.store import write
from tracker.teams.rules import districts

TODAY = date(2024, 10, 16)
NOON = datetime(2024, 10, 16, 4, tzinfo=UTC)
FULL, SMALL = Plan(people=1500, seed=1, today=TODAY), Plan(people=150, seed=2, today=TODAY)


def quiet(_table: str, _rows: int) -> None:
    """Nobody watches."""


def test_every_district_and_the_city_held_some_and_hold_one_soon() -> None:
    talks = make_world(FULL).talks

    hosts = np.array(talks.district)
    for code in (*(each.code for each in districts()), CITY):
        assert np.count_nonzero((hosts == code) & talks.over) >= 2
        assert np.count_nonzero((hosts == code) & (talks.day > talks.today)) == 1


def test_nobody_came_before_she_took_part_or_twice() -> None:
    world = make_world(FULL)
    talks = world.talks

    assert (world.people.enrolled[talks.came_person] < talks.day[talks.came_lecture]).all()
    pairs = set(zip(talks.came_person.tolist(), talks.came_lecture.tolist(), strict=True))
    assert len(pairs) == len(talks.came_person)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("plan", [FULL, SMALL], ids=["full", "small"])
def test_what_is_reported_is_true(plan: Plan) -> None:
    world = make_world(plan)
    write(world, quiet)

    found = store.held(int(world.spare_keys[0]), NOON)

    told = {
        each.district_code or "city": {
            "lectures": each.lectures,
            "came": each.came,
            "people": each.people,
        }
        for each in found
    }
    assert told == truth(world)["lectures"]


@pytest.mark.usefixtures("database")
def test_in_the_demo_district_a_door_is_open_and_somebody_waits_for_a_seat() -> None:
    world = make_world(FULL)
    write(world, quiet)
    home = world.places.team_district[world.people.demo_team]
    season_id = int(world.spare_keys[0])
    held = [
        each
        for each in store.lectures_for(season_id, None, world.talks.id.tolist(), NOON)
        if each.host.district_code == home
    ]

    standings = [each.standing(NOON) for each in held]
    waiting = [store.counts([each.id])[each.id][0] - each.capacity for each in held]

    assert standings.count(Standing.RUNNING) == 1
    assert max(waiting) > 0
