"""A simulated season as columns of plain values, table by table."""

from collections.abc import Iterator

import numpy as np

from tracker.accounts.models import AccessLook, Account, RoleGrant
from tracker.campaign.models import ConsentRow, ParticipantRow, PhaseRow, SeasonRow
from tracker.campaign.rules import CONSENT_VERSION, ConsentKind, text_hash
from tracker.database import Base
from tracker.database.encryption import blind_index, encrypted
from tracker.exercise.models import EntryRow
from tracker.simulation.rules import World
from tracker.simulation.rules.bodies import GOAL_KINDS
from tracker.simulation.rules.logs import EFFORTS, KINDS, SOURCES
from tracker.simulation.rules.people import NOBODY
from tracker.simulation.rules.plan import number
from tracker.simulation.rules.staff import DEMO_NAMES, accounts, grants, looks
from tracker.simulation.store.columns import (
    Columns,
    labels,
    moments,
    opened,
    or_none,
    season_id,
)
from tracker.simulation.store.gates import gate_tables
from tracker.simulation.store.learning import learning_tables
from tracker.simulation.store.lectures import lecture_tables
from tracker.simulation.store.showcases import showcase_tables
from tracker.simulation.store.timetables import timetable_tables
from tracker.teams.models import JoinCode, Leave, Membership, TeamRow, UnitRow
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules.quantities import GoalKind, Sex

NO_PASSWORD = "-"  # noqa: S105 - the hash of no password: nobody signs in with it
NOON = 12 * 60 - 480
"""The minute of a UTC day at which people enrol: noon in Beijing."""
MINUTES_LATER = 60


def tables(world: World, secret: str) -> Iterator[tuple[type[Base], Columns]]:
    """Every table's columns, parents before children, rows by ascending key."""
    yield Account, _accounts(world, secret)
    yield SeasonRow, _season(world)
    yield PhaseRow, _phases(world)
    yield RoleGrant, _grants(world)
    yield AccessLook, _looks(world)
    yield ParticipantRow, _participants(world)
    yield ConsentRow, _consents(world)
    yield UnitRow, _units(world)
    yield TeamRow, _teams(world)
    yield JoinCode, _join_codes(world)
    yield Membership, _memberships(world)
    yield Leave, _leaves(world)
    yield BodyRow, _bodies(world)
    yield GoalRow, _goals(world)
    yield ReadingRow, _readings(world)
    yield EntryRow, _entries(world)
    yield from learning_tables(world)
    yield from showcase_tables(world)
    yield from timetable_tables(world)
    yield from gate_tables(world)
    yield from lecture_tables(world)


def _accounts(world: World, secret: str) -> Columns:
    planned = accounts(world)
    return {
        "id": [account.id for account in planned],
        "phone": [encrypted(account.phone, "account.phone") for account in planned],
        "phone_index": [blind_index(account.phone) for account in planned],
        "name": [encrypted(account.name, "account.name") for account in planned],
        "password_hash": [
            secret if account.phone in DEMO_NAMES else NO_PASSWORD for account in planned
        ],
        "epoch": [0] * len(planned),
        "created_at": [opened(world)] * len(planned),
    }


def _season(world: World) -> Columns:
    return {
        "id": [season_id(world)],
        "name": [world.plan.season_name],
        "opened_at": [opened(world)],
    }


def _phases(world: World) -> Columns:
    phases = world.plan.calendar.phases
    return {
        "season_id": [season_id(world)] * len(phases),
        "kind": [phase.kind.value for phase in phases],
        "first": [number(phase.first) for phase in phases],
        "last": [number(phase.last) for phase in phases],
    }


def _grants(world: World) -> Columns:
    planned = grants(world)
    return {
        "id": [grant.id for grant in planned],
        "account_id": [grant.account_id for grant in planned],
        "season_id": [season_id(world)] * len(planned),
        "role": [grant.role.value for grant in planned],
        "scope": [grant.scope for grant in planned],
        "granted_at": [opened(world)] * len(planned),
    }


def _looks(world: World) -> Columns:
    planned = looks(world)
    days = [number(look.day) for look in planned]
    return {
        "id": [look.id for look in planned],
        "viewer_id": [look.viewer_id for look in planned],
        "scope": [look.scope for look in planned],
        "what": ["roster"] * len(planned),
        "day": days,
        "looks": [1] * len(planned),
        "last_at": moments(np.array(days, dtype=np.int64) * 1440 + NOON),
    }


def _participants(world: World) -> Columns:
    people = world.people
    return {
        "id": people.id.tolist(),
        "account_id": people.account_id.tolist(),
        "season_id": [season_id(world)] * len(people.id),
        "enrolled_on": people.enrolled.tolist(),
        "left_on": or_none(people.left + 1, people.left != NOBODY),
    }


