"""Lectures: announced, changed, cancelled, and found again."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.database import db, random_key, writing
from tracker.lectures.models import LectureRow
from tracker.lectures.rules import (
    SECRET_LENGTH,
    CancelledError,
    Host,
    Lecture,
    NewLecture,
    Standing,
    TooFewSeatsError,
    UnknownLectureError,
    standing,
)
from tracker.lectures.store.order import taken_of
from tracker.teams.models import UnitRow
from tracker.teams.rules import Team

TOLD = ("speaker", "place", "day", "starts", "ends")
"""What whoever registered is told of, when it becomes another."""

HostUnit, ForUnit, Into = aliased(UnitRow), aliased(UnitRow), aliased(UnitRow)


def hold_lecture(host: Host, wanted: NewLecture, account_id: int) -> int:
    """Announce a lecture; its key."""
    lecture_id = random_key()
    with writing() as session:
        row = LectureRow(
            id=lecture_id,
            season_id=host.season_id,
            district_code=host.district_code,
            unit_id=host.unit_id,
            secret=secrets.token_hex(SECRET_LENGTH // 2),
            made_by=account_id,
            **_typed(wanted),
        )
        session.add(row)
    return lecture_id


def change(lecture_id: int, wanted: NewLecture, now: datetime) -> None:
    """Write what was typed; whoever registered is told if she must come elsewhere or otherwise.

    Raises CancelledError once it is over or cancelled, and TooFewSeatsError.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        if row_standing(row, now) in {Standing.CANCELLED, Standing.OVER}:
            raise CancelledError(lecture_id)
        taken = taken_of(session, lecture_id, row.capacity)
        if wanted.capacity < taken:
            raise TooFewSeatsError(taken)
        typed = _typed(wanted)
        if any(getattr(row, name) != typed[name] for name in TOLD):
            row.changed_at = now
        for name, value in typed.items():
            setattr(row, name, value)


def cancel(lecture_id: int, now: datetime) -> None:
    """It does not take place; the list stays, so that whoever is on it is told.

    Raises CancelledError when it is over.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        if row_standing(row, now) is Standing.OVER:
            raise CancelledError(lecture_id)
        row.cancelled_at = row.cancelled_at or now


def lecture(lecture_id: int) -> Lecture:
    """The lecture with this key; raises UnknownLectureError."""
    row = db.session.execute(_query().where(LectureRow.id == lecture_id)).one_or_none()
    if row is None:
        raise UnknownLectureError(lecture_id)
    return _value(row)


def lectures_by(host: Host) -> list[Lecture]:
    """What a unit, a district or the city holds, the latest first."""
    query = _query().where(
        LectureRow.season_id == host.season_id,
        LectureRow.district_code == host.district_code
        if host.district_code
        else LectureRow.district_code.is_(None),
        _unit_of(HostUnit) == host.unit_id if host.unit_id else LectureRow.unit_id.is_(None),
    )
    ordered = query.order_by(LectureRow.starts.desc(), LectureRow.id)
    return [_value(row) for row in db.session.execute(ordered)]


def lectures_for(
    season_id: int, team: Team | None, among: list[int], now: datetime
) -> list[Lecture]:
    """What somebody of this team may come to and is not over, and `among` whatever of hers is."""
    everybody = and_(LectureRow.for_unit.is_(None), LectureRow.for_district.is_(None))
    open_to: list[ColumnElement[bool]] = [everybody]
    if team is not None:
        open_to += [
            and_(LectureRow.for_unit.is_(None), LectureRow.for_district == team.district_code),
            _unit_of(ForUnit) == team.unit_id,
        ]
    hers = LectureRow.id.in_(among)
    coming = and_(LectureRow.ends > now, LectureRow.cancelled_at.is_(None), or_(*open_to))
    query = _query().where(LectureRow.season_id == season_id, or_(hers, coming))
    ordered = query.order_by(LectureRow.starts, LectureRow.id)
    return [_value(row) for row in db.session.execute(ordered)]


def held_row(session: Session, lecture_id: int) -> LectureRow:
    """Inside a caller's transaction: what is done to one lecture waits for each other.

    Raises UnknownLectureError.
    """
    query = (
        select(LectureRow)
        .where(LectureRow.id == lecture_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    row = session.scalar(query)
    if row is None:
        raise UnknownLectureError(lecture_id)
    return row


def row_standing(row: LectureRow, now: datetime) -> Standing:
    """Where a lecture's row is at a moment."""
    return standing(row.starts, row.ends, row.cancelled_at, now)


def _typed(wanted: NewLecture) -> dict[str, Any]:
    names = wanted.__dataclass_fields__
    return {name: getattr(wanted, name) for name in names}


def _unit_of(unit: Any) -> ColumnElement[int]:
    """A unit that became part of another takes its lectures along."""
    return func.coalesce(unit.merged_into, unit.id)


def _query() -> Select[*tuple[Any, ...]]:
    columns: Select[*tuple[Any, ...]] = select(
        LectureRow.id,
        LectureRow.season_id,
        LectureRow.district_code,
        _unit_of(HostUnit).label("host_unit"),
        LectureRow.title,
        LectureRow.speaker,
        LectureRow.place,
        LectureRow.day,
        LectureRow.starts,
        LectureRow.ends,
        LectureRow.capacity,
        LectureRow.lets_more_in,
        LectureRow.for_district,
        _unit_of(ForUnit).label("for_unit"),
        func.coalesce(Into.name, ForUnit.name).label("for_unit_name"),
        LectureRow.changed_at,
        LectureRow.cancelled_at,
    )
    return (
        columns.select_from(LectureRow)
        .outerjoin(HostUnit, HostUnit.id == LectureRow.unit_id)
        .outerjoin(ForUnit, ForUnit.id == LectureRow.for_unit)
        .outerjoin(Into, Into.id == ForUnit.merged_into)
    )


def _value(row: Row[*tuple[Any, ...]]) -> Lecture:
    lecture_id, season_id, district_code, host_unit, *rest = row
    return Lecture(lecture_id, Host(season_id, district_code, host_unit), *rest)
