"""What the two pages read: both logs of one person, and her leave."""

from datetime import date

from sqlalchemy import select

from tracker.campaign.rules import Participant
from tracker.database import db
from tracker.exercise import store as exercise
from tracker.home.rules import Diary, Pause
from tracker.teams.models import Leave
from tracker.weight import store as weight
from tracker.weight.rules import Profile

NO_PROFILE = Profile(None, None, None, None)


def diary(participant: Participant, today: date) -> Diary:
    """Everything up to today; without consent (2) nothing about her body is read."""
    body_data = participant.body_data
    return Diary(
        participant=participant,
        today=today,
        readings=weight.readings(participant.id, today) if body_data else (),
        profile=weight.profile(participant.id) if body_data else NO_PROFILE,
        entries=exercise.entries(participant.id, date.min, today),
        pauses=pauses(participant.id),
    )


def pauses(participant_id: int) -> tuple[Pause, ...]:
    """Her days of leave, in their order."""
    query = (
        select(Leave.first, Leave.last)
        .where(Leave.participant_id == participant_id)
        .order_by(Leave.first)
    )
    return tuple(Pause(first, last) for first, last in db.session.execute(query))
