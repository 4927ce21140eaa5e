"""What the night does of itself: erase whoever asked for it, and whatever is past its date."""

import logging

from tracker.clock import now, today
from tracker.privacy import figures, store
from tracker.privacy.rules import UnknownPersonError
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


@queue.task()  # type: ignore[untyped-decorator] # as Huey has none
def make_copy(account_id: int) -> None:
    """The file with everything about her, if she still waits for it."""
    wanted = store.wanted_file(account_id)
    if wanted is None:
        return
    language, asked_at = wanted
    try:
        copy = store.copy_of_account(account_id)
    except UnknownPersonError:
        return
    moment = now()
    store.finish_file(account_id, asked_at, moment, figures.file_of(copy, language, moment))


@queue.task()  # type: ignore[untyped-decorator] # as Huey has none
def forget_copied() -> None:
    """What nobody may fetch any more is deleted; what was missed is made."""
    gone = store.forget_copies(now())
    if gone:
        LOG.info("%s files of people's own data are deleted", gone)
    for account_id in store.unmade_files():
        make_copy(account_id)
