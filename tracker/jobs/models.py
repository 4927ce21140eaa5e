"""What was begun by the clock, so that of several runners one does it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment
from tracker.jobs.rules import JOB_MAX


class JobRun(Base):
    """The latest moment for which a job was begun by any runner."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(JOB_MAX), primary_key=True)
    due: Mapped[datetime] = mapped_column(Moment)
