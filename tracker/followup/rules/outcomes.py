"""What a leader may mark for one of today's people."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.campaign.rules import Calendar
from tracker.followup.rules.choosing import Outcome
from tracker.moves.rules import PAUSE_DAYS, PAUSE_DAYS_MAX

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """What came of asking somebody; with a day only where a pause is proposed until then."""

    participant_id: int
    outcome: Outcome
    until: date | None = None


class AlreadyAskedError(Exception):
    """Somebody marked her today already."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class NothingToUndoError(Exception):
    """There is no mark that could be taken back, or somebody took it back before."""


def pause_until(calendar: Calendar, today: date) -> tuple[date, date, date]:
    """The first and last day that a pause may be proposed until, and the one proposed first."""
    last = max(today, min(today + (PAUSE_DAYS_MAX - 1) * DAY, calendar.ends))
    return today, last, min(today + (PAUSE_DAYS - 1) * DAY, last)
