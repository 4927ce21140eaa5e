"""What leaders marked, what the system said, and what a person wants to be reminded of."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Time
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, choice
from tracker.followup.rules import NudgeKind, Outcome


class FollowUp(Base):
    """What a leader or deputy marked for a member on a day: one mark a person and day."""

    __tablename__ = "follow_up"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    until: Mapped[date | None] = mapped_column(Day)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class NudgeRow(Base):
    """One thing that the system said to a person of itself."""

    __tablename__ = "nudge"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    kind: Mapped[NudgeKind] = mapped_column(choice(NudgeKind))


class MuteRow(Base):
    """Until when a person wants to hear nothing from the system."""

    __tablename__ = "nudge_mute"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    muted_until: Mapped[date] = mapped_column(Day)


class ReminderRow(Base):
    """One day of the week on which a person wants to be reminded, and when."""

    __tablename__ = "reminder"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    at_time: Mapped[time] = mapped_column(Time)
