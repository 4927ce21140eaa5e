"""Doors: each code lets one phone stand at a gate, until late notes are no longer taken."""

import secrets
from datetime import datetime

from sqlalchemy import func, select

from tracker.accounts.rules import Role, gate_scope
from tracker.accounts.store import add_passing_account, add_passing_grant, end_passing_grants
from tracker.database import db, random_key, writing
from tracker.gates.models import GateDoor
from tracker.gates.rules import (
    DOORS_MAX,
    Door,
    GateOverError,
    TooManyDoorsError,
    UnknownDoorError,
    hours,
)
from tracker.showcases.models import ShowcaseRow
from tracker.showcases.rules import Showcase
from tracker.showcases.store import showcase
from tracker.teams.rules import JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH


def add_door(showcase_id: int, name: str) -> str:
    """One more phone may stand at the gate, by this code; raises TooManyDoorsError."""
    code = "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(JOIN_CODE_LENGTH))
    with writing() as session:
        held = select(ShowcaseRow.id).where(ShowcaseRow.id == showcase_id).with_for_update()
        session.scalar(held)
        so_far = select(func.count()).where(GateDoor.showcase_id == showcase_id)
        if (session.scalar(so_far) or 0) >= DOORS_MAX:
            raise TooManyDoorsError(showcase_id)
        session.add(GateDoor(id=random_key(), showcase_id=showcase_id, code=code, name=name))
    return code


def doors(showcase_id: int) -> list[Door]:
    """A gate's phones, those that were shut out at the end."""
    query = (
        select(GateDoor)
        .where(GateDoor.showcase_id == showcase_id)
        .execution_options(populate_existing=True)
    )
    return [
        Door(row.id, row.name, row.code, row.account_id is not None, row.ended_at is not None)
        for row in sorted(db.session.scalars(query), key=_place)
    ]


def _place(row: GateDoor) -> tuple[bool, str, int]:
    return row.ended_at is not None, row.name, row.id


def door_showcase(code: str) -> tuple[Showcase, str]:
    """Where a door code leads and whom it is for; raises UnknownDoorError."""
    row = db.session.scalar(select(GateDoor).where(GateDoor.code == code))
    if row is None or row.account_id is not None or row.ended_at is not None:
        raise UnknownDoorError(code)
    return showcase(row.showcase_id), row.name


def door_of(showcase_id: int, account_id: int) -> int | None:
    """The door somebody came in by; None for an organizer, who needs none."""
    hers = (GateDoor.showcase_id == showcase_id) & (GateDoor.account_id == account_id)
    latest = select(GateDoor.id).where(hers, GateDoor.ended_at.is_(None)).order_by(GateDoor.id)
    found: int | None = db.session.scalar(latest.limit(1))
    return found


def claim(code: str, account_id: int | None, now: datetime) -> tuple[int, int]:
    """Let one phone in: the showcase's key and the account, a passing one where there was none.

    Raises UnknownDoorError for whoever is second, GateOverError when nothing is taken any more.
    """
    with writing() as session:
        door = session.scalar(select(GateDoor).where(GateDoor.code == code).with_for_update())
        if door is None or door.account_id is not None or door.ended_at is not None:
            raise UnknownDoorError(code)
        event = showcase(door.showcase_id)
        until = hours(event).until
        if now >= until:
            raise GateOverError(event.id)
        mine = account_id or add_passing_account(session, door.name, now)
        scope = gate_scope(event.id)
        add_passing_grant(session, mine, event.season_id, Role.GATE, scope, now, until)
        door.account_id = mine
    return event.id, mine


def shut(showcase_id: int, door_id: int, now: datetime) -> None:
    """Shut a door, and out goes who came in by it; raises UnknownDoorError."""
    with writing() as session:
        door = session.get(GateDoor, door_id, populate_existing=True, with_for_update=True)
        if door is None or door.showcase_id != showcase_id:
            raise UnknownDoorError(door_id)
        door.ended_at = door.ended_at or now
        if door.account_id is not None:
            end_passing_grants(session, gate_scope(showcase_id), now, door.account_id)
