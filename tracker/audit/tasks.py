"""What the room does by the clock: seal what came to be since the last minute."""

import logging

from tracker.audit import store
from tracker.clock import now
from tracker.queue import queue

LOG = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # as Huey has none
def seal_trail() -> None:
    """As good twice as once; the new end goes into the log, which is kept elsewhere."""
    head = store.seal(now())
    if head:
        LOG.info("the audit trail is sealed up to %s", head)
