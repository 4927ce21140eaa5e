"""Who asked to be erased and the record of it, which names nobody; copies, and what they bring."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, RandomKey, choice, random_key
from tracker.database.encryption import EncryptedBytes
from tracker.exercise.models import MINUTES_LIMITS
from tracker.exercise.rules import KEY_LENGTH, Effort
from tracker.exercise.rules import KIND_MAX as ACTIVITY_MAX
from tracker.weight.models import WEIGHT_LIMITS
from tracker.weight.rules.quantities import Source

KIND_MAX = 24
LANGUAGE_LENGTH = 2


class Erasure(Base):
    """One erasure: the number on the certificate, when, and how many rows of what are gone."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    erased_at: Mapped[datetime] = mapped_column(Moment)
    rows_deleted: Mapped[int]
    account_key: Mapped[int | None] = mapped_column(RandomKey, index=True)
    """The bare account that is left: a random number, for backups that still have her. Erasures of
    before there were backups have none.
    """
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Rows by table, for the certificate."""
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    """When she asked for it herself."""


class LeavingRow(Base):
    """Somebody asked to be erased and may still come back."""

    __tablename__ = "leaving"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    number: Mapped[int] = mapped_column(RandomKey, unique=True, default=random_key)
    """The certificate's, told to her beforehand: afterwards nobody knows whom to tell."""
    asked_at: Mapped[datetime] = mapped_column(Moment, index=True)


class LeavingPart(Base):
    """How her part in a season was before she asked, for the case that she comes back."""

    __tablename__ = "leaving_part"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    left_on: Mapped[date] = mapped_column(Day)
    limited_at: Mapped[datetime | None] = mapped_column(Moment)


class ConsentProof(Base):
    """That somebody who is gone had decided so: kept as the law asks, keyed to a certificate."""

    __tablename__ = "consent_proof"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    number: Mapped[int | None] = mapped_column(RandomKey, index=True)
    """The certificate's; none for who went with her season's date and was given no certificate."""
    kind: Mapped[str] = mapped_column(String(KIND_MAX))
    decided_on: Mapped[date] = mapped_column(Day)
    given: Mapped[bool]
    version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    kept_since: Mapped[date] = mapped_column(Day, index=True)


class CopiedFile(Base):
    """The one file somebody asked for with everything about her; encrypted, and soon gone."""

    __tablename__ = "copied_file"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(LANGUAGE_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(Moment, index=True)
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was ready; empty while it is being made."""
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes("copied_file.content"))


class BroughtReadingRow(Base):
    """A weight that a former copy brought back: read by her own history and by nothing else."""

    __tablename__ = "brought_reading"
    __table_args__ = (CheckConstraint(WEIGHT_LIMITS, name="weight_limits"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    source: Mapped[Source] = mapped_column(choice(Source), primary_key=True)
    grams: Mapped[int]
    waist_mm: Mapped[int | None]


class BroughtEntryRow(Base):
    """Exercise that a former copy brought back, with the key it had, so that twice is once."""

    __tablename__ = "brought_entry"
    __table_args__ = (CheckConstraint(MINUTES_LIMITS, name="minutes_limits"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(Day)
    kind: Mapped[str] = mapped_column(String(ACTIVITY_MAX))
    effort: Mapped[Effort] = mapped_column(choice(Effort))
    minutes: Mapped[int]
