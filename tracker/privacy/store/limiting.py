"""Limiting what is done with a person's data: nothing but keeping it, until she lifts it."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import LimitedError
from tracker.campaign.store import hold
from tracker.database import writing
from tracker.insights.rules.departed import Going
from tracker.insights.store import add_departing
from tracker.privacy.store.marking import add_marks_of_all_days


def limit(participant_id: int, today: date, now: datetime) -> None:
    """From now on nothing is done with her data but keeping it; twice is once.

    It waits for what she is just noting. Raises NotTakingPartError.
    """
    with writing() as session:
        try:
            hold(session, participant_id)
        except LimitedError:
            return
        add_limit(session, participant_id, today, now)


def lift(participant_id: int, today: date) -> None:
    """Her data is used again as before; twice is once. Raises NotTakingPartError."""
    with writing() as session:
        hold(session, participant_id, limited_too=True)
        add_limit(session, participant_id, today, None)


def add_limit(session: Session, participant_id: int, today: date, since: datetime | None) -> None:
    """Inside a caller's transaction, which holds her: limited since a moment, or not.

    Group figures lose her with nine others, and have her back once.
    """
    if since is not None:
        add_departing(session, [participant_id], today, Going.LIMITED)
    hers = update(ParticipantRow).where(ParticipantRow.id == participant_id)
    session.execute(hers.values(limited_at=since))
    add_marks_of_all_days(session, [participant_id], today)
