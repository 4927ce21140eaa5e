"""Announcing, taking back, and what an author is told of her readers."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, String, func, literal, or_, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role
from tracker.announcements.models import AnnouncementRow
from tracker.announcements.rules import (
    IN_FORCE_MAX,
    LISTED_MAX,
    TO_LEADERS,
    TO_ORGANIZERS,
    Audience,
    Place,
    TooManyInForceError,
    UnknownAnnouncementError,
    Written,
    shown_reads,
)
from tracker.database import db, random_key, writing
from tracker.teams.models import Membership, TeamRow, UnitRow


def announce(
    author_id: int,
    place: Place,
    audience: Audience,
    text: str,
    valid_until: date,
    today: date,
    now: datetime,
) -> int:
    """Say something to those below; raises TooManyInForceError."""
    made = AnnouncementRow(
        id=random_key(),
        season_id=place.season_id,
        author_id=author_id,
        audience=audience,
        district_code=place.district_code,
        unit_id=place.unit_id,
        team_id=place.team_id,
        text=text,
        posted_at=now,
        valid_until=valid_until,
    )
    in_force = select(func.count()).where(
        *_at(place), AnnouncementRow.withdrawn_at.is_(None), AnnouncementRow.valid_until >= today
    )
    with writing() as session:
        if (session.scalar(in_force) or 0) >= IN_FORCE_MAX:
            raise TooManyInForceError(place)
        session.add(made)
    return made.id


def take_back(place: Place, announcement_id: int, now: datetime) -> None:
    """Nobody reads it any more; raises UnknownAnnouncementError, also when it was taken back."""
    statement = (
        update(AnnouncementRow)
        .where(
            *_at(place),
            AnnouncementRow.id == announcement_id,
            AnnouncementRow.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    with writing() as session:
        if cast("CursorResult[Any]", session.execute(statement)).rowcount == 0:
            raise UnknownAnnouncementError(announcement_id)


def written(place: Place, today: date) -> list[Written]:
    """What was announced from a place, the latest first, with how many read it."""
    query = (
        select(AnnouncementRow, Account.name)
        .join(Account, Account.id == AnnouncementRow.author_id)
        .where(*_at(place))
        .order_by(AnnouncementRow.posted_at.desc(), AnnouncementRow.id)
        .limit(LISTED_MAX)
    )
    rows = db.session.execute(query).all()
    reached = {each: _recipients(place, each, today) for each in {row[0].audience for row in rows}}
    return [
        Written(
            row.id,
            name,
            row.audience,
            row.text,
            row.posted_at,
            row.valid_until,
            row.withdrawn_at is not None,
            shown_reads(row.opened, reached[row.audience]),
        )
        for row, name in rows
    ]


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        AnnouncementRow.season_id == place.season_id,
        AnnouncementRow.district_code.is_not_distinct_from(place.district_code),
        AnnouncementRow.unit_id.is_not_distinct_from(place.unit_id),
        AnnouncementRow.team_id.is_not_distinct_from(place.team_id),
    )


def _recipients(place: Place, audience: Audience, today: date) -> int:
    """How many people an announcement from here reaches today."""
    session = db.session()
    if audience is Audience.MEMBERS:
        inside = select(func.count()).where(
            Membership.team_id == place.team_id,
            Membership.first <= today,
            or_(Membership.last.is_(None), Membership.last >= today),
        )
        return session.scalar(inside) or 0
    reached: set[int] = set()
    if audience in TO_LEADERS:
        reached |= _leaders(session, place)
    if audience in TO_ORGANIZERS:
        reached |= _organizers(session, place)
    return len(reached)


def _leaders(session: Session, place: Place) -> set[int]:
    scope = literal("team:") + as_type(TeamRow.id, String)
    query = (
        select(RoleGrant.account_id)
        .join(TeamRow, RoleGrant.scope == scope)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(*_in_force(place, Role.LEADER, Role.DEPUTY), *_inside(place))
    )
    return set(session.scalars(query))


def _organizers(session: Session, place: Place) -> set[int]:
    scope = literal("unit:") + as_type(UnitRow.id, String)
    contacts = (
        select(RoleGrant.account_id)
        .join(UnitRow, RoleGrant.scope == scope)
        .where(*_in_force(place, Role.CONTACT), *_inside(place))
    )
    found = set(session.scalars(contacts))
    if place.district_code is None:
        found |= set(
            session.scalars(select(RoleGrant.account_id).where(*_in_force(place, Role.DISTRICT)))
        )
    return found


def _in_force(place: Place, *roles: Role) -> tuple[ColumnElement[bool], ...]:
    return (
        RoleGrant.season_id == place.season_id,
        RoleGrant.role.in_(roles),
        RoleGrant.ended_at.is_(None),
    )


def _inside(place: Place) -> tuple[ColumnElement[bool], ...]:
    if place.unit_id is not None:
        return (UnitRow.id == place.unit_id,)
    if place.district_code is not None:
        return (UnitRow.district_code == place.district_code,)
    return (UnitRow.season_id == place.season_id,)
