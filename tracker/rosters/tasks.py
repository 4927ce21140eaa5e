"""What the room does by the clock: forget files that nobody confirmed."""

from tracker.clock import now
from tracker.queue import queue
from tracker.rosters import store


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def forget_uploads() -> None:
    """Files whose day is over are gone."""
    store.forget(now())
