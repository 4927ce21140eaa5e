"""The door: its code of the moment, and everybody who comes in counted once."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed, hold
from tracker.database import db, insert, writing
from tracker.lectures.models import AttendanceRow, LectureRow, RegistrationRow
from tracker.lectures.rules import (
    Arrival,
    DoorClosedError,
    How,
    NotRegisteredError,
    StaleCodeError,
    Standing,
    UnknownLectureError,
    code_at,
    is_code_of,
    lets_in,
    place_of,
)
from tracker.lectures.store.events import held_row, row_standing
from tracker.lectures.store.order import people_before, taken_of
from tracker.lectures.store.seats import add_registration

DOOR_IS_OPEN = (Standing.DOOR_OPEN, Standing.RUNNING)


def code_now(lecture_id: int, now: datetime) -> str:
    """What the door shows at this moment."""
    return code_at(_secret(lecture_id), lecture_id, now)


def is_fresh(lecture_id: int, code: str, now: datetime) -> bool:
    """Whether somebody who scanned this a moment ago stands at the door."""
    return is_code_of(code, _secret(lecture_id), lecture_id, now)


def inside(lecture_id: int) -> int:
    """How many came."""
    came = select(func.count()).where(AttendanceRow.lecture_id == lecture_id)
    return db.session.scalar(came) or 0


def check_in(lecture_id: int, participant_id: int, code: str, now: datetime) -> Arrival:
    """Count her in by the code she scanned, once; whoever has no seat takes a free one.

    Raises DoorClosedError or StaleCodeError. Whether she may come is the page's question.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        hold(session, participant_id)
        if row_standing(row, now) not in DOOR_IS_OPEN:
            raise DoorClosedError(lecture_id)
        if not is_code_of(code, row.secret, lecture_id, now):
            raise StaleCodeError(lecture_id)
        return _let_in(session, row, participant_id, How.CODE, now)


def admit(lecture_id: int, participant_id: int, by: int, now: datetime) -> Arrival:
    """Count in somebody of the list by her name; she reads who did it.

    Raises DoorClosedError or NotRegisteredError.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        if session.get(RegistrationRow, (participant_id, lecture_id)) is None:
            raise NotRegisteredError(participant_id)
        hold(session, participant_id)
        if row_standing(row, now) not in DOOR_IS_OPEN:
            raise DoorClosedError(lecture_id)
        arrival = _let_in(session, row, participant_id, How.NAME, now)
        if arrival is Arrival.IN:
            add_deed(session, by, participant_id, Deed.LECTURE_CHECKED_IN, row.title, now)
    return arrival


def take_back(lecture_id: int, participant_id: int, by: int, now: datetime) -> None:
    """She was not there after all; only what was done by name, and until the lecture's day ends.

    Raises DoorClosedError or NotRegisteredError.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        if row_standing(row, now) not in {*DOOR_IS_OPEN, Standing.OVER}:
            raise DoorClosedError(lecture_id)
        named = delete(AttendanceRow).where(
            AttendanceRow.lecture_id == lecture_id,
            AttendanceRow.participant_id == participant_id,
            AttendanceRow.how == How.NAME,
        )
        if cast("CursorResult[Any]", session.execute(named)).rowcount == 0:
            raise NotRegisteredError(participant_id)
        add_deed(session, by, participant_id, Deed.LECTURE_CHECK_IN_UNDONE, row.title, now)


def _let_in(
    session: Session, row: LectureRow, participant_id: int, how: How, now: datetime
) -> Arrival:
    key = (participant_id, row.id)
    if session.get(AttendanceRow, key) is not None:
        return Arrival.IN_ALREADY
    before = session.scalar(
        select(people_before())
        .select_from(RegistrationRow)
        .where(
            RegistrationRow.lecture_id == row.id, RegistrationRow.participant_id == participant_id
        )
    )
    came = select(func.count()).where(AttendanceRow.lecture_id == row.id)
    taken = taken_of(session, row.id, row.capacity)
    welcome = lets_in(
        is_seated=before is not None and place_of(before, row.capacity).is_seated,
        taken=taken,
        inside=session.scalar(came) or 0,
        capacity=row.capacity,
        has_begun=now >= row.starts,
        lets_more_in=row.lets_more_in,
    )
    if not welcome:
        return Arrival.FULL
    if before is None and taken < row.capacity:
        add_registration(session, row, participant_id, now)
    session.execute(
        insert(AttendanceRow)
        .values(participant_id=participant_id, lecture_id=row.id, at=now, how=how)
        .on_conflict_do_nothing(index_elements=["participant_id", "lecture_id"])
    )
    return Arrival.IN


def _secret(lecture_id: int) -> str:
    found = db.session.scalar(select(LectureRow.secret).where(LectureRow.id == lecture_id))
    if found is None:
        raise UnknownLectureError(lecture_id)
    return found
