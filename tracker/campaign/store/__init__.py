"""Seasons, participants and consents, written and read back."""

from tracker.campaign.store.deeds import add_deed, deeds_to
from tracker.campaign.store.people import (
    HELD_AT_ONCE,
    add_participant,
    held,
    hold,
    latest_consent,
    limited_people,
    participant_of,
)
from tracker.campaign.store.seasons import (
    add_notice_version,
    calendar_of,
    current_season,
    end_season,
    open_season,
)

__all__ = [
    "HELD_AT_ONCE",
    "add_deed",
    "add_notice_version",
    "add_participant",
    "calendar_of",
    "current_season",
    "deeds_to",
    "end_season",
    "held",
    "hold",
    "latest_consent",
    "limited_people",
    "open_season",
    "participant_of",
]
