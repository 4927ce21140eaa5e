"""A showcase's keys, the doors to its gate, tickets, and every note of who came in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import NAME_MAX
from tracker.database import Base, Moment, RandomKey, choice, random_key
from tracker.database.encryption import Encrypted
from tracker.gates.rules import KEY_MAX, NUMBER_DIGITS, WHY_MAX, How
from tracker.teams.rules import JOIN_CODE_LENGTH

PUBLIC_MAX = 100


class GateKey(Base):
    """What a showcase's tickets are signed with; the private half is sealed."""

    __tablename__ = "gate_key"

    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    public: Mapped[str] = mapped_column(String(PUBLIC_MAX))
    sealed: Mapped[str] = mapped_column(Text)


class GateDoor(Base):
    """A code that lets one phone stand at a gate, and the account that came in by it."""

    __tablename__ = "gate_door"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), index=True)
    code: Mapped[str] = mapped_column(String(JOIN_CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(Encrypted("gate_door.name", NAME_MAX))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was shut."""


class TicketRow(Base):
    """A person's number at one showcase."""

    __tablename__ = "gate_ticket"
    __table_args__ = (UniqueConstraint("showcase_id", "ticket_number"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    number: Mapped[str] = mapped_column("ticket_number", String(NUMBER_DIGITS))


class PassageRow(Base):
    """One note of one person; a phone names each of its notes, so one sent twice is kept once."""

    __tablename__ = "gate_passage"
    __table_args__ = (Index(None, "showcase_id", "received_at"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_MAX), primary_key=True)
    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("gate_door.id"))
    how: Mapped[How] = mapped_column(choice(How))
    at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(String(WHY_MAX), default="")
    """Why it was taken back."""
