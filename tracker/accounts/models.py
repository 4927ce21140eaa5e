"""Accounts, grants, failed sign-ins, locks and the access log."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import HELD_ALONE, NAME_MAX, PHONE_LENGTH, Role
from tracker.database import Base, Day, Moment, RandomKey, choice, random_key

IN_FORCE = "ended_at IS NULL"
ALONE = f"{IN_FORCE} AND role IN ({', '.join(repr(role.value) for role in HELD_ALONE)})"
"""Literal words, since a partial index takes no values."""


class Account(Base):
    """Somebody who can sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    password_hash: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    begun: Mapped[bool] = mapped_column(default=True, server_default=true())
    """No for an account that others opened, until its person comes: then she may have a slip."""


class RoleGrant(Base):
    """One role over one scope in one season; an ended one stays for the record."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(None, "scope", "role"),
        Index(
            "ix_role_grant_held_once",
            "account_id",
            "season_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=text(IN_FORCE),
            postgresql_where=text(IN_FORCE),
        ),
        Index(
            "ix_role_grant_one_at_a_time",
            "scope",
            "role",
            unique=True,
            sqlite_where=text(ALONE),
            postgresql_where=text(ALONE),
        ),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    role: Mapped[Role] = mapped_column(choice(Role))
    scope: Mapped[str] = mapped_column(String(40))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInFailure(Base):
    """One failed sign-in, whether or not anybody has that phone."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "phone", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(Moment)


class SignInLock(Base):
    """A phone that may not sign in for a while."""

    __tablename__ = "sign_in_lock"

    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment)


class AccessLook(Base):
    """Who looked at somebody else's data, at what and when: one row a viewer, scope and day."""

    __tablename__ = "access_look"
    __table_args__ = (UniqueConstraint("viewer_id", "scope", "what", "day"), Index(None, "scope"))

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    scope: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(24))
    day: Mapped[date] = mapped_column(Day)
    looks: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime] = mapped_column(Moment)
