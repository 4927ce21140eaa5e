"""Requests to be let into a team or to change teams, and pauses that were proposed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.campaign.rules import WHY_MAX
from tracker.database import Base, Day, Moment, RandomKey, choice, random_key
from tracker.moves.rules import MoveKind, Outcome

OPEN = text("closed_at IS NULL")


class MoveRequest(Base):
    """Somebody asks to be let into a team; one open request a person."""

    __tablename__ = "move_request"
    __table_args__ = (
        Index(
            "ix_move_request_open",
            "account_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "account_id", "asked_at"),
        Index(None, "team_id", "closed_at"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[MoveKind] = mapped_column(choice(MoveKind))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    """Of the words a newcomer agreed to when she asked; empty for whoever takes part already."""
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who approved or declined it."""
    why: Mapped[str] = mapped_column(String(WHY_MAX), default="")


class PauseProposal(Base):
    """A pause proposed by whoever leads her team, until she answers; the latest counts."""

    __tablename__ = "pause_proposal"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    first: Mapped[date] = mapped_column(Day)
    last: Mapped[date] = mapped_column(Day)
    at: Mapped[datetime] = mapped_column(Moment)
