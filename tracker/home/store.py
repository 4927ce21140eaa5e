"""What the two pages read: both logs of one person, and her leave."""

from datetime import date, timedelta

from sqlalchemy import bindparam, select

from tracker.campaign.rules import Participant
from tracker.database import Prepared, reader
from tracker.exercise import store as exercise
from tracker.exercise.rules import Entry
from tracker.home.rules import Diary, Pause
from tracker.teams.models import Leave
from tracker.weight import store as weight
from tracker.weight.rules import Profile

NO_PROFILE = Profile(None, None, None, None)


RECENT = timedelta(days=14)
"""What a week's exercise lies in, whichever day of it is today."""

PAUSES = Prepared(
    lambda: (
        select(Leave.first, Leave.last)
        .where(Leave.participant_id == bindparam("participant_id"))
        .order_by(Leave.first)
    )
)


def diary(participant: Participant, today: date) -> Diary:
    """Everything up to today; without consent (2) nothing about her body is read."""
    found = exercise.entries(participant.id, date.min, today)
    return _diary(participant, today, found, frozenset(entry.day for entry in found))


def todays(participant: Participant, today: date) -> Diary:
    """The same, of her exercise only the days and the latest entries."""
    since = min(today, participant.season.calendar.ends) - RECENT
    return _diary(participant, today, *exercise.latest(participant.id, since, today))


def pauses(participant_id: int) -> tuple[Pause, ...]:
    """Her days of leave, in their order."""
    found = PAUSES.rows(reader(), participant_id=participant_id)
    return tuple(Pause(first, last) for first, last in found)


def _diary(
    participant: Participant, today: date, entries: tuple[Entry, ...], exercised: frozenset[date]
) -> Diary:
    body_data = participant.body_data
    readings, latest = weight.readings_and_latest(participant.id, today) if body_data else ((), ())
    return Diary(
        participant=participant,
        today=today,
        readings=readings,
        latest=latest,
        profile=weight.profile(participant.id) if body_data else NO_PROFILE,
        entries=entries,
        exercised=exercised,
        pauses=pauses(participant.id),
    )
