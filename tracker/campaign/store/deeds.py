"""What was done to a participant, for herself to read."""

from datetime import datetime

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import (
    Deed,
    Done,
)
from tracker.database import (
    db,
)


def add_deed(
    session: Session, actor_id: int, participant_id: int, deed: Deed, why: str, now: datetime
) -> None:
    """Inside a caller's transaction: write down what somebody did to a participant, and why."""
    row = DeedRow(participant_id=participant_id, actor_id=actor_id, deed=deed, why=why, at=now)
    session.add(row)


def deeds_to(participant_id: int) -> list[Done]:
    """What others did to her, the latest first, with their names, for herself."""
    query = (
        select(Account.name, DeedRow.deed, DeedRow.why, DeedRow.at)
        .join(Account, Account.id == DeedRow.actor_id)
        .where(DeedRow.participant_id == participant_id)
        .order_by(DeedRow.at.desc(), DeedRow.id)
    )
    return [Done(*row) for row in db.session.execute(query)]
