"""Events, items, invited districts, squads, who was asked, rehearsals and who came."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, RandomKey, choice, random_key
from tracker.database.encryption import Encrypted
from tracker.showcases.rules import (
    CUE_MAX,
    ITEM_TITLE_MAX,
    NAME_MAX,
    SQUAD_NAME_MAX,
    VENUE_MAX,
    ItemKind,
    State,
)


class ShowcaseRow(Base):
    """An event on one day; without a district it is the city's."""

    __tablename__ = "showcase"
    __table_args__ = (Index(None, "season_id", "day"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    district_code: Mapped[str | None] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    venue: Mapped[str] = mapped_column(String(VENUE_MAX))
    day: Mapped[date] = mapped_column(Day)
    opens: Mapped[datetime] = mapped_column(Moment)
    starts: Mapped[datetime] = mapped_column(Moment)
    closes: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)


class ItemRow(Base):
    """One item of an event's programme."""

    __tablename__ = "showcase_item"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), index=True)
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind))
    title: Mapped[str] = mapped_column(String(ITEM_TITLE_MAX))
    minutes: Mapped[int]
    together: Mapped[bool]
    squad_size: Mapped[int]
    position: Mapped[int]


class InvitedDistrictRow(Base):
    """A district that an event invites, and how many teams it may bring."""

    __tablename__ = "showcase_district"

    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(6), primary_key=True)
    teams: Mapped[int]


class SquadRow(Base):
    """A team nominated for an item."""

    __tablename__ = "squad"
    __table_args__ = (UniqueConstraint("item_id", "team_id"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("showcase_item.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    district_code: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(SQUAD_NAME_MAX))
    size: Mapped[int]
    substitutes: Mapped[int]
    clothes: Mapped[str] = mapped_column(String(CUE_MAX), default="")
    music: Mapped[str] = mapped_column(String(CUE_MAX), default="")
    coach: Mapped[str] = mapped_column(Encrypted("squad.coach", SQUAD_NAME_MAX), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class SquadMemberRow(Base):
    """That a participant was asked to be in a squad, and what she answered."""

    __tablename__ = "squad_member"
    __table_args__ = (UniqueConstraint("squad_id", "participant_id"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    squad_id: Mapped[int] = mapped_column(ForeignKey("squad.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    is_substitute: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when her leader does not ask her any more; what she answered stays hers."""
    agreed: Mapped[bool | None]
    height_cm: Mapped[int | None]


class RehearsalRow(Base):
    """A squad's rehearsal; it was held once somebody noted who came."""

    __tablename__ = "rehearsal"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    squad_id: Mapped[int] = mapped_column(ForeignKey("squad.id"), index=True)
    starts: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(VENUE_MAX))
    held_at: Mapped[datetime | None] = mapped_column(Moment)


class RehearsalAttendance(Base):
    """Somebody of the squad who came to a rehearsal."""

    __tablename__ = "rehearsal_attendance"

    rehearsal_id: Mapped[int] = mapped_column(ForeignKey("rehearsal.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id"), primary_key=True, index=True
    )
