"""Who likes to be thanked, robots with their sealed addresses, and what they were given to say."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment, RandomKey, choice, random_key
from tracker.notices.rules import MessageState, RobotKind, Style, Trouble

SEALED_MAX = 1000
SITE_MAX = 200
ABOUT_MAX = 24


class ThanksWish(Base):
    """Somebody who said that her name may stand among the thanks; nobody else has a row."""

    __tablename__ = "thanks_wish"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    wished_at: Mapped[datetime] = mapped_column(Moment)


class RobotRow(Base):
    """A group's robot: one of each kind for a team or a unit."""

    __tablename__ = "robot"
    __table_args__ = (Index(None, "scope", "kind", unique=True),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), index=True)
    scope: Mapped[str] = mapped_column(String(40))
    kind: Mapped[RobotKind] = mapped_column(choice(RobotKind))
    style: Mapped[Style] = mapped_column(choice(Style))
    sealed_address: Mapped[str] = mapped_column(String(SEALED_MAX))
    sealed_secret: Mapped[str | None] = mapped_column(String(SEALED_MAX))
    site: Mapped[str] = mapped_column(String(SITE_MAX))
    """Our own address as whoever set it up reached us: what its messages link to."""
    set_at: Mapped[datetime] = mapped_column(Moment)


class RobotMessage(Base):
    """One message of one robot: written down before it is sent, so that it is sent once."""

    __tablename__ = "robot_message"
    __table_args__ = (Index(None, "state", "due_at"),)

    robot_id: Mapped[int] = mapped_column(
        ForeignKey("robot.id", ondelete="CASCADE"), primary_key=True
    )
    about: Mapped[str] = mapped_column(String(ABOUT_MAX), primary_key=True)
    state: Mapped[MessageState] = mapped_column(choice(MessageState))
    due_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    trouble: Mapped[Trouble | None] = mapped_column(choice(Trouble))
