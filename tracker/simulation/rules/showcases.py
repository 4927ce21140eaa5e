"""The city's showcase on the demo's day: 32 squads of 16 districts, their people and rehearsals."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.showcases.rules import TEAMS_PRESET, ItemKind
from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.places import Places
from tracker.simulation.rules.plan import Flags, Integers, Plan, keys, number
from tracker.teams.rules import district, districts

NAME, VENUE = "健康体重运动技能展示", "通州区体育馆"
OWN_NAME, OWN_VENUE = "区里自己的运动技能展示", "区体育中心"
OPENS, STARTS, CLOSES = 7, 9, 23
"""Hours of the day, in Beijing: whoever looks at the demo finds the gate open."""

ITEMS = (
    (ItemKind.WARM_UP, "花样跳绳热身", 5, False),
    (ItemKind.BADUANJIN, "八段锦", 12, True),
    (ItemKind.SLOW_JOG, "超慢跑方阵", 4, False),
    (ItemKind.FREE, "工间操串烧", 4, False),
)
WARM_UP, TOGETHER, JOG, FREE = range(4)
SIZE, SUBSTITUTES = 12, 2
ASKED, REFUSED_SHARE, CAME_SHARE, HEIGHT_SHARE = 20, 0.5, 0.85, 0.6
REHEARSED_BEFORE = (17, 10, 3)
"""Days before the showcase; at half past six in the evening."""
REHEARSAL_MINUTE = 18 * 60 + 30 - 480
YES, NO, SILENT = 1, 0, -1
COACHES = ("周教练", "吴教练", "郑教练", "冯教练", "陈教练", "褚教练")
NUMERALS = "一二三四"


@dataclass(frozen=True)
class Show:
    """The event as parallel columns: squads, whoever was asked, rehearsals and who came."""

    showcase_id: int
    own_showcase_id: int
    """The demo district's own event, still open for signing up."""
    item_id: Integers
    own_item_id: Integers
    squad_id: Integers
    squad_item: Integers
    squad_team: Integers
    squad_name: list[str]
    squad_district: list[str]
    own_squad_id: int
    member_id: Integers
    member_squad: Integers
    member_person: Integers
    member_answer: Integers
    member_substitute: Flags
    member_height: Integers
    """In centimetres, 0 for whoever entered none."""
    rehearsal_id: Integers
    rehearsal_squad: Integers
    rehearsal_minute: Integers
    came_rehearsal: Integers
    came_person: Integers


def make_show(plan: Plan, places: Places, people: People, rng: np.random.Generator) -> Show:
    """Two squads of each district that has a team, everybody asked, and three rehearsals each."""
    teams, items = _squads(places, people)
    count = len(teams)
    squad_id = keys(rng, count)
    squad, person, answer, substitute = _members(plan, people, teams, rng)
    tall = np.where(
        rng.random(len(person)) < HEIGHT_SHARE, people.bodies.height_mm[person] // 10, 0
    )
    rehearsals = len(REHEARSED_BEFORE)
    rehearsal_squad = np.repeat(np.arange(count), rehearsals)
    days = number(plan.today) - np.tile(np.array(REHEARSED_BEFORE), count)
    came_rehearsal, came_person = _came(squad, person, answer, rehearsals, rng)
    codes = [places.team_district[team] for team in teams]
    spare = keys(rng, 4 + 2 * len(ITEMS))
    return Show(
        showcase_id=int(spare[0]),
        own_showcase_id=int(spare[1]),
        own_squad_id=int(spare[2]),
        item_id=spare[4 : 4 + len(ITEMS)],
        own_item_id=spare[4 + len(ITEMS) :],
        squad_id=squad_id,
        squad_item=items,
        squad_team=teams,
        squad_name=_names(codes),
        squad_district=codes,
        member_id=keys(rng, len(person)),
        member_squad=squad,
        member_person=person,
        member_answer=answer,
        member_substitute=substitute,
        member_height=np.where(answer == YES, tall, 0),
        rehearsal_id=keys(rng, count * rehearsals),
        rehearsal_squad=rehearsal_squad,
        rehearsal_minute=days * 1440 + REHEARSAL_MINUTE,
        came_rehearsal=came_rehearsal,
        came_person=came_person,
    )


