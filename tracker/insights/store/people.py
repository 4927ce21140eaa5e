"""What a leader sees of members beyond the team's figures: when they last noted something."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import latest_consent
from tracker.database import Day, Prepared, reader
from tracker.exercise.models import EntryRow
from tracker.insights.rules import Contact
from tracker.teams.models import Membership
from tracker.weight.models import ReadingRow


def _last(log: type[ReadingRow | EntryRow]) -> Any:
    last = select(func.max(log.day)).where(log.participant_id == Membership.participant_id)
    return last.correlate(Membership).scalar_subquery()


DAY: BindParameter[date] = bindparam("day", type_=Day)
LAST = Prepared(
    lambda: (
        select(Membership.participant_id, _last(ReadingRow), _last(EntryRow))
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .where(
            Membership.team_id == bindparam("team_id"),
            Membership.first <= DAY,
            or_(Membership.last.is_(None), Membership.last >= DAY),
            latest_consent(ConsentKind.LEADER_SEES),
        )
    )
)


def last_entries(team_id: int, day: date) -> dict[int, date]:
    """The last day each member noted anything for, neither what it was nor any number.

    Of whoever did not agree that her leader sees it, nothing is asked.
    """
    return {
        participant_id: max(day for day in days if day)
        for participant_id, *days in LAST.rows(reader(), team_id=team_id, day=day)
        if any(days)
    }


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
