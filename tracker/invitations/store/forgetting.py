"""What was uploaded to invite people is forgotten once nobody can join any more."""

from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, select

from tracker.accounts.models import Account
from tracker.campaign.store import calendar_of
from tracker.database import by_turns, db, writing
from tracker.invitations.models import Invitation, RoleSlip
from tracker.invitations.rules import is_forgotten
from tracker.teams.models import UnitRow


def forget(today: date) -> int:
    """Delete the invitations of seasons that nobody can join any more: how many those were.

    Claimed, declined and silent ones go together. So do slips of leaders that count no longer.
    """
    gone = 0
    for units in by_turns(_units_over(today)):
        theirs = delete(Invitation).where(Invitation.unit_id.in_(units))
        with writing() as session:
            gone += cast("CursorResult[Any]", session.execute(theirs)).rowcount
    begun = select(Account.id).where(Account.begun)
    over = or_(RoleSlip.last_day < today, RoleSlip.account_id.in_(begun))
    with writing() as session:
        session.execute(delete(RoleSlip).where(over))
    return gone


def _units_over(today: date) -> list[int]:
    """Units with invitations to a season whose joining is over for good."""
    query = (
        select(UnitRow.season_id, UnitRow.id)
        .where(select(Invitation.id).where(Invitation.unit_id == UnitRow.id).exists())
        .order_by(UnitRow.id)
    )
    rows = db.session.execute(query).all()
    seasons = {season_id for season_id, _ in rows}
    over = {each for each in seasons if is_forgotten(calendar_of(each), today)}
    return [unit_id for season_id, unit_id in rows if season_id in over]
