"""The timetable kept: at its times each job's task is left in the queue, by one runner of several.

Every task is as good twice as once, and makes up for what was missed.
"""

from tracker.accounts.tasks import forget_sessions
from tracker.audit.tasks import seal_trail
from tracker.backups.tasks import back_up_when_due, finish_erasures
from tracker.clock import now
from tracker.evaluation.tasks import forget_files
from tracker.insights.tasks import freeze_figures, refresh_roll_ups
from tracker.invitations.tasks import forget_invitations
from tracker.jobs import store
from tracker.jobs.rules import REFRESH_DELAYS, TIMETABLE, Job, minute_of
from tracker.notices.tasks import let_robots_speak
from tracker.photographs.tasks import forget_photographs
from tracker.privacy.tasks import forget_copied, keep_promises
from tracker.queue import queue
from tracker.rosters.tasks import forget_uploads
from tracker.standings.tasks import settle_standings


@queue.periodic_task(TIMETABLE[Job.REFRESH])  # type: ignore[untyped-decorator] # as Huey has none
def refresh() -> None:
    """Three refreshes for this minute."""
    if store.begin(Job.REFRESH, minute_of(now())):
        for delay in REFRESH_DELAYS:
            refresh_roll_ups.schedule(delay=delay)


@queue.periodic_task(TIMETABLE[Job.FREEZE])  # type: ignore[untyped-decorator] # as Huey has none
def freeze() -> None:
    """The night's freezing."""
    if store.begin(Job.FREEZE, minute_of(now())):
        freeze_figures()


@queue.periodic_task(TIMETABLE[Job.SETTLE])  # type: ignore[untyped-decorator] # as Huey has none
def settle() -> None:
    """Standings of the weeks that became final."""
    if store.begin(Job.SETTLE, minute_of(now())):
        settle_standings()


@queue.periodic_task(TIMETABLE[Job.FORGET])  # type: ignore[untyped-decorator] # as Huey has none
def forget() -> None:
    """Invitations nobody needs, files nobody confirmed or may fetch, sessions long over."""
    if store.begin(Job.FORGET, minute_of(now())):
        forget_invitations()
        forget_uploads()
        forget_files()
        forget_copied()
        forget_photographs()
        forget_sessions()


@queue.periodic_task(TIMETABLE[Job.KEEP_TO_DATES])  # type: ignore[untyped-decorator] # as Huey has none
def keep_to_dates() -> None:
    """Whoever asked to be erased and did not come back, and what is past its date."""
    if store.begin(Job.KEEP_TO_DATES, minute_of(now())):
        keep_promises()


@queue.periodic_task(TIMETABLE[Job.SPEAK])  # type: ignore[untyped-decorator] # as Huey has none
def speak() -> None:
    """What robots have to say: a week on its Monday, and what waits to be tried again."""
    if store.begin(Job.SPEAK, minute_of(now())):
        let_robots_speak()


@queue.periodic_task(TIMETABLE[Job.SEAL])  # type: ignore[untyped-decorator] # as Huey has none
def seal() -> None:
    """What came to be in the audit trail since the last minute."""
    if store.begin(Job.SEAL, minute_of(now())):
        seal_trail()


@queue.periodic_task(TIMETABLE[Job.BACK_UP])  # type: ignore[untyped-decorator] # as Huey has none
def back_up() -> None:
    """The night's backup, where a folder for backups is set."""
    if store.begin(Job.BACK_UP, minute_of(now())):
        back_up_when_due()


def catch_up() -> None:
    """What may have become due while nobody worked."""
    finish_erasures()
    seal_trail()
    back_up_when_due()
    refresh_roll_ups()
    freeze_figures()
    settle_standings()
    forget_invitations()
    forget_uploads()
    forget_files()
    forget_copied()
    forget_photographs()
    forget_sessions()
    keep_promises()
