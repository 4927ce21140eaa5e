"""Lectures, who registered for one in which order, and who came."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, RandomKey, choice, random_key
from tracker.lectures.rules import NAME_MAX, PLACE_MAX, SECRET_LENGTH, TITLE_MAX, How


class LectureRow(Base):
    """One lecture of a unit, a district or the city, with the secret its codes are made from."""

    __tablename__ = "lecture"
    __table_args__ = (Index(None, "season_id", "day"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    district_code: Mapped[str | None] = mapped_column(String(6))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    speaker: Mapped[str] = mapped_column(String(NAME_MAX))
    place: Mapped[str] = mapped_column(String(PLACE_MAX))
    day: Mapped[date] = mapped_column(Day)
    starts: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    capacity: Mapped[int]
    lets_more_in: Mapped[bool]
    for_district: Mapped[str | None] = mapped_column(String(6))
    for_unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    secret: Mapped[str] = mapped_column(String(SECRET_LENGTH))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class RegistrationRow(Base):
    """That somebody wants to come; a smaller turn comes first, and the first ones have seats."""

    __tablename__ = "lecture_registration"
    __table_args__ = (UniqueConstraint("lecture_id", "turn"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    lecture_id: Mapped[int] = mapped_column(ForeignKey("lecture.id"), primary_key=True)
    turn: Mapped[int]
    waited: Mapped[bool]
    """Whether no seat was left when she registered."""
    registered_at: Mapped[datetime] = mapped_column(Moment)


class AttendanceRow(Base):
    """That somebody came, once however often her phone says so."""

    __tablename__ = "lecture_attendance"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    lecture_id: Mapped[int] = mapped_column(ForeignKey("lecture.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    how: Mapped[How] = mapped_column(choice(How))
