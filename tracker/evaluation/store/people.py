"""Whoever agrees to the evaluation at this moment, by her latest decision."""

from datetime import date

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind, Season
from tracker.campaign.store import latest_consent
from tracker.database import db
from tracker.evaluation.rules import Agreed
from tracker.insights.rules.population import Population
from tracker.insights.store.population import population_as_of


def people_who_agreed(session: Session, season: Season, as_of: date) -> Population:
    """Everybody enrolled before a moment who agrees now."""
    agrees = select(ParticipantRow.id).where(
        ParticipantRow.season_id == season.id, latest_consent(ConsentKind.EVALUATION)
    )
    ids = np.fromiter(session.scalars(agrees), np.int64)
    people = population_as_of(session, season, as_of)
    return people.where(np.isin(people.participant_id, ids))


def agreed(season_id: int) -> Agreed:
    """How many agree now, of how many who ever enrolled."""
    enrolled = select(func.count()).where(ParticipantRow.season_id == season_id)
    agrees = enrolled.where(latest_consent(ConsentKind.EVALUATION))
    return Agreed(db.session.scalar(agrees) or 0, db.session.scalar(enrolled) or 0)
