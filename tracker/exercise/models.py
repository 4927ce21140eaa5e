"""Exercise entries and the last undoable step."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, choice
from tracker.exercise.rules import KEY_LENGTH, KIND_MAX, MINUTES_MAX, MINUTES_MIN, Effort

MINUTES_LIMITS = f"minutes BETWEEN {MINUTES_MIN} AND {MINUTES_MAX}"


class EntryRow(Base):
    """One stretch of exercise; its key comes with the form, so a replay stores once."""

    __tablename__ = "exercise_entry"
    __table_args__ = (
        CheckConstraint(MINUTES_LIMITS, name="minutes_limits"),
        Index(None, "participant_id", "day"),
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(Day)
    kind: Mapped[str] = mapped_column(String(KIND_MAX))
    effort: Mapped[Effort] = mapped_column(choice(Effort))
    minutes: Mapped[int]
    noted_at: Mapped[datetime] = mapped_column(Moment)


class ExerciseUndo(Base):
    """How to take back a participant's last step: a new entry's key, or all of a deleted one."""

    __tablename__ = "exercise_undo"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    deleted: Mapped[bool]
    day: Mapped[date] = mapped_column(Day)
    kind: Mapped[str] = mapped_column(String(KIND_MAX))
    effort: Mapped[Effort] = mapped_column(choice(Effort))
    minutes: Mapped[int]
    noted_at: Mapped[datetime] = mapped_column(Moment)
