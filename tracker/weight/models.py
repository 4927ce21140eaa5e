"""Body profile, goal, readings, and the last undoable step."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, choice
from tracker.weight.rules.quantities import (
    HEIGHT_MAX_MM,
    HEIGHT_MIN_MM,
    WEIGHT_MAX_G,
    WEIGHT_MIN_G,
    GoalKind,
    Sex,
    Source,
)

WEIGHT_LIMITS = f"grams BETWEEN {WEIGHT_MIN_G} AND {WEIGHT_MAX_G}"
HEIGHT_LIMITS = f"height_mm BETWEEN {HEIGHT_MIN_MM} AND {HEIGHT_MAX_MM}"


class BodyRow(Base):
    """What joining asked about the body; only for adults who gave consent (2)."""

    __tablename__ = "body"
    __table_args__ = (CheckConstraint(HEIGHT_LIMITS, name="height_limits"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    height_mm: Mapped[int]
    sex: Mapped[Sex] = mapped_column(choice(Sex))
    birth_year: Mapped[int]
    doctor_first: Mapped[bool]
    recalled_grams: Mapped[int | None]
    """A weight remembered at joining: the first screen's prefill and nothing else."""


class GoalRow(Base):
    """A participant's goal; the latest replaces the one before."""

    __tablename__ = "goal"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    kind: Mapped[GoalKind] = mapped_column(choice(GoalKind))
    target_grams: Mapped[int | None]
    set_on: Mapped[date] = mapped_column(Day)


class ReadingRow(Base):
    """One weight a participant, day and source; a second entry corrects the first."""

    __tablename__ = "reading"
    __table_args__ = (CheckConstraint(WEIGHT_LIMITS, name="weight_limits"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    source: Mapped[Source] = mapped_column(choice(Source), primary_key=True)
    grams: Mapped[int]
    waist_mm: Mapped[int | None]
    noted_at: Mapped[datetime] = mapped_column(Moment)
    corrections: Mapped[int] = mapped_column(default=0)


class WeightUndo(Base):
    """How to take back a participant's last step: what that day held before it, if anything."""

    __tablename__ = "weight_undo"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day)
    grams: Mapped[int | None]
    waist_mm: Mapped[int | None]
    noted_at: Mapped[datetime] = mapped_column(Moment)
