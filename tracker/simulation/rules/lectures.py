"""Lectures of every district and of the city: past ones with who came, and some to come."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.places import Places
from tracker.simulation.rules.plan import Flags, Integers, Plan, keys, number
from tracker.teams.rules import districts

CITY = ""
FIRST_AFTER, APART, COMING_AFTER, DAYS = 9, 21, 2, 5
"""Days: the first lecture after self-management begins, between two, the next from today on."""
AFTERNOON, LONG = 14 * 60 - 480, 90
OPEN_DAY, OPEN_LONG = 7 * 60 - 480, 16 * 60
"""On the demo's day one lecture's door is open whenever somebody looks, in the minutes of UTC."""
SEATS, FEW_SEATS = 60, 12
REGISTERED_SHARE, CAME_SHARE, WALKED_IN = 0.3, 0.8, 3
WANTED = 40
"""People who register at most; where there are few seats, some of them wait."""
TOPICS = (
    ("怎样看食物标签", "社区医院王医生"),
    ("体重与睡眠", "区疾控中心刘老师"),
    ("久坐的人怎样动起来", "体育学院张教练"),
    ("外卖怎么点", "医院营养科李医生"),
    ("腰围为什么要量", "社区医院赵医生"),
)
OPEN_TOPIC = ("健康体重开放日", "区健康指导员")


@dataclass(frozen=True)
class Talks:
    """Lectures, their lists and who came, as parallel columns."""

    id: Integers
    district: list[str]
    """The district that holds each; the city's is CITY."""
    topic: list[tuple[str, str]]
    day: Integers
    minute: Integers
    """When it begins, in minutes since 1970 in UTC."""
    long: Integers
    capacity: Integers
    listed_lecture: Integers
    listed_person: Integers
    listed_turn: Integers
    came_lecture: Integers
    came_person: Integers
    today: int

    @property
    def over(self) -> Flags:
        """Which of them were before the demo's day."""
        return self.day < self.today


def make_talks(plan: Plan, places: Places, people: People, rng: np.random.Generator) -> Talks:
    """Everything up to the plan's day and what is announced by then."""
    today, home = number(plan.today), np.array(places.team_district)[people.team]
    planned = _planned(plan, str(home[people.demo]))
    key = rng.permutation(keys(rng, len(planned)))
    listed, came = [], []
    for place, (code, day, _, seats) in enumerate(planned):
        there = _may_come(people, home, code, day, today)
        who = _registered(people, there, seats, rng)
        listed.append(np.stack([np.full(len(who), place), who, np.arange(1, len(who) + 1)]))
        if day < today:
            others = rng.permutation(np.setdiff1d(there, who))[:WALKED_IN]
            inside = np.concatenate(
                [who[:seats][rng.random(len(who[:seats])) < CAME_SHARE], others]
            )
            came.append(np.stack([np.full(len(inside), place), inside]))
    list_of, arrivals = np.concatenate(listed, axis=1), np.concatenate(came, axis=1)
    days = np.array([day for _, day, _, _ in planned], dtype=np.int64)
    is_open_day = np.array([topic == OPEN_TOPIC for *_, topic, _ in planned])
    return Talks(
        id=key,
        district=[code for code, *_ in planned],
        topic=[topic for *_, topic, _ in planned],
        day=days,
        minute=days * 1440 + np.where(is_open_day, OPEN_DAY, AFTERNOON),
        long=np.where(is_open_day, OPEN_LONG, LONG),
        capacity=np.array([seats for *_, seats in planned], dtype=np.int64),
        listed_lecture=list_of[0],
        listed_person=list_of[1],
        listed_turn=list_of[2],
        came_lecture=arrivals[0],
        came_person=arrivals[1],
        today=today,
    )


def figures(talks: Talks) -> dict[str, Any]:
    """What was held, by district and by the city, with how many came and how many people."""
    held: dict[str, Any] = {}
    for code in sorted(set(talks.district)):
        own = np.flatnonzero([each == code for each in talks.district] & talks.over)
        inside = talks.came_person[np.isin(talks.came_lecture, own)]
        held[code or "city"] = {
            "lectures": len(own),
            "came": len(inside),
            "people": len(np.unique(inside)),
        }
    return held


def _planned(plan: Plan, demo: str) -> list[tuple[str, int, tuple[str, str], int]]:
    """Whose, on which day, about what and for how many, in the order of the districts."""
    today, start = number(plan.today), number(plan.calendar.starts)
    found = []
    for place, code in enumerate([*(each.code for each in districts()), CITY]):
        past = range(start + FIRST_AFTER + place % DAYS, today, APART)
        for turn, day in enumerate([*past, today + COMING_AFTER + place % DAYS]):
            seats = FEW_SEATS if day > today and code == demo else SEATS
            found.append((code, day, TOPICS[(place + turn) % len(TOPICS)], seats))
    return [*found, (demo, today, OPEN_TOPIC, SEATS)]


def _may_come(people: People, home: Any, code: str, day: int, today: int) -> Integers:
    """Positions of those who took part a week before, and were still there on the day."""
    enrolled = people.enrolled < min(day, today) - 7
    there = (people.left == NOBODY) | (people.left >= day)
    own = np.ones(len(home), bool) if code == CITY else home == code
    return np.flatnonzero(enrolled & there & own)


def _registered(people: People, there: Integers, seats: int, rng: np.random.Generator) -> Integers:
    """Some of them in the order of registering; the demo participant decides for herself."""
    others = there[there != people.demo]
    share = 1.0 if seats == FEW_SEATS else REGISTERED_SHARE
    count = min(WANTED, round(share * len(others)))
    chosen: Integers = rng.permutation(others)[:count]
    return chosen
