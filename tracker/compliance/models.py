"""Facts, the assessment, published notices, breaches and releases of each season."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.compliance.rules import FACT_MAX
from tracker.database import Base, Moment, RandomKey, random_key
from tracker.database.encryption import Encrypted


class FactsRow(Base):
    """What an organizer put on record about who handles data; each saving is one more version."""

    __tablename__ = "compliance_facts"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    facts: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment)


class NoticeRow(Base):
    """A published notice with its terms, in both languages; never changed afterwards."""

    __tablename__ = "compliance_notice"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    notice_zh: Mapped[str] = mapped_column(Text)
    notice_en: Mapped[str] = mapped_column(Text)
    terms_zh: Mapped[str] = mapped_column(Text)
    terms_en: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime] = mapped_column(Moment)


class AssessmentRow(Base):
    """One version of the impact assessment: a draft until it is handed in."""

    __tablename__ = "compliance_assessment"

    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment)
    handed_in_at: Mapped[datetime | None] = mapped_column(Moment)


class ApprovalRow(Base):
    """The word of another person on a version of the assessment that was handed in."""

    __tablename__ = "compliance_approval"
    __table_args__ = (
        ForeignKeyConstraint(
            ["season_id", "version"],
            ["compliance_assessment.season_id", "compliance_assessment.version"],
        ),
    )

    season_id: Mapped[int] = mapped_column(RandomKey, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed: Mapped[str] = mapped_column(Encrypted("compliance_approval.signed", FACT_MAX))
    approved_at: Mapped[datetime] = mapped_column(Moment)


class BreachRow(Base):
    """A breach as an organizer put it on record, and its moments."""

    __tablename__ = "compliance_breach"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), index=True)
    reach: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(64))
    kinds: Mapped[str] = mapped_column(Text)
    answers: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    found_at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    authority_at: Mapped[datetime | None] = mapped_column(Moment)
    people_at: Mapped[datetime | None] = mapped_column(Moment)


class ReleaseRow(Base):
    """Something that left the system for somebody else: what, by whom, and its fingerprint."""

    __tablename__ = "compliance_release"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    scope: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
