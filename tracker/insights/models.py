"""Roll-ups of participation by team, and released health figures of groups."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, RandomKey
from tracker.exercise.rules import KIND_MAX
from tracker.insights.rules.brief import ACTIVITIES_MAX
from tracker.insights.rules.snapshots import NOTE_MAX

CODE_LENGTH = 6
"""Of a district's GB/T 2260 code."""


class RolledUpTeam(Base):
    """A team whose roll-ups exist; without this row all its days are stale."""

    __tablename__ = "rolled_up_team"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(RandomKey)
    """Another number whenever its roll-ups were counted again."""


class TeamDay(Base):
    """How many members noted something for a day."""

    __tablename__ = "team_day"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    active: Mapped[int]


class TeamWeek(Base):
    """Of those enrolled before a Monday: how many noted something, exercised on 3 days, and enough.

    Enough is `exercise.rules.WEEKLY_TARGET` equivalent minutes.
    """

    __tablename__ = "team_week"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    active: Mapped[int]
    regular: Mapped[int]
    enough: Mapped[int]


class TeamWeekKind(Base):
    """Minutes of one kind of exercise noted for a week by a team's members."""

    __tablename__ = "team_week_kind"
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_MAX), primary_key=True)
    minutes: Mapped[int]
    equivalent: Mapped[int]


class Release(Base):
    """A team's health figures, frozen after a round: aggregates only, never revised."""

    __tablename__ = "release"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    as_of: Mapped[date] = mapped_column(Day, primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    frozen_at: Mapped[datetime] = mapped_column(Moment)
    forgotten: Mapped[int] = mapped_column(default=0)
    """Contributors erased since: they still count as a difference to a later release."""


class ReleaseContributor(Base):
    """Whose values are in a team's release, so that a later one may not single anybody out."""

    __tablename__ = "release_contributor"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    as_of: Mapped[date] = mapped_column(Day, primary_key=True)


class Snapshot(Base):
    """All figures of the areas as of a moment, frozen together; a new version supersedes one."""

    __tablename__ = "snapshot"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    as_of: Mapped[date] = mapped_column(Day, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    frozen_at: Mapped[datetime] = mapped_column(Moment)
    data_hash: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(NOTE_MAX))


class SnapshotPart(Base):
    """What a snapshot says of one area in one section: aggregates only, keyed to nobody."""

    __tablename__ = "snapshot_part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["season_id", "as_of", "version"],
            ["snapshot.season_id", "snapshot.as_of", "snapshot.version"],
        ),
    )

    season_id: Mapped[int] = mapped_column(RandomKey, primary_key=True)
    as_of: Mapped[date] = mapped_column(Day, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(24), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


class TeamEnrolled(Base):
    """Everyone of a team enrolled before a Monday, and how many of them are on leave on it."""

    __tablename__ = "team_enrolled"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    enrolled: Mapped[int]
    on_leave: Mapped[int]


class DistrictDay(Base):
    """A district's members on a day, how many of them noted something, and who enrolled on it."""

    __tablename__ = "district_day"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    active: Mapped[int]
    members: Mapped[int]
    joined: Mapped[int]


class DistrictWeek(Base):
    """The sums of its teams' weeks, and everyone enrolled before the Monday."""

    __tablename__ = "district_week"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    active: Mapped[int]
    regular: Mapped[int]
    enough: Mapped[int]
    enrolled: Mapped[int]
    on_leave: Mapped[int]


class DistrictWeekKind(Base):
    """The sums of its teams' minutes of one kind of exercise in a week."""

    __tablename__ = "district_week_kind"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_MAX), primary_key=True)
    minutes: Mapped[int]
    equivalent: Mapped[int]


class StaleDistrictWeek(Base):
    """A district's week whose sums must be made again, since one of its teams was counted again."""

    __tablename__ = "stale_district_week"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)


class RolledUpArea(Base):
    """A district or the city: a version of its roll-ups, and when they were last up to date."""

    __tablename__ = "rolled_up_area"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(RandomKey)
    """Another number whenever any of its figures changed."""
    at: Mapped[datetime | None] = mapped_column(Moment)
    """None while only a part of it was looked after."""


class DepartedRow(Base):
    """What stays of somebody in the figures of body data until ten leave them: see `Departed`.

    Nothing here points at a person, says when she left, or has an order in time.
    """

    __tablename__ = "departed"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False)
    district: Mapped[str] = mapped_column(String(CODE_LENGTH))
    unit: Mapped[int] = mapped_column(RandomKey)
    sex: Mapped[str] = mapped_column(String(8))
    age: Mapped[int]
    bmi: Mapped[int | None]
    change: Mapped[int | None]
    last: Mapped[int | None]
    has_station: Mapped[bool]
    station: Mapped[int | None]
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), index=True)


class OutsideRow(Base):
    """Somebody whose own values are not in the last frozen figures, until they come in again.

    It points at what stands in for her as long as her data is here to say the same. It goes with
    her data, so that what stays of who is gone has no key.
    """

    __tablename__ = "outside_figures"

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id"), primary_key=True, autoincrement=False
    )
    departed_id: Mapped[int | None] = mapped_column(RandomKey)
    """No foreign key: that row leaves the figures with nine others, whoever it stood in for."""
    waits: Mapped[bool]
    """Whether she comes in only when nobody of her district waits: hers may be among those."""


class Target(Base):
    """How many people a district or a unit means to enrol in a season; set by an organizer."""

    __tablename__ = "target"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    people: Mapped[int]


class DistrictChoice(Base):
    """What a district lets its units see of themselves; without a row they see counts alone."""

    __tablename__ = "district_choice"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(6), primary_key=True)
    units_see: Mapped[bool]


class BriefNote(Base):
    """What an organizer wrote about activities held, for an area's brief of one period."""

    __tablename__ = "brief_note"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    monday: Mapped[date] = mapped_column(Day, primary_key=True)
    activities: Mapped[str] = mapped_column(String(ACTIVITIES_MAX))