def figures(show: Show) -> dict[str, Any]:
    """What is true of each squad: who agreed, rehearsals held, and attendances at them."""
    agreed = show.member_answer == YES
    regular = np.bincount(
        show.member_squad[agreed & ~show.member_substitute], minlength=len(show.squad_id)
    )
    spare = np.bincount(
        show.member_squad[agreed & show.member_substitute], minlength=len(show.squad_id)
    )
    came = np.bincount(show.rehearsal_squad[show.came_rehearsal], minlength=len(show.squad_id))
    return {
        "squads": {
            str(squad_id): {
                "district": show.squad_district[position],
                "agreed": int(regular[position]),
                "substitutes": int(spare[position]),
                "rehearsals_held": len(REHEARSED_BEFORE),
                "came": int(came[position]),
                "could_have_come": len(REHEARSED_BEFORE) * int(regular[position] + spare[position]),
            }
            for position, squad_id in enumerate(show.squad_id.tolist())
        },
        "people": int(np.count_nonzero(agreed)),
    }


def _squads(places: Places, people: People) -> tuple[Integers, Integers]:
    """Team and item of each squad: the largest teams of each district, the demo team among them.

    Where a district has one team only, it shows two items.
    """
    codes = np.array(places.team_district)
    teams, items = [], []
    for order, each in enumerate(districts()):
        there = np.flatnonzero(codes == each.code)
        rank = np.lexsort((-places.team_size[there], there != people.demo_team))
        chosen = there[rank][:TEAMS_PRESET].tolist()
        for position in range(TEAMS_PRESET if chosen else 0):
            alone = position >= len(chosen)
            other = WARM_UP if order == 0 else FREE if order % 4 == 0 else JOG
            teams.append(chosen[0] if alone else chosen[position])
            items.append(JOG if position == 0 else FREE if alone else other)
    return np.array(teams, dtype=np.int64), np.array(items, dtype=np.int64)


def _members(
    plan: Plan, people: People, teams: Integers, rng: np.random.Generator
) -> tuple[Integers, Integers, Integers, Flags]:
    """Squad, person, answer and whether a substitute, of everybody who was asked."""
    here = (people.left == NOBODY) & (people.enrolled <= number(plan.today))
    first = [people.demo, int(people.leader[people.demo_team])]
    squads, persons, answers, spares = [], [], [], []
    for squad, team in enumerate(teams.tolist()):
        there = rng.permutation(np.flatnonzero((people.team == team) & here))
        there = there[np.argsort(~np.isin(there, first), kind="stable")][:ASKED]
        place = np.arange(len(there))
        refused = rng.random(len(there)) < REFUSED_SHARE
        agrees = place < SIZE + SUBSTITUTES
        squads.append(np.full(len(there), squad))
        persons.append(there)
        answers.append(np.where(agrees, YES, np.where(refused, NO, SILENT)))
        spares.append(agrees & (place >= SIZE))
    return (
        np.concatenate(squads),
        np.concatenate(persons),
        np.concatenate(answers),
        np.concatenate(spares),
    )


def _came(
    squad: Integers, person: Integers, answer: Integers, rehearsals: int, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    """Position of the rehearsal and of the person, for everybody who came to one."""
    agreed = np.flatnonzero(answer == YES)
    nth = np.tile(np.arange(rehearsals), len(agreed))
    who = np.repeat(agreed, rehearsals)
    came = rng.random(len(who)) < CAME_SHARE
    return (squad[who] * rehearsals + nth)[came], person[who][came]


def _names(codes: list[str]) -> list[str]:
    """朝阳一队, 朝阳二队."""
    seen: dict[str, int] = {}
    names = []
    for code in codes:
        names.append(f"{district(code).name.removesuffix('区')}{NUMERALS[seen.get(code, 0)]}队")
        seen[code] = seen.get(code, 0) + 1
    return names
