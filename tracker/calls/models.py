"""Requests for a call."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment


class DoctorRequest(Base):
    """A person's own wish that the district's health educator calls her."""

    __tablename__ = "doctor_request"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    called_at: Mapped[datetime | None] = mapped_column(Moment)
