"""Stations: opened for a day, found again, closed early."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update

from tracker.accounts.rules import station_scope
from tracker.accounts.store import end_passing_grants
from tracker.database import db, random_key, writing
from tracker.stations.models import StationRow
from tracker.stations.rules import NewStation, Station, UnknownStationError


def open_station(wanted: NewStation, account_id: int) -> int:
    """A new station's key; nobody is let in yet."""
    station_id = random_key()
    with writing() as session:
        session.add(
            StationRow(
                id=station_id,
                season_id=wanted.season_id,
                district_code=wanted.district_code,
                unit_id=wanted.unit_id,
                place=wanted.place,
                day=wanted.day,
                opens=wanted.opens,
                closes=wanted.closes,
                opened_by=account_id,
            )
        )
    return station_id


def close(station_id: int, now: datetime) -> None:
    """Close a station before its time: whoever was let in is out at this moment."""
    with writing() as session:
        later = (StationRow.id == station_id) & (StationRow.closes > now)
        session.execute(update(StationRow).where(later).values(closes=now))
        end_passing_grants(session, station_scope(station_id), now)


def station(station_id: int) -> Station:
    """The station with this key; raises UnknownStationError."""
    found = _listed(StationRow.id == station_id)
    if not found:
        raise UnknownStationError(station_id)
    return found[0]


def open_now(station_ids: Iterable[int], now: datetime) -> Station | None:
    """Of these the one that is open at this moment; of several the latest to open."""
    here = StationRow.id.in_(list(station_ids))
    found = _listed(here, StationRow.opens <= now, StationRow.closes > now)
    return found[-1] if found else None


def stations_of_unit(unit_id: int, since: date) -> list[Station]:
    """A unit's stations from a day on."""
    return _listed(StationRow.unit_id == unit_id, StationRow.day >= since)


def stations_in(season_id: int, district_code: str, since: date) -> list[Station]:
    """A district's own stations from a day on; its units' are theirs."""
    return _listed(
        StationRow.season_id == season_id,
        StationRow.district_code == district_code,
        StationRow.unit_id.is_(None),
        StationRow.day >= since,
    )


def near(season_id: int, district_code: str, unit_id: int, now: datetime) -> list[Station]:
    """Where somebody of this unit can be weighed: its stations and its district's, not over yet."""
    return _listed(
        StationRow.season_id == season_id,
        StationRow.district_code == district_code,
        or_(StationRow.unit_id.is_(None), StationRow.unit_id == unit_id),
        StationRow.closes > now,
        StationRow.closes > StationRow.opens,
    )


def last_opened(season_id: int, account_id: int, day: date) -> Station | None:
    """The station that somebody opened for this day, the latest of several."""
    mine = StationRow.opened_by == account_id
    found = _listed(StationRow.season_id == season_id, mine, StationRow.day == day)
    return found[-1] if found else None


def _listed(*where: ColumnElement[bool]) -> list[Station]:
    query = select(StationRow).where(*where).order_by(StationRow.opens, StationRow.id)
    return [_value(row) for row in db.session.scalars(query)]


def _value(row: StationRow) -> Station:
    return Station(
        id=row.id,
        season_id=row.season_id,
        district_code=row.district_code,
        unit_id=row.unit_id,
        place=row.place,
        day=row.day,
        opens=row.opens,
        closes=row.closes,
    )
