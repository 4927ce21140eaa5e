"""Photographs, their bytes, and who can be recognised in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment, RandomKey, choice, random_key
from tracker.photographs.rules import CAPTION_MAX, Size, State


class PhotographRow(Base):
    """A photograph of a squad; the same file is there once."""

    __tablename__ = "photograph"
    __table_args__ = (UniqueConstraint("squad_id", "sha256"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    squad_id: Mapped[int] = mapped_column(ForeignKey("squad.id"))
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    caption: Mapped[str] = mapped_column(String(CAPTION_MAX))
    people: Mapped[int]
    """How many were named: fewer who agree now, for whatever reason, and nobody sees it."""
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(choice(State), default=State.WAITING)
    questioned: Mapped[bool] = mapped_column(default=False)


class PhotographFile(Base):
    """A photograph's bytes in one size, JPEG."""

    __tablename__ = "photograph_file"

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    size: Mapped[Size] = mapped_column(choice(Size), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PersonInPhotograph(Base):
    """Somebody who can be recognised in a photograph."""

    __tablename__ = "photograph_person"

    photograph_id: Mapped[int] = mapped_column(ForeignKey("photograph.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id"), primary_key=True, index=True
    )
