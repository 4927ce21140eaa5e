"""Announcements, each with a count of who read it, and when somebody last opened the list."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.announcements.rules import TEXT_MAX, Audience
from tracker.database import Base, Day, Moment, RandomKey, choice, random_key


class AnnouncementRow(Base):
    """Words to those below; its place is the narrowest key that is set, or the city."""

    __tablename__ = "announcement"
    __table_args__ = (Index(None, "season_id", "valid_until"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    district_code: Mapped[str | None] = mapped_column(String(6))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    text: Mapped[str] = mapped_column(String(TEXT_MAX))
    posted_at: Mapped[datetime] = mapped_column(Moment)
    valid_until: Mapped[date] = mapped_column(Day)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    opened: Mapped[int] = mapped_column(default=0)
    """How many people opened the list with it; who they were is written nowhere."""


class AnnouncementReader(Base):
    """When somebody last opened her list: what was posted since is unread, and counts once."""

    __tablename__ = "announcement_reader"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
