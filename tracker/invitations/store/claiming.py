"""A slip is opened with its phone, then claimed or declined, once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session, aliased

from tracker.database import db, writing
from tracker.invitations.models import Invitation
from tracker.invitations.rules import (
    Offer,
    SlipExpiredError,
    SlipUsedError,
    UnknownSlipError,
)
from tracker.invitations.store.guessing import Tries, add_try
from tracker.teams.models import TeamRow, UnitRow
from tracker.teams.rules import Team, UnknownTeamError
from tracker.teams.store.places import team_query, team_value
from tracker.teams.store.room import people_inside, take_place


def offer_of(handle: str, today: date) -> Offer:
    """What a slip offers, used or not; raises UnknownSlipError or SlipExpiredError."""
    return _offer(db.session.execute(_query(handle)).one_or_none(), today)


def teams_offered(offer: Offer) -> list[Team]:
    """The team a slip names; where it names none, or one that is closed, the unit's open ones.

    What was merged since the slip was printed is offered as what it became part of.
    """
    query = team_query().where(TeamRow.closed_at.is_(None)).order_by(TeamRow.name, TeamRow.id)
    named = [
        team_value(row) for row in db.session.execute(query.where(TeamRow.id == offer.team_id))
    ]
    free = query.where(TeamRow.unit_id == offer.unit_id, people_inside() < TeamRow.places)
    return named or [team_value(row) for row in db.session.execute(free)]


def open_with_phone(handle: str, phone: str, today: date, now: datetime) -> Offer:
    """What a slip offers to whoever knows its phone, one try after the other.

    Raises UnknownSlipError, SlipExpiredError, WrongPhoneError or TooManyMissesError.
    """
    with writing() as session:
        offer = _offer(_locked(session, handle), today)
        tries = Tries(handle, offer.phone, offer.misses, offer.missed_at)
        refusal = add_try(session, Invitation, tries, phone, now)
    if refusal:
        raise refusal
    return offer


def decline(handle: str) -> None:
    """She does not wish to take part; nobody asks again, and nobody can tell it from a claim.

    Raises UnknownSlipError.
    """
    hers = (Invitation.handle == handle) & Invitation.revoked_at.is_(None)
    values = {"used": True, "misses": 0, "missed_at": None}
    with writing() as session:
        declined = update(Invitation).where(hers).values(values).returning(Invitation.id)
        if session.scalar(declined) is None:
            raise UnknownSlipError


def add_look_at(session: Session, handle: str, today: date) -> Offer:
    """Inside a caller's transaction: the slip as it is now, and nobody else's until it ends.

    Raises UnknownSlipError or SlipExpiredError.
    """
    return _offer(_locked(session, handle), today)


def add_claim(session: Session, offer: Offer, team_id: int) -> None:
    """Inside a caller's transaction: the slip is used up for a place in one of its unit's teams.

    Raises UnknownTeamError, TeamClosedError, TeamFullError or SlipUsedError. The team comes first:
    were a used slip refused before a full team, whoever set its places could tell the two apart.
    """
    in_unit = (TeamRow.unit_id == offer.unit_id) | (TeamRow.id == offer.team_id)
    theirs = (TeamRow.id == team_id) & in_unit
    if session.scalar(select(TeamRow.id).where(theirs)) is None:
        raise UnknownTeamError(team_id)
    take_place(session, team_id)
    fresh = (Invitation.id == offer.invitation_id) & Invitation.used.is_(False)
    claimed = update(Invitation).where(fresh).values(used=True).returning(Invitation.id)
    if session.scalar(claimed) is None:
        raise SlipUsedError


def _query(handle: str) -> Any:
    """A slip with the unit and the team that its own have become part of, if they have."""
    printed, named = aliased(UnitRow), aliased(TeamRow)
    return (
        select(
            Invitation.id,
            Invitation.name,
            Invitation.phone,
            func.coalesce(named.merged_into, Invitation.team_id).label("team_id"),
            Invitation.last_day,
            Invitation.misses,
            Invitation.missed_at,
            UnitRow.id.label("unit_id"),
            UnitRow.name.label("unit_name"),
            UnitRow.season_id,
        )
        .join(printed, printed.id == Invitation.unit_id)
        .join(UnitRow, UnitRow.id == func.coalesce(printed.merged_into, printed.id))
        .outerjoin(named, named.id == Invitation.team_id)
        .where(Invitation.handle == handle, Invitation.revoked_at.is_(None))
    )


def _locked(session: Session, handle: str) -> Row[Any] | None:
    query = _query(handle).with_for_update(of=Invitation)
    return session.execute(query).one_or_none()


def _offer(row: Row[Any] | None, today: date) -> Offer:
    if row is None:
        raise UnknownSlipError
    if today > row.last_day:
        raise SlipExpiredError(row.last_day)
    return Offer(
        invitation_id=row.id,
        name=row.name,
        phone=row.phone,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        season_id=row.season_id,
        team_id=row.team_id,
        misses=row.misses,
        missed_at=row.missed_at,
    )
