"""Settled weeks, teams' released marks, switches, and what a person wants to see of her points."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, choice
from tracker.standings.rules.teams import Band, State


class SettledWeek(Base):
    """A week of a season whose standings are settled, and by which rules; never revised."""

    __tablename__ = "settled_week"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    rules_version: Mapped[int]
    settled_at: Mapped[datetime] = mapped_column(Moment)


class TeamStanding(Base):
    """A team in a settled week: sums over those who count, and its band; never revised."""

    __tablename__ = "team_standing"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    counted: Mapped[int]
    reporting: Mapped[int]
    doing: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State))
    score: Mapped[int | None]
    band: Mapped[Band | None] = mapped_column(choice(Band))


class TeamMark(Base):
    """A team's mean mark for weight as of a round's end, rounded; frozen once, shown to nobody."""

    __tablename__ = "team_mark"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    as_of: Mapped[date] = mapped_column(Day, primary_key=True)
    percent: Mapped[int]
    forgotten: Mapped[int] = mapped_column(default=0)
    """Contributors erased since: they still count as a difference to a later mark."""


class MarkContributor(Base):
    """Whose marks are in a team's, so that a later one may not single anybody out."""

    __tablename__ = "mark_contributor"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    as_of: Mapped[date] = mapped_column(Day, primary_key=True)


class StandingsSwitch(Base):
    """Whether standings are on for a season, a district or a unit; without a row by default."""

    __tablename__ = "standings_switch"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_on: Mapped[bool]
    set_at: Mapped[datetime] = mapped_column(Moment)


class PointsChoice(Base):
    """Somebody who decided whether she wants to see points, streaks and badges of her own."""

    __tablename__ = "points_choice"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    hidden: Mapped[bool]
