"""Invitations, and the slips with which appointed leaders begin."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import NAME_MAX, PHONE_LENGTH
from tracker.database import Base, Day, Moment, RandomKey, random_key
from tracker.invitations.rules import HANDLE_LENGTH


class Invitation(Base):
    """Somebody in a unit's roster who may join with a slip; never anything about her health."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "unit_id", "phone", unique=True), Index(None, "phone"))

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    line: Mapped[int]
    handle: Mapped[str] = mapped_column(String(HANDLE_LENGTH), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    last_day: Mapped[date] = mapped_column(Day)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    used: Mapped[bool] = mapped_column(default=False)
    """Claimed or declined, nobody can tell which; the contact's queries never read it."""
    misses: Mapped[int] = mapped_column(default=0)
    missed_at: Mapped[datetime | None] = mapped_column(Moment)


class RoleSlip(Base):
    """A slip with which somebody appointed by others opens her account; gone once she has."""

    __tablename__ = "role_slip"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(HANDLE_LENGTH), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    last_day: Mapped[date] = mapped_column(Day)
    misses: Mapped[int] = mapped_column(default=0)
    missed_at: Mapped[datetime | None] = mapped_column(Moment)
