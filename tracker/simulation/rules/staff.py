"""Accounts of people who organize, the demo people, and everybody's grants."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.accounts.rules import (
    CITY_SCOPE,
    NAME_MAX,
    Role,
    district_scope,
    team_scope,
    unit_scope,
)
from tracker.simulation.rules.names import FEMALE, SURNAMES
from tracker.simulation.rules.season import World
from tracker.teams.rules import districts

DEMO_PASSWORD = "healthy-weight"  # noqa: S105 - of invented people, published on purpose
STAFF_PREFIX = "1540"
"""Of the range that nobody has been given; with seven more digits."""

PARTICIPANT, LEADER, DISTRICT, CITY, DEPUTY, CONTACT = (f"1390000000{n}" for n in range(1, 7))
STATION, STATION_NAME = "13900000007", "吴倩"
"""At the demo unit's weighing station; her account is made with its first station."""
DEMO_NAMES = {
    PARTICIPANT: "王芳",
    LEADER: "李伟",
    DISTRICT: "赵敏",
    CITY: "孙磊",
    DEPUTY: "陈静",
    CONTACT: "周婷",
}


LOOKED_WITHIN, AWAY = 6, 7
"""Leaders looked within so many days; which team of every twenty has one who did not."""


@dataclass(frozen=True)
class AccountPlan:
    """An account to be written."""

    id: int
    phone: str
    name: str


@dataclass(frozen=True)
class GrantPlan:
    """A grant to be written."""

    id: int
    account_id: int
    role: Role
    scope: str


@dataclass(frozen=True)
class LookPlan:
    """A line of the access log to be written."""

    id: int
    viewer_id: int
    scope: str
    day: date


def accounts(world: World) -> list[AccountPlan]:
    """Everybody's account by ascending key, the demo people under their published phones."""
    people = world.people
    demo = _demo_positions(world)
    found = [
        AccountPlan(account_id, demo.get(i, phone), DEMO_NAMES.get(demo.get(i, ""), name))
        for i, (account_id, phone, name) in enumerate(
            zip(people.account_id.tolist(), people.phone, people.name, strict=True)
        )
    ]
    found.extend(account for account, _, _ in _staff(world))
    return sorted(found, key=lambda account: account.id)


def grants(world: World) -> list[GrantPlan]:
    """Leaders and deputies over their teams, contacts over units, organizers over districts."""
    people, places = world.people, world.places
    spare = iter(world.spare_keys.tolist()[1 + len(_staff(world)) :])
    pairs = zip(places.team_id.tolist(), people.leader, people.deputy, strict=True)
    leading = [
        (int(people.account_id[person]), role, team_scope(team))
        for team, leader, deputy in pairs
        for person, role in ((leader, Role.LEADER), (deputy, Role.DEPUTY))
    ]
    organizing = [(account.id, role, scope) for account, role, scope in _staff(world)]
    planned = [GrantPlan(next(spare), *grant) for grant in leading + organizing]
    return sorted(planned, key=lambda grant: grant.id)


def looks(world: World) -> list[LookPlan]:
    """When each leader last opened her team's roster: lately, but for one team in twenty."""
    people, teams = world.people, world.places.team_id.tolist()
    spare = world.spare_keys.tolist()[-len(teams) :]
    planned = [
        LookPlan(
            key,
            int(people.account_id[leader]),
            team_scope(team),
            world.plan.today - timedelta(days=_days_since_look(position, world)),
        )
        for position, (key, team, leader) in enumerate(
            zip(spare, teams, people.leader, strict=True)
        )
    ]
    return sorted(planned, key=lambda look: look.id)


def _days_since_look(position: int, world: World) -> int:
    is_away = position % 20 == AWAY and position != world.people.demo_team
    return 13 if is_away else 1 + position % LOOKED_WITHIN


def _demo_positions(world: World) -> dict[int, str]:
    people = world.people
    return {
        people.demo: PARTICIPANT,
        int(people.leader[people.demo_team]): LEADER,
        int(people.deputy[people.demo_team]): DEPUTY,
    }


def _staff(world: World) -> list[tuple[AccountPlan, Role, str]]:
    """Contacts and organizers: accounts that take no part themselves."""
    places, demo_unit = world.places, int(world.places.team_unit[world.people.demo_team])
    demo_district = places.unit_district[demo_unit]
    roles = [
        (Role.CONTACT, unit_scope(unit), CONTACT if i == demo_unit else "")
        for i, unit in enumerate(places.unit_id.tolist())
    ]
    roles += [
        (Role.DISTRICT, district_scope(d.code), DISTRICT if d.code == demo_district else "")
        for d in districts()
    ]
    roles.append((Role.CITY, CITY_SCOPE, CITY))
    spare = world.spare_keys.tolist()[1:]
    return [
        (AccountPlan(key, phone or f"{STAFF_PREFIX}{i:07d}", _staff_name(i, phone)), role, scope)
        for i, (key, (role, scope, phone)) in enumerate(zip(spare, roles, strict=False))
    ]


def _staff_name(position: int, phone: str) -> str:
    surname = SURNAMES[position % len(SURNAMES)]
    given = FEMALE[position // len(SURNAMES) % len(FEMALE)]
    return DEMO_NAMES.get(phone, f"{surname}{given}")[:NAME_MAX]
