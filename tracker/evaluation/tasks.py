"""What the room does beside the pages: make the file once it is approved, so that nobody waits."""

import logging

from flask import current_app

from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.evaluation import store
from tracker.evaluation.rules import NotApprovedError, TooFewError
from tracker.queue import queue

log = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def forget_files() -> None:
    """Files whose approval has expired are gone; the log of copies stays."""
    store.forget_expired(now())


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def make_file(request_id: int) -> None:
    """Make an approved request's file; where too few agree, whoever fetches it is told so."""
    season = current_season()
    if season is None:
        return
    try:
        store.make(season, request_id, current_app.config["SECRET_KEY"], now())
    except (TooFewError, NotApprovedError):
        log.info("no file was made for request %d: too few agree, or it has expired", request_id)
