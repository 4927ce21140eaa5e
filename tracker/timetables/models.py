"""A timetable, and its slots with what was noted about them on the day. Nobody is named here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment, RandomKey, choice, random_key
from tracker.timetables.rules import TITLE_MAX, EntryKind


class TimetableRow(Base):
    """What an event's timetable is planned by, and how often it changed."""

    __tablename__ = "timetable"

    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    starts: Mapped[datetime] = mapped_column(Moment)
    changeover: Mapped[int]
    gap: Mapped[int]
    edition: Mapped[int]
    version: Mapped[int]
    early: Mapped[bool]
    published_at: Mapped[datetime | None] = mapped_column(Moment)


class SlotRow(Base):
    """One entry; it goes with its item or squad, if the room below takes that away."""

    __tablename__ = "timetable_slot"
    __table_args__ = (
        Index(None, "showcase_id", "position"),
        UniqueConstraint("showcase_id", "squad_id"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    showcase_id: Mapped[int] = mapped_column(ForeignKey("timetable.showcase_id"))
    position: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("showcase_item.id", ondelete="CASCADE"), index=True
    )
    squad_id: Mapped[int | None] = mapped_column(
        ForeignKey("squad.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(TITLE_MAX), default="")
    minutes: Mapped[int]
    changeover: Mapped[int]
    pinned: Mapped[datetime | None] = mapped_column(Moment)
    starts: Mapped[datetime] = mapped_column(Moment)
    called_at: Mapped[datetime | None] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    skipped_at: Mapped[datetime | None] = mapped_column(Moment)
