"""Units, teams, dated membership, dated leave, join codes, and marks of what became stale."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, RandomKey, choice, random_key
from tracker.teams.rules import JOIN_CODE_LENGTH, PLACES, TEAM_NAME_MAX, UNIT_NAME_MAX, UnitKind


class UnitRow(Base):
    """An employer that takes part in a season."""

    __tablename__ = "unit"
    __table_args__ = (Index(None, "season_id", "district_code", "name", unique=True),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    district_code: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(UNIT_NAME_MAX))
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it has no open team and gets none; what was stays."""
    merged_into: Mapped[int | None] = mapped_column(RandomKey)
    """The unit its teams went to; no foreign key, which SQLite could not drop again."""


class TeamRow(Base):
    """A team of one unit; its season and district are the unit's."""

    __tablename__ = "team"
    __table_args__ = (Index(None, "unit_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(TEAM_NAME_MAX))
    created_at: Mapped[datetime] = mapped_column(Moment)
    places: Mapped[int] = mapped_column(default=PLACES, server_default=str(PLACES))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when it takes nobody in; what was stays."""
    merged_into: Mapped[int | None] = mapped_column(RandomKey)
    """The team its people went to; no foreign key, which SQLite could not drop again."""


class Membership(Base):
    """A participant's days in a team, both included; open-ended while she is in it."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "team_id", "first"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    first: Mapped[date] = mapped_column(Day, primary_key=True)
    last: Mapped[date | None] = mapped_column(Day)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))


class Leave(Base):
    """Days on which a participant pauses, both included; never with a reason."""

    __tablename__ = "leave"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    first: Mapped[date] = mapped_column(Day, primary_key=True)
    last: Mapped[date] = mapped_column(Day)


class JoinCode(Base):
    """A code that lets people into a team until it is revoked."""

    __tablename__ = "join_code"

    code: Mapped[str] = mapped_column(String(JOIN_CODE_LENGTH), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class StaleTeamDay(Base):
    """A team's day whose figures must be counted again; written with the entry that made it so."""

    __tablename__ = "stale_team_day"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)


class StaleRoster(Base):
    """A team whose people, pauses or leavers changed: its denominators must be counted again."""

    __tablename__ = "stale_roster"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    mark: Mapped[int] = mapped_column(RandomKey)
    """Another number at each change, so that a page can tell two of them apart."""
