"""Which moments were begun, so that several runners do a job once."""

from datetime import datetime

from tracker.database import insert, writing
from tracker.jobs.models import JobRun
from tracker.jobs.rules import Job


def begin(job: Job, due: datetime) -> bool:
    """Whether nobody began this job for this moment yet; from now on somebody did."""
    statement = insert(JobRun).values(job=job.value, due=due)
    claimed = statement.on_conflict_do_update(
        index_elements=["job"],
        set_={"due": statement.excluded.due},
        where=JobRun.due != statement.excluded.due,
    ).returning(JobRun.job)
    with writing() as session:
        return session.scalar(claimed) is not None
