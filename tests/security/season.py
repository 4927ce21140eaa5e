"""A team whose people noted weight and walks all season, so that its figures are released."""

from datetime import UTC, date, datetime, timedelta

from tests.conftest import TODAY
from tests.security.town import Town
from tracker.campaign.rules import BEIJING_2024
from tracker.database import Base, db
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules.quantities import GoalKind, Source

NOTED_AT = datetime(2024, 10, 16, 4, tzinfo=UTC)
NOTED_EVERY = timedelta(days=3)
MINUTES = 37
HER_FIRST_GRAMS, HER_STEP, HER_HEIGHT, HER_TARGET = 118_310, 170, 1931, 109_370
"""Above 100 kg, where no percentage can be taken for one of her weights."""


def noted_days(until: date = TODAY) -> list[date]:
    """Every third day from the start of self-management."""
    first = BEIJING_2024.starts
    return [first + NOTED_EVERY * step for step in range((until - first) // NOTED_EVERY + 1)]


def log_of(participant_id: int, first: int, step: int, until: date = TODAY) -> list[Base]:
    """A weight that falls by the same step every third day, and a walk."""
    found: list[Base] = []
    for number, day in enumerate(noted_days(until)):
        found += [
            ReadingRow(
                participant_id=participant_id,
                day=day,
                source=Source.SELF,
                grams=first - number * step,
                noted_at=NOTED_AT,
                corrections=0,
            ),
            EntryRow(
                participant_id=participant_id,
                key=f"{number:032x}",
                day=day,
                kind="brisk_walking",
                effort=Effort.MODERATE,
                minutes=MINUTES,
                noted_at=NOTED_AT,
            ),
        ]
    return found


def live_through(town: Town, colleagues: int, until: date = TODAY, hers: date = TODAY) -> int:
    """She and so many colleagues note until a day (she until hers); one colleague's account."""
    make = town.make
    others = [make.participant(town.season_id, town.team_id) for _ in range(colleagues)]
    with town.app.app_context():
        body = db.session.get_one(BodyRow, town.herself_id)
        body.height_mm, body.doctor_first = HER_HEIGHT, True
        goal = GoalRow(
            participant_id=town.herself_id,
            kind=GoalKind.LOSE,
            target_grams=HER_TARGET,
            set_on=BEIJING_2024.starts,
        )
        db.session.add(goal)
        db.session.add_all(log_of(town.herself_id, HER_FIRST_GRAMS, HER_STEP, hers))
        for other in others:
            db.session.add_all(log_of(other, 60_000, 20, until))
        db.session.commit()
    return make.account_of(others[0])
