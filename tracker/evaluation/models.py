"""Requests for the file, decisions on them, the file while it may be fetched, and every copy."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment, RandomKey, random_key
from tracker.evaluation.rules import PURPOSE_MAX


class FileRequest(Base):
    """A statistician's request for the file as of a snapshot."""

    __tablename__ = "file_request"
    __table_args__ = (
        ForeignKeyConstraint(
            ["season_id", "as_of", "version"],
            ["snapshot.season_id", "snapshot.as_of", "snapshot.version"],
        ),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    season_id: Mapped[int] = mapped_column(RandomKey, index=True)
    as_of: Mapped[date] = mapped_column(Day)
    version: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(PURPOSE_MAX))
    asked_at: Mapped[datetime] = mapped_column(Moment)


class FileDecision(Base):
    """A city organizer's one decision on a request."""

    __tablename__ = "file_decision"

    request_id: Mapped[int] = mapped_column(ForeignKey("file_request.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved: Mapped[bool]
    decided_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class FileContent(Base):
    """The file itself, made once and deleted when the approval expires; keyed to nobody in it."""

    __tablename__ = "file_content"

    request_id: Mapped[int] = mapped_column(ForeignKey("file_request.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)


class FileDownload(Base):
    """One copy that left the server."""

    __tablename__ = "file_download"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    request_id: Mapped[int] = mapped_column(ForeignKey("file_request.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
