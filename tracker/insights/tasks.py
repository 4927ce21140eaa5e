"""What the room does by the clock: bring roll-ups up to date, freeze what is due."""

import logging

from tracker.campaign.store import current_season
from tracker.clock import now, today
from tracker.insights import store
from tracker.queue import queue

log = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def refresh_roll_ups() -> None:
    """Bring the open season's roll-ups up to date."""
    season = current_season()
    if season:
        store.refresh(season.id)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def freeze_figures() -> None:
    """Freeze whatever is due and not frozen, however long ago it became due."""
    season = current_season()
    frozen = store.freeze(season, today(), now()) if season else 0
    if season and frozen:
        log.info("%d figures of season %s frozen", frozen, season.name)
