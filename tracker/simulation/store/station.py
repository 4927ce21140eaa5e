"""The demo unit's weighing station: open all day, whenever the demo is run."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import HashedPassword, Role, station_scope
from tracker.accounts.store import add_account, add_passing_grant, hashed
from tracker.clock import BEIJING
from tracker.database import db, random_key, writing
from tracker.simulation.rules.staff import CONTACT, DEMO_PASSWORD, STATION, STATION_NAME
from tracker.stations.models import StationRow
from tracker.teams.models import UnitRow

PLACE = "职工食堂一楼"


def open_demo_station(today: date, now: datetime) -> bool:
    """A station of the demo contact's unit for today, once a day; whether there are demo people."""
    contact = db.session.execute(
        select(Account.id, RoleGrant.season_id, RoleGrant.scope)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.phone == CONTACT, RoleGrant.role == Role.CONTACT)
        .where(RoleGrant.ended_at.is_(None))
        .limit(1)
    ).one_or_none()
    if contact is None:
        return False
    secret = hashed(DEMO_PASSWORD)
    unit = db.session.get_one(UnitRow, int(contact.scope.rpartition(":")[2]))
    todays = (StationRow.opened_by == contact.id) & (StationRow.day == today)
    with writing() as session:
        if session.scalar(select(StationRow.id).where(todays).limit(1)) is None:
            _open(session, contact.id, unit, _staff(session, secret, now), today, now)
    return True


def _open(
    session: Session, contact_id: int, unit: UnitRow, staff: int, today: date, now: datetime
) -> None:
    opens = datetime.combine(today, time(), BEIJING)
    closes = opens + timedelta(days=1, minutes=-1)
    station = StationRow(
        id=random_key(),
        season_id=unit.season_id,
        district_code=unit.district_code,
        unit_id=unit.id,
        place=PLACE,
        day=today,
        opens=opens,
        closes=closes,
        opened_by=contact_id,
    )
    session.add(station)
    add_passing_grant(
        session, staff, unit.season_id, Role.STATION, station_scope(station.id), now, closes
    )


def _staff(session: Session, secret: HashedPassword, now: datetime) -> int:
    known = session.scalar(select(Account.id).where(Account.phone == STATION))
    return known or add_account(session, STATION, STATION_NAME, secret, now)
