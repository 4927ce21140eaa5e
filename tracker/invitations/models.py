"""Invitations, and the slips with which appointed leaders begin."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import NAME_MAX, PHONE_LENGTH
from tracker.database import Base, Day, Moment, RandomKey, random_key
from tracker.database.encryption import INDEX_LENGTH, Encrypted, index_of
from tracker.invitations.rules import HANDLE_LENGTH


class Invitation(Base):
    """Somebody in a unit's roster who may join with a slip; never anything about her health."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(None, "unit_id", "phone_index", unique=True),
        Index(None, "phone_index"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(Encrypted("invitation.name", NAME_MAX))
    phone: Mapped[str] = mapped_column(Encrypted("invitation.phone", PHONE_LENGTH))
    phone_index: Mapped[str] = mapped_column(
        String(INDEX_LENGTH), default=index_of("phone"), server_default=""
    )
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


class RecoverySlip(Base):
    """A slip that opens a new password for whoever has its number, if anybody has."""

    __tablename__ = "recovery_slip"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    """The unit whose contact printed it; none where its district did."""
    district_code: Mapped[str] = mapped_column(String(6), index=True)
    handle: Mapped[str] = mapped_column(String(HANDLE_LENGTH), unique=True)
    number_hash: Mapped[str] = mapped_column(String(64))
    sealed_name: Mapped[str] = mapped_column(String(400))
    """As it was typed by whoever printed it, to print it again."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    """Whether anything came of it then is not told to whoever printed it."""
    misses: Mapped[int] = mapped_column(default=0)
    missed_at: Mapped[datetime | None] = mapped_column(Moment)
