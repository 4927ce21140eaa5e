"""Doors: each code lets one phone into a station, until the station closes."""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.accounts.rules import Role, station_scope
from tracker.accounts.store import add_passing_account, add_passing_grant, end_passing_grants
from tracker.database import db, random_key, writing
from tracker.stations.models import StationDoor, StationRow
from tracker.stations.rules import (
    CODE_ALPHABET,
    CODE_LENGTH,
    DOORS_MAX,
    Door,
    NotOpenError,
    Standing,
    Station,
    TooManyDoorsError,
    UnknownDoorError,
    UnknownStationError,
)
from tracker.stations.store.opening import station


def add_door(station_id: int, name: str) -> str:
    """One more phone may come in, by this code; raises UnknownStationError, TooManyDoorsError."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    with writing() as session:
        _hold(session, station_id)
        doors_so_far = select(func.count()).where(StationDoor.station_id == station_id)
        if (session.scalar(doors_so_far) or 0) >= DOORS_MAX:
            raise TooManyDoorsError(station_id)
        session.add(StationDoor(id=random_key(), station_id=station_id, code=code, name=name))
    return code


def doors(station_id: int) -> list[Door]:
    """A station's doors in the order they were made."""
    query = select(StationDoor).where(StationDoor.station_id == station_id)
    return [
        Door(row.id, row.name, row.code, row.account_id is not None, row.ended_at is not None)
        for row in sorted(db.session.scalars(query), key=_place)
    ]


def _place(row: StationDoor) -> tuple[bool, str, int]:
    return row.ended_at is not None, row.name, row.id


def door_station(code: str) -> tuple[Station, str]:
    """Where a door code leads and whom it is for; raises UnknownDoorError."""
    row = db.session.scalar(select(StationDoor).where(StationDoor.code == code))
    if row is None or row.account_id is not None or row.ended_at is not None:
        raise UnknownDoorError(code)
    return station(row.station_id), row.name


def claim(code: str, account_id: int | None, now: datetime) -> tuple[int, int]:
    """Let one phone in: the station's key and the account, a passing one where there was none.

    Raises UnknownDoorError for whoever is second, NotOpenError after the station has closed.
    """
    with writing() as session:
        door = session.scalar(select(StationDoor).where(StationDoor.code == code).with_for_update())
        if door is None or door.account_id is not None or door.ended_at is not None:
            raise UnknownDoorError(code)
        place = station(door.station_id)
        if place.standing(now) is Standing.OVER:
            raise NotOpenError(place, Standing.OVER)
        mine = account_id or add_passing_account(session, door.name, now)
        add_passing_grant(
            session, mine, place.season_id, Role.STATION, station_scope(place.id), now, place.closes
        )
        door.account_id = mine
    return place.id, mine


def shut(station_id: int, door_id: int, now: datetime) -> None:
    """Shut a door, and out goes who came in by it; raises UnknownDoorError."""
    with writing() as session:
        door = session.get(StationDoor, door_id, populate_existing=True, with_for_update=True)
        if door is None or door.station_id != station_id:
            raise UnknownDoorError(door_id)
        door.ended_at = door.ended_at or now
        if door.account_id is not None:
            end_passing_grants(session, station_scope(station_id), now, door.account_id)


def _hold(session: Session, station_id: int) -> None:
    """Doors of one station are made one after the other."""
    held = select(StationRow.id).where(StationRow.id == station_id).with_for_update()
    if session.scalar(held) is None:
        raise UnknownStationError(station_id)
