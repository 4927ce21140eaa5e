"""What the room does by the clock: forget photographs that nobody may see."""

from tracker.clock import now
from tracker.photographs import store
from tracker.queue import queue


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def forget_photographs() -> None:
    """Photographs that were refused, or whose people do not all agree, are gone after two weeks."""
    store.forget(now())
