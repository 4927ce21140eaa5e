"""What a leader sees of members beyond the team's figures: when they last noted something."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.insights.rules import Contact
from tracker.teams.models import Membership
from tracker.weight.models import ReadingRow


def last_entries(participant_ids: Collection[int]) -> dict[int, date]:
    """The last day each of these noted anything for; neither what it was nor any number."""
    if not participant_ids:
        return {}
    days = union_all(
        *(
            select(log.participant_id, func.max(log.day).label("day"))
            .where(log.participant_id.in_(list(participant_ids)))
            .group_by(log.participant_id)
            for log in (ReadingRow, EntryRow)
        )
    ).subquery()
    query = select(days.c.participant_id, func.max(days.c.day)).group_by(days.c.participant_id)
    return dict(db.session.execute(query).all())


def member_contact(
    session: Session, team_id: int, participant_id: int, day: date
) -> Contact | None:
    """Name and phone of somebody who is in this team on this day, or None."""
    query = (
        select(Account.name, Account.phone)
        .join(ParticipantRow, ParticipantRow.account_id == Account.id)
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .where(
            ParticipantRow.id == participant_id,
            Membership.team_id == team_id,
            Membership.first <= day,
            or_(Membership.last.is_(None), Membership.last >= day),
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > day),
        )
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Contact(row.name, row.phone)
