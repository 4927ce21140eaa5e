"""Slips as the unit's contact sees them. No query in here reads whether one was used."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Row, Select, func, select, update

from tracker.campaign.store import calendar_of
from tracker.clock import BEIJING
from tracker.database import db, writing
from tracker.invitations.models import Invitation
from tracker.invitations.rules import (
    Pile,
    Slip,
    UnknownInvitationError,
    last_day_of,
    new_handle,
)
from tracker.teams.models import TeamRow, UnitRow

SlipRow = Row[int, str, str, int | None, str, str, date, datetime | None]
SlipQuery = Select[int, str, str, int | None, str, str, date, datetime | None]
TEAM_NAME = func.coalesce(TeamRow.name, "")
NONE = 0
"""In place of a team's key: of whoever may choose one."""


def piles_of(unit_id: int) -> list[Pile]:
    """How many people of each team a unit invited, whatever became of it."""
    query = (
        select(func.coalesce(Invitation.team_id, NONE).label("team_id"), TEAM_NAME, func.count())
        .select_from(Invitation)
        .outerjoin(TeamRow, TeamRow.id == Invitation.team_id)
        .where(Invitation.unit_id == unit_id)
        .group_by(Invitation.team_id, TeamRow.name)
        .order_by(TEAM_NAME, Invitation.team_id)
    )
    return [Pile(*row) for row in db.session.execute(query)]


def slips_of_team(unit_id: int, team_id: int, first: int, number: int) -> list[Slip]:
    """So many slips of one team's people from one on, or with NONE of those who may choose."""
    theirs = Invitation.team_id == team_id if team_id else Invitation.team_id.is_(None)
    return _slips(_query(unit_id).where(theirs).offset(first).limit(number))


def slip_of(unit_id: int, invitation_id: int) -> Slip:
    """One of a unit's slips; raises UnknownInvitationError."""
    found = _slips(_query(unit_id).where(Invitation.id == invitation_id))
    if not found:
        raise UnknownInvitationError(invitation_id)
    return found[0]


def revoke(unit_id: int, invitation_id: int, now: datetime) -> None:
    """The slip lets nobody in any more; whoever joined with it stays.

    Raises UnknownInvitationError. Nothing is said of whether it was used before.
    """
    _change(unit_id, invitation_id, {"revoked_at": func.coalesce(Invitation.revoked_at, now)})


def renew(unit_id: int, invitation_id: int, now: datetime) -> None:
    """A new code in place of the old, which was lost or revoked, and two weeks for it.

    Raises UnknownInvitationError. One that was claimed or declined gets a new code as well, which
    opens as little as the old one did.
    """
    season_id = db.session.scalar(select(UnitRow.season_id).where(UnitRow.id == unit_id))
    if season_id is None:
        raise UnknownInvitationError(invitation_id)
    last_day = last_day_of(calendar_of(season_id), now.astimezone(BEIJING).date())
    values = {"handle": new_handle(), "made_at": now, "last_day": last_day, "revoked_at": None}
    _change(unit_id, invitation_id, values | {"misses": 0, "missed_at": None})


def _change(unit_id: int, invitation_id: int, values: dict[str, Any]) -> None:
    theirs: Sequence[ColumnElement[bool]] = (
        Invitation.unit_id == unit_id,
        Invitation.id == invitation_id,
    )
    with writing() as session:
        changed = session.execute(update(Invitation).where(*theirs).values(values))
        if cast("CursorResult[Any]", changed).rowcount == 0:
            raise UnknownInvitationError(invitation_id)


def _query(unit_id: int) -> SlipQuery:
    return (
        select(
            Invitation.id,
            Invitation.name,
            Invitation.phone,
            Invitation.team_id,
            TEAM_NAME.label("team_name"),
            Invitation.handle,
            Invitation.last_day,
            Invitation.revoked_at,
        )
        .outerjoin(TeamRow, TeamRow.id == Invitation.team_id)
        .where(Invitation.unit_id == unit_id)
        .order_by(TEAM_NAME, Invitation.team_id, Invitation.line, Invitation.id)
    )


def _slips(query: SlipQuery) -> list[Slip]:
    return [_slip(row) for row in db.session.execute(query)]


def _slip(row: SlipRow) -> Slip:
    return Slip(
        id=row.id,
        name=row.name,
        phone=row.phone,
        team_id=row.team_id,
        team_name=row.team_name,
        handle=row.handle,
        last_day=row.last_day,
        revoked=row.revoked_at is not None,
    )
