"""What the room does by the clock: settle the weeks that are final."""

import logging

from tracker.campaign.store import current_season
from tracker.clock import now, today
from tracker.queue import queue
from tracker.standings import store

log = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def settle_standings() -> None:
    """Settle every final week that is not settled, however long ago it became final."""
    season = current_season()
    settled = store.settle(season, today(), now()) if season else 0
    if season and settled:
        log.info("%d weeks of season %s settled", settled, season.name)
