"""A whole season: everything drawn, each part from its own generator."""

from dataclasses import dataclass

from tracker.simulation.rules.adherence import noted
from tracker.simulation.rules.gates import Gates, make_gates
from tracker.simulation.rules.learning import Lessons, make_lessons
from tracker.simulation.rules.lectures import Talks, make_talks
from tracker.simulation.rules.logs import Entries, Readings, make_entries, make_readings
from tracker.simulation.rules.people import People, make_people
from tracker.simulation.rules.places import Places, make_places
from tracker.simulation.rules.plan import Integers, Plan, keys, number
from tracker.simulation.rules.showcases import Show, make_show
from tracker.simulation.rules.timetables import Order, make_order


@dataclass(frozen=True)
class World:
    """Everything a simulated season consists of."""

    plan: Plan
    places: Places
    people: People
    readings: Readings
    entries: Entries
    show: Show
    order: Order
    gates: Gates
    talks: Talks
    lessons: Lessons
    spare_keys: Integers
    """Random keys for the season, its staff and their grants."""
    salt: bytes


def make_world(plan: Plan) -> World:
    """The season up to the plan's day; the same plan gives the same season."""
    return _world(plan, number(plan.today))


def whole_season(plan: Plan) -> World:
    """The season as it will be on its last day, to judge its order of magnitude."""
    return _world(plan, number(plan.calendar.ends))


def _world(plan: Plan, until: int) -> World:
    for_places, for_people, for_days, for_weight, for_exercise, for_keys, *more = plan.generators(
        11
    )
    places = make_places(plan, for_places)
    people = make_people(plan, places, for_people)
    log = noted(plan, people, until, for_days)
    show = make_show(plan, places, people, more[0])
    return World(
        plan=plan,
        places=places,
        people=people,
        readings=make_readings(plan, places, people, log, until, for_weight),
        entries=make_entries(plan, people, log, until, for_exercise),
        show=show,
        order=make_order(plan, show, more[4]),
        talks=make_talks(plan, places, people, more[1]),
        gates=make_gates(plan, people, show, more[2]),
        lessons=make_lessons(plan, people, until, more[3]),
        spare_keys=for_keys.permutation(keys(for_keys, 4 * len(places.team_id) + 100)),
        salt=for_keys.bytes(16),
    )
