"""What the night does of itself: erase whoever asked for it, and whatever is past its date."""

import logging

from tracker.clock import now, today
from tracker.privacy import store
from tracker.queue import queue

LOG = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # as Huey has none
def keep_promises() -> None:
    """As good twice as once, and whatever was missed is made up for."""
    erased = store.erase_due(today(), now())
    if erased:
        LOG.info("%s people who asked for it are erased", erased)
    deleted = store.keep_to_dates(today(), now())
    if deleted:
        LOG.info("%s rows past their date are deleted", deleted)
