"""What the room does by the clock: a backup every night, and erasures that a crash cut off."""

import logging

from flask import current_app

from tracker.backups import store
from tracker.backups.rules import BackupError, is_due
from tracker.clock import now
from tracker.queue import queue

log = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def back_up_when_due() -> None:
    """Make a backup if a folder and a key are set and the newest one is a day old."""
    folder, key = current_app.config["BACKUP_FOLDER"], current_app.config["BACKUP_KEY"]
    if not folder or not key or not is_due(store.names(folder), now()):
        return
    try:
        file, contents = store.back_up(folder, key, current_app.config["BACKUP_KEEP"], now())
    except BackupError as error:
        log.critical("no backup was made: %s", error)
    else:
        log.info("backup %s made: %d rows", file.name, contents.row_count)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def finish_erasures() -> None:
    """Carry out erasures that were noted and cut off before they were committed."""
    folder = current_app.config["BACKUP_FOLDER"]
    if not folder or not folder.exists():
        return
    try:
        finished = store.carry_out_noted(folder)
    except BackupError as error:
        log.critical("erasures that were cut off are not finished: %s", error)
        return
    if finished:
        log.info("%d erasures finished that were cut off", finished)
