"""Every saved version of a squad's formation, who has which place in it, and who stands in."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment, RandomKey, choice
from tracker.formations.rules import CELLS_MAX, REMARK_MAX, REMARKS_MAX, Shape


class FormationRow(Base):
    """One version; that no two have one number is what tells two people at once apart."""

    __tablename__ = "formation"

    squad_id: Mapped[int] = mapped_column(
        ForeignKey("squad.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shape: Mapped[Shape] = mapped_column(choice(Shape))
    cells: Mapped[str] = mapped_column(String(CELLS_MAX))
    """Where each number lies: no person is named here, so places outlast who has them."""
    remarks: Mapped[str] = mapped_column(String(REMARKS_MAX), default="")
    saved_at: Mapped[datetime] = mapped_column(Moment)


class FormationPlace(Base):
    """Who has a place, and what is remarked about it; an empty place without remark is no row."""

    __tablename__ = "formation_place"
    __table_args__ = (
        ForeignKeyConstraint(
            ["squad_id", "revision"],
            ["formation.squad_id", "formation.revision"],
            ondelete="CASCADE",
        ),
    )

    squad_id: Mapped[int] = mapped_column(RandomKey, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    remark: Mapped[str] = mapped_column(String(REMARK_MAX), default="")
    absent: Mapped[bool] = mapped_column(default=False)


class FormationStandIn(Base):
    """Who stands in at a place."""

    __tablename__ = "formation_stand_in"
    __table_args__ = (
        ForeignKeyConstraint(
            ["squad_id", "revision"],
            ["formation.squad_id", "formation.revision"],
            ondelete="CASCADE",
        ),
    )

    squad_id: Mapped[int] = mapped_column(RandomKey, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