def _consents(world: World) -> Columns:
    """Everybody's six decisions on joining, and a change of mind for one in a hundred."""
    people, kinds = world.people, sorted(ConsentKind)
    count = len(people.id)
    changed = np.flatnonzero(people.changed_mind)
    again = np.full(len(changed), kinds.index(ConsentKind.LEADER_SEES))
    person = np.concatenate([np.repeat(np.arange(count), len(kinds)), changed])
    kind = np.concatenate([np.tile(np.arange(len(kinds)), count), again])
    joined = people.enrolled[person] * 1440 + NOON
    decided = joined + np.repeat([0, MINUTES_LATER], [count * len(kinds), len(changed)])
    given = np.stack([people.given[one] for one in kinds], axis=1).ravel()
    given = np.concatenate([given, np.zeros(len(changed), bool)])
    order = np.lexsort((decided, kind, person))
    kind, person = kind[order], person[order]
    return {
        "participant_id": people.id[person].tolist(),
        "kind": labels(tuple(kinds), kind),
        "decided_at": moments(decided[order]),
        "given": given[order].tolist(),
        "version": [CONSENT_VERSION] * len(person),
        "text_hash": labels(tuple(text_hash(f"simulated {one}") for one in kinds), kind),
    }


def _units(world: World) -> Columns:
    places = world.places
    return {
        "id": places.unit_id.tolist(),
        "season_id": [season_id(world)] * len(places.unit_id),
        "district_code": places.unit_district,
        "name": places.unit_name,
        "kind": [kind.value for kind in places.unit_kind],
    }


def _teams(world: World) -> Columns:
    places = world.places
    return {
        "id": places.team_id.tolist(),
        "unit_id": places.unit_id[places.team_unit].tolist(),
        "name": places.team_name,
        "created_at": [opened(world)] * len(places.team_id),
    }


def _join_codes(world: World) -> Columns:
    by_code = sorted(zip(world.places.join_code, world.places.team_id.tolist(), strict=True))
    return {
        "code": [code for code, _ in by_code],
        "team_id": [team for _, team in by_code],
        "created_at": [opened(world)] * len(by_code),
    }


def _memberships(world: World) -> Columns:
    people = world.people
    return {
        "participant_id": people.id.tolist(),
        "first": people.enrolled.tolist(),
        "last": or_none(people.left, people.left != NOBODY),
        "team_id": world.places.team_id[people.team].tolist(),
    }


def _leaves(world: World) -> Columns:
    people = world.people
    return {
        "participant_id": people.id[people.leave_person].tolist(),
        "first": people.leave_first.tolist(),
        "last": people.leave_last.tolist(),
    }


def _bodies(world: World) -> Columns:
    people, bodies = world.people, world.people.bodies
    who = np.flatnonzero(people.has_body)
    rounded = np.round(bodies.grams[who] / 500).astype(np.int64) * 500
    return {
        "participant_id": people.id[who].tolist(),
        "height_mm": bodies.height_mm[who].tolist(),
        "sex": labels(tuple(Sex), np.where(bodies.female[who], 0, 1)),
        "birth_year": bodies.birth_year[who].tolist(),
        "doctor_first": bodies.doctor_first[who].tolist(),
        "recalled_grams": or_none(rounded, bodies.recalled[who]),
    }


def _goals(world: World) -> Columns:
    people, bodies = world.people, world.people.bodies
    who = np.flatnonzero(people.has_body & (bodies.goal >= 0))
    keeping = bodies.goal[who] == GOAL_KINDS.index(GoalKind.KEEP)
    return {
        "participant_id": people.id[who].tolist(),
        "kind": labels(GOAL_KINDS, bodies.goal[who]),
        "target_grams": or_none(bodies.target_grams[who], ~keeping),
        "set_on": people.enrolled[who].tolist(),
    }


def _readings(world: World) -> Columns:
    log = world.readings
    return {
        "participant_id": world.people.id[log.person].tolist(),
        "day": log.day.tolist(),
        "source": labels(SOURCES, log.source),
        "grams": log.grams.tolist(),
        "waist_mm": or_none(log.waist_mm, log.waist_mm > 0),
        "noted_at": moments(log.noted_minute),
        "corrections": log.corrections.tolist(),
    }


def _entries(world: World) -> Columns:
    log = world.entries
    return {
        "participant_id": world.people.id[log.person].tolist(),
        "key": log.key,
        "day": log.day.tolist(),
        "kind": labels(KINDS, log.kind),
        "effort": labels(EFFORTS, log.effort),
        "minutes": log.minutes.tolist(),
        "noted_at": moments(log.noted_minute),
    }
