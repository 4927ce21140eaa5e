"""What may run later: sessions that are over are forgotten."""

from tracker.accounts import store
from tracker.clock import now, today
from tracker.queue import queue


@queue.task()  # type: ignore[untyped-decorator] # as Huey has none
def forget_sessions() -> int:
    """Drop sessions that ended long ago, and what was told of them; how many rows."""
    return store.forget_sessions(now(), today())
