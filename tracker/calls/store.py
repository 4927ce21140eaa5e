"""Who asked that her district's health educator calls her."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, or_, select, update

from tracker.accounts.models import Account
from tracker.calls.models import DoctorRequest
from tracker.calls.rules import CallRequest, UnknownRequestError
from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import hold
from tracker.clock import BEIJING
from tracker.database import db, insert, writing
from tracker.teams.models import Membership, TeamRow, UnitRow


def ask_for_call(participant_id: int, now: datetime) -> None:
    """Pass name and phone on to the educator; asking again after a call asks for another.

    Raises NotTakingPartError.
    """
    asked = {"asked_at": now, "called_at": None}
    with writing() as session:
        hold(session, participant_id)
        session.execute(
            insert(DoctorRequest)
            .values(participant_id=participant_id, **asked)
            .on_conflict_do_update(index_elements=["participant_id"], set_=asked)
        )


def withdraw_call(participant_id: int) -> None:
    """Take the wish back: the educator sees name and phone no longer."""
    with writing() as session:
        session.execute(delete(DoctorRequest).where(DoctorRequest.participant_id == participant_id))


def calls(district_code: str, season_id: int, today: date) -> list[CallRequest]:
    """Who in a district asked, those not called yet first; phones only of these."""
    query = (
        select(
            ParticipantRow.id,
            Account.name,
            Account.phone,
            DoctorRequest.asked_at,
            DoctorRequest.called_at,
        )
        .join(DoctorRequest, DoctorRequest.participant_id == ParticipantRow.id)
        .join(Account, Account.id == ParticipantRow.account_id)
        .where(_in_district(district_code, season_id, today))
        .order_by(DoctorRequest.asked_at)
    )
    found = [
        CallRequest(
            row.id,
            row.name,
            None if row.called_at else row.phone,
            row.asked_at.astimezone(BEIJING).date(),
            row.called_at,
        )
        for row in db.session.execute(query)
    ]
    return sorted(found, key=lambda request: request.called_at is not None)


def mark_called(
    district_code: str, season_id: int, participant_id: int, today: date, now: datetime
) -> None:
    """Note when she was first called; raises UnknownRequestError outside the district."""
    asked = (
        select(DoctorRequest.participant_id)
        .join(ParticipantRow, ParticipantRow.id == DoctorRequest.participant_id)
        .where(_in_district(district_code, season_id, today))
    )
    waiting = DoctorRequest.called_at.is_(None)
    with writing() as session:
        # Compared here: a number that was sent may be larger than any database holds.
        if participant_id not in set(session.scalars(asked)):
            raise UnknownRequestError(participant_id)
        session.execute(
            update(DoctorRequest)
            .where(DoctorRequest.participant_id == participant_id, waiting)
            .values(called_at=now)
        )


def _in_district(district_code: str, season_id: int, today: date) -> ColumnElement[bool]:
    """SQL for participants of a season, still in it, whose team on the day is in the district."""
    members = (
        select(Membership.participant_id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(
            UnitRow.district_code == district_code,
            UnitRow.season_id == season_id,
            Membership.first <= today,
            or_(Membership.last.is_(None), Membership.last >= today),
        )
    )
    return ParticipantRow.id.in_(members) & ParticipantRow.left_on.is_(None)
