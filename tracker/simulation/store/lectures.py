"""The simulated lectures as columns of plain values, table by table."""

from collections.abc import Iterator

import numpy as np

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.database import Base
from tracker.lectures.models import AttendanceRow, LectureRow, RegistrationRow
from tracker.lectures.rules import SECRET_LENGTH, How
from tracker.simulation.rules import World
from tracker.simulation.rules.lectures import CITY, Talks
from tracker.simulation.rules.plan import Integers
from tracker.simulation.rules.staff import grants
from tracker.simulation.store.columns import Columns, moments, season_id

PLACES = ("社区活动中心二楼", "区文化馆报告厅", "街道办事处三楼会议室", "区图书馆一层")
REGISTERED_BEFORE, COMES_BEFORE = 7 * 1440, 10
"""Minutes before it begins, the first of a list; whoever comes is ten minutes early."""


def lecture_tables(world: World) -> Iterator[tuple[type[Base], Columns]]:
    """Every table of the room, parents before children, rows by ascending key."""
    yield LectureRow, _lectures(world)
    yield RegistrationRow, _registrations(world)
    yield AttendanceRow, _attendance(world)


def _lectures(world: World) -> Columns:
    talks, made_by = world.talks, {each.scope: each.account_id for each in grants(world)}
    order = np.argsort(talks.id)
    codes = [talks.district[place] for place in order]
    scopes = [district_scope(code) if code != CITY else CITY_SCOPE for code in codes]
    topics = [talks.topic[place] for place in order]
    return {
        "id": talks.id[order].tolist(),
        "season_id": [season_id(world)] * len(order),
        "district_code": [code or None for code in codes],
        "unit_id": [None] * len(order),
        "title": [title for title, _ in topics],
        "speaker": [speaker for _, speaker in topics],
        "place": [PLACES[place % len(PLACES)] for place in order],
        "day": talks.day[order].tolist(),
        "starts": moments(talks.minute[order]),
        "ends": moments((talks.minute + talks.long)[order]),
        "capacity": talks.capacity[order].tolist(),
        "lets_more_in": [False] * len(order),
        "for_district": [code or None for code in codes],
        "for_unit": [None] * len(order),
        "secret": [_secret(world, key) for key in talks.id[order].tolist()],
        "made_by": [made_by[scope] for scope in scopes],
        "changed_at": [None] * len(order),
        "cancelled_at": [None] * len(order),
    }


def _registrations(world: World) -> Columns:
    talks = world.talks
    order = _by_key(world, talks.listed_person, talks.listed_lecture)
    lecture, turn = talks.listed_lecture[order], talks.listed_turn[order]
    began = np.minimum(talks.minute[lecture], talks.today * 1440) - REGISTERED_BEFORE
    return {
        "participant_id": world.people.id[talks.listed_person[order]].tolist(),
        "lecture_id": talks.id[lecture].tolist(),
        "turn": turn.tolist(),
        "waited": (turn > talks.capacity[lecture]).tolist(),
        "registered_at": moments(began + turn),
    }


def _attendance(world: World) -> Columns:
    talks = world.talks
    order = _by_key(world, talks.came_person, talks.came_lecture)
    lecture = talks.came_lecture[order]
    return {
        "participant_id": world.people.id[talks.came_person[order]].tolist(),
        "lecture_id": talks.id[lecture].tolist(),
        "at": moments(talks.minute[lecture] - COMES_BEFORE),
        "how": [How.CODE.value] * len(order),
    }


def _by_key(world: World, person: Integers, lecture: Integers) -> Integers:
    talks: Talks = world.talks
    order: Integers = np.lexsort((talks.id[lecture], person))
    return order


def _secret(world: World, key: int) -> str:
    """Of an invented lecture: the same for the same plan."""
    return (world.salt.hex() + f"{key:x}").ljust(SECRET_LENGTH, "0")[:SECRET_LENGTH]
