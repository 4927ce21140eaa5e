"""Attendance by day, for points, and by district, for what is reported."""

from datetime import date, datetime

from sqlalchemy import func, select

from tracker.database import db
from tracker.lectures.models import AttendanceRow, LectureRow
from tracker.lectures.rules import Held


def done_days(participant_id: int, first: date, last: date) -> list[date]:
    """The days, both ends included, on which somebody came to a lecture."""
    query = (
        select(LectureRow.day)
        .join(AttendanceRow, AttendanceRow.lecture_id == LectureRow.id)
        .where(
            AttendanceRow.participant_id == participant_id,
            LectureRow.cancelled_at.is_(None),
            LectureRow.day.between(first, last),
        )
        .distinct()
        .order_by(LectureRow.day)
    )
    return list(db.session.scalars(query))


def done_between(season_id: int, first: date, last: date) -> list[tuple[int, date]]:
    """The same for everybody of a season: participant and day, each once."""
    query = (
        select(AttendanceRow.participant_id, LectureRow.day)
        .join(LectureRow, LectureRow.id == AttendanceRow.lecture_id)
        .where(
            LectureRow.season_id == season_id,
            LectureRow.cancelled_at.is_(None),
            LectureRow.day.between(first, last),
        )
        .distinct()
        .order_by(AttendanceRow.participant_id, LectureRow.day)
    )
    return [(participant_id, day) for participant_id, day in db.session.execute(query)]


def held(season_id: int, until: datetime) -> list[Held]:
    """Lectures that were over at a moment, by the district that held them, None for the city's.

    Bare counts: whoever came and was erased since is not among them.
    """
    query = (
        select(
            LectureRow.district_code,
            func.count(LectureRow.id.distinct()),
            func.count(AttendanceRow.participant_id),
            func.count(AttendanceRow.participant_id.distinct()),
        )
        .outerjoin(AttendanceRow, AttendanceRow.lecture_id == LectureRow.id)
        .where(
            LectureRow.season_id == season_id,
            LectureRow.ends <= until,
            LectureRow.cancelled_at.is_(None),
        )
        .group_by(LectureRow.district_code)
        .order_by(LectureRow.district_code)
    )
    return [Held(*row) for row in db.session.execute(query)]
