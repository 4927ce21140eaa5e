"""What the room does by the clock: forget whom nobody can invite any more."""

import logging

from tracker.clock import now, today
from tracker.invitations import store
from tracker.queue import queue

log = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def forget_invitations() -> None:
    """Forget the invitations of seasons that nobody can join any more, and slips of last month."""
    gone = store.forget(today())
    store.forget_recovery(now())
    if gone:
        log.info("%d invitations forgotten", gone)
