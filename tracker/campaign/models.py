"""Seasons, phases, participants and consents."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.campaign.rules import SEASON_NAME_MAX, WHY_MAX, ConsentKind, Deed, PhaseKind
from tracker.database import Base, Day, Moment, RandomKey, choice, random_key


class SeasonRow(Base):
    """A season; the open one is the latest that has not been ended."""

    __tablename__ = "season"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    name: Mapped[str] = mapped_column(String(SEASON_NAME_MAX))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    notice_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the notice in force; beside the season, so that no page asks for it by itself."""


class PhaseRow(Base):
    """One phase of a season, both days included."""

    __tablename__ = "phase"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    kind: Mapped[PhaseKind] = mapped_column(choice(PhaseKind), primary_key=True)
    first: Mapped[date] = mapped_column(Day, primary_key=True)
    last: Mapped[date] = mapped_column(Day)


class ParticipantRow(Base):
    """A person in a season; every log's key begins with this one's id."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("account_id", "season_id"),
        Index(None, "season_id", "enrolled_on"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    enrolled_on: Mapped[date] = mapped_column(Day)
    left_on: Mapped[date | None] = mapped_column(Day)
    limited_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    """Since when she wants nothing done with what is kept about her but keeping it."""


class ConsentRow(Base):
    """One decision about one consent; the latest counts, earlier ones are the record."""

    __tablename__ = "consent"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    kind: Mapped[ConsentKind] = mapped_column(choice(ConsentKind), primary_key=True)
    decided_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    given: Mapped[bool]
    version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))


class DeedRow(Base):
    """What somebody did to a participant: the audit trail, which she reads."""

    __tablename__ = "deed"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    deed: Mapped[Deed] = mapped_column(choice(Deed))
    why: Mapped[str] = mapped_column(String(WHY_MAX), default="")
    at: Mapped[datetime] = mapped_column(Moment)
