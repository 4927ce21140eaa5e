"""Stations, the doors to them, codes that name a person for minutes, and who was asked again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import NAME_MAX
from tracker.database import Base, Day, Moment, RandomKey, random_key
from tracker.database.encryption import Encrypted
from tracker.stations.rules import CODE_LENGTH, NUMBER_DIGITS, PLACE_MAX


class StationRow(Base):
    """One place on one day, with its hours; closed early, it closes at that moment."""

    __tablename__ = "station"
    __table_args__ = (Index(None, "season_id", "district_code", "day"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    district_code: Mapped[str] = mapped_column(String(6))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    place: Mapped[str] = mapped_column(String(PLACE_MAX))
    day: Mapped[date] = mapped_column(Day)
    opens: Mapped[datetime] = mapped_column(Moment)
    closes: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class StationDoor(Base):
    """A code that lets one phone into a station, and the account that came in by it."""

    __tablename__ = "station_door"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(Encrypted("station_door.name", NAME_MAX))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was shut."""


class WeighingCode(Base):
    """What names a participant to a station for some minutes: to scan, and to read out."""

    __tablename__ = "weighing_code"

    number: Mapped[str] = mapped_column(String(NUMBER_DIGITS), primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    wants_height: Mapped[bool]
    expires_at: Mapped[datetime] = mapped_column(Moment)


class AskedAgain(Base):
    """That a station asked to look at the scales again: once a person and day, and no more."""

    __tablename__ = "weighing_asked_again"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
