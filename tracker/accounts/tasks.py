"""What may run later: sessions and codes that are over are forgotten."""

from tracker.accounts import store
from tracker.clock import now, today
from tracker.queue import queue


@queue.task()  # type: ignore[untyped-decorator] # as Huey has none
def forget_sessions() -> int:
    """Drop sessions that ended long ago, what was told of them, and old codes; how many rows."""
    store.forget_codes(now())
    return store.forget_sessions(now(), today())
