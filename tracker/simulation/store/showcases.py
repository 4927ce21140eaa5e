"""The simulated showcase as columns of plain values, table by table."""

from collections.abc import Iterator

import numpy as np

from tracker.database import Base
from tracker.database.encryption import encrypted
from tracker.showcases.models import (
    InvitedDistrictRow,
    ItemRow,
    RehearsalAttendance,
    RehearsalRow,
    ShowcaseRow,
    SquadMemberRow,
    SquadRow,
)
from tracker.showcases.rules import TEAMS_PRESET, State
from tracker.simulation.rules import World
from tracker.simulation.rules.plan import number
from tracker.simulation.rules.showcases import (
    CLOSES,
    COACHES,
    ITEMS,
    JOG,
    NAME,
    NO,
    OPENS,
    OWN_NAME,
    OWN_VENUE,
    SILENT,
    SIZE,
    STARTS,
    SUBSTITUTES,
    VENUE,
    Show,
)
from tracker.simulation.store.columns import Column, Columns, moments, or_none, season_id
from tracker.teams.rules import districts

CONFIRMED_BEFORE, ASKED_BEFORE = 2, 20
"""Days before the showcase."""
OWN_AFTER = 4
"""The demo district's own event comes so many days later, at the end of a week."""
NOON, REHEARSED = 12 * 60 - 480, 90


def showcase_tables(world: World) -> Iterator[tuple[type[Base], Columns]]:
    """Every table of the room, parents before children."""
    yield ShowcaseRow, _events(world)
    yield ItemRow, _items(world.show)
    yield InvitedDistrictRow, _invited(world)
    yield SquadRow, _squads(world)
    yield SquadMemberRow, _members(world)
    yield RehearsalRow, _rehearsals(world.show)
    yield RehearsalAttendance, _attendance(world)


def _events(world: World) -> Columns:
    show, today = world.show, number(world.plan.today)
    days = [today, today + OWN_AFTER]

    def at(hour: int) -> Column:
        return moments(np.array([day * 1440 + hour * 60 - 480 for day in days]))

    return {
        "id": [show.showcase_id, show.own_showcase_id],
        "season_id": [season_id(world)] * 2,
        "district_code": [None, _home(world)],
        "name": [NAME, OWN_NAME],
        "venue": [VENUE, OWN_VENUE],
        "day": days,
        "opens": at(OPENS),
        "starts": at(STARTS),
        "closes": at(CLOSES),
        "state": [State.CONFIRMED.value, State.OPEN.value],
    }


def _items(show: Show) -> Columns:
    count = len(ITEMS)
    return {
        "id": [*show.item_id.tolist(), *show.own_item_id.tolist()],
        "showcase_id": [show.showcase_id] * count + [show.own_showcase_id] * count,
        "kind": [kind.value for kind, *_ in ITEMS] * 2,
        "title": [title for _, title, *_ in ITEMS] * 2,
        "minutes": [minutes for *_, minutes, _ in ITEMS] * 2,
        "together": [together for *_, together in ITEMS] * 2,
        "squad_size": [SIZE] * 2 * count,
        "position": [*range(count)] * 2,
    }


def _invited(world: World) -> Columns:
    codes = [each.code for each in districts()]
    return {
        "showcase_id": [world.show.showcase_id] * len(codes) + [world.show.own_showcase_id],
        "district_code": [*codes, _home(world)],
        "teams": [TEAMS_PRESET] * (len(codes) + 1),
    }


def _squads(world: World) -> Columns:
    """Those of the city's event, settled; and one of the district's own that asked nobody yet."""
    show, count = world.show, len(world.show.squad_id)
    settled = (number(world.plan.today) - CONFIRMED_BEFORE) * 1440 + NOON
    teams = world.places.team_id
    coaches = [COACHES[squad % len(COACHES)] for squad in range(count)] + [""]
    return {
        "id": [*show.squad_id.tolist(), show.own_squad_id],
        "showcase_id": [show.showcase_id] * count + [show.own_showcase_id],
        "item_id": [*show.item_id[show.squad_item].tolist(), int(show.own_item_id[JOG])],
        "team_id": [*teams[show.squad_team].tolist(), int(teams[world.people.demo_team])],
        "district_code": [*show.squad_district, _home(world)],
        "name": [*show.squad_name, "区展一队"],
        "size": [SIZE] * (count + 1),
        "substitutes": [SUBSTITUTES] * (count + 1),
        "clothes": ["白色T恤，深色长裤，运动鞋"] * count + [""],
        "music": ["第二段鼓点起步"] * count + [""],
        "coach": [encrypted(coach, "squad.coach") for coach in coaches],
        "confirmed_at": [*moments(np.full(count, settled)), None],
    }


def _members(world: World) -> Columns:
    show = world.show
    asked = (number(world.plan.today) - ASKED_BEFORE) * 1440 + NOON
    return {
        "id": show.member_id.tolist(),
        "squad_id": show.squad_id[show.member_squad].tolist(),
        "participant_id": world.people.id[show.member_person].tolist(),
        "is_substitute": show.member_substitute.tolist(),
        "asked_at": moments(np.full(len(show.member_id), asked)),
        "agreed": [
            None if answer == SILENT else answer != NO for answer in show.member_answer.tolist()
        ],
        "height_cm": or_none(show.member_height, show.member_height > 0),
    }


def _rehearsals(show: Show) -> Columns:
    return {
        "id": show.rehearsal_id.tolist(),
        "squad_id": show.squad_id[show.rehearsal_squad].tolist(),
        "starts": moments(show.rehearsal_minute),
        "place": ["单位操场"] * len(show.rehearsal_id),
        "held_at": moments(show.rehearsal_minute + REHEARSED),
    }


def _attendance(world: World) -> Columns:
    show = world.show
    return {
        "rehearsal_id": show.rehearsal_id[show.came_rehearsal].tolist(),
        "participant_id": world.people.id[show.came_person].tolist(),
    }


def _home(world: World) -> str:
    return world.places.team_district[world.people.demo_team]
