"""The simulated showcase: what its pages say is what was drawn."""

from datetime import date

import pytest
from flask import Flask

from tracker.showcases.rules import State
from tracker.showcases.store import members_of, readiness_in, showcase, unanswered
from tracker.simulation.rules import Plan, make_world, truth
from tracker.simulation.store import write
from tracker.teams.rules import districts

TODAY = date(2024, 10, 16)
FULL, SMALL = Plan(people=1500, seed=1, today=TODAY), Plan(people=150, seed=2, today=TODAY)


def quiet(_table: str, _rows: int) -> None:
    """Nobody watches."""


def test_sixteen_districts_show_two_squads_each() -> None:
    show = make_world(FULL).show

    assert len(show.squad_id) == 32
    assert {code: show.squad_district.count(code) for code in show.squad_district} == {
        each.code: 2 for each in districts()
    }
    assert truth(make_world(FULL))["showcase"]["people"] > 400


def test_the_demo_participant_and_her_leader_are_in_a_squad_of_their_team() -> None:
    world = make_world(FULL)
    agreed = set(world.show.member_person[world.show.member_answer == 1].tolist())

    assert world.people.demo in agreed
    assert int(world.people.leader[world.people.demo_team]) in agreed


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("plan", [FULL, SMALL], ids=["full", "small"])
def test_readiness_says_what_is_true(plan: Plan) -> None:
    world = make_world(plan)
    write(world, quiet)

    found = readiness_in(world.show.showcase_id)

    told = truth(world)["showcase"]
    assert {
        str(each.squad.id): (each.agreed, each.substitutes, each.held, each.came) for each in found
    } == {
        squad_id: (
            squad["agreed"],
            squad["substitutes"],
            squad["rehearsals_held"],
            (squad["came"], squad["could_have_come"]) if squad["could_have_come"] else None,
        )
        for squad_id, squad in told["squads"].items()
    }
    assert len(members_of(world.show.showcase_id)) == told["people"]


def test_the_showcase_is_today_and_its_names_are_settled(database: Flask) -> None:
    world = make_world(SMALL)
    write(world, quiet)

    found = showcase(world.show.showcase_id)

    assert database
    assert (found.day, found.state) == (TODAY, State.CONFIRMED)
    assert unanswered(int(world.people.id[world.people.demo]), TODAY) is None
