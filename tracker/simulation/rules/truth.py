"""The truth file: every figure the product will show, from the simulation's own arrays."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from tracker.campaign.rules import monday_of
from tracker.simulation.rules import (
    gates,
    health,
    keeping_up,
    learning,
    lectures,
    participation,
    showcases,
    timetables,
)
from tracker.simulation.rules.plan import Plan, number
from tracker.simulation.rules.season import World
from tracker.teams.rules import districts

DAY = timedelta(days=1)
Figures = dict[str, Any]


def truth(world: World) -> Figures:
    """What is true of the city, each district and each team, each figure with its n."""
    plan, people, places = world.plan, world.people, world.places
    counts = participation.count(plan, people, world.readings, world.entries)
    monday = number(monday_of(plan.today))
    frozen = health.results(plan, people, world.readings, monday)
    kept = keeping_up.kept(plan, people, world.readings, world.entries, frozen)
    rounds = health.results(plan, people, world.readings, round_end(plan))
    home = np.array(places.team_district)
    city = np.ones(len(people.id), bool)
    return {
        "as_of": plan.today.isoformat(),
        "showcase": showcases.figures(world.show),
        "running_order": timetables.figures(world.order),
        "gate": gates.figures(world.gates),
        "lectures": lectures.figures(world.talks),
        "city": {
            **counts.figures(np.arange(len(home))),
            "health": health.figures(plan, frozen, city),
            "keeping_up": kept.figures(city),
            "learning": learning.figures(people, world.lessons, monday, city),
        },
        "districts": {
            code: {
                **counts.figures(np.flatnonzero(home == code)),
                "health": health.figures(plan, frozen, home[people.team] == code),
                "keeping_up": kept.figures(home[people.team] == code),
                "learning": learning.figures(
                    people, world.lessons, monday, home[people.team] == code
                ),
            }
            for code in (district.code for district in districts())
        },
        "teams": {
            str(team_id): {
                **counts.figures(np.array([team])),
                "health": health.figures(plan, rounds, (people.team == team) & ~people.leads),
            }
            for team, team_id in enumerate(places.team_id.tolist())
        },
    }


def round_end(plan: Plan) -> int:
    """The beginning of the day after the last finished round."""
    return number(last_finished_round(plan) + DAY)


def last_finished_round(plan: Plan) -> date:
    """The last day of the last round that is over."""
    return max(phase.last for phase in plan.calendar.rounds if phase.last < plan.today)
