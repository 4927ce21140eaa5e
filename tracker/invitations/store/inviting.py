"""The people of a unit's roster become invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.campaign.store import HELD_AT_ONCE, calendar_of
from tracker.clock import BEIJING
from tracker.database import db, insert, random_key
from tracker.invitations.models import Invitation
from tracker.invitations.rules import Invited, last_day_of, new_handle
from tracker.teams.models import UnitRow


def known_phones(unit_id: int) -> frozenset[str]:
    """The phones a unit has invited already, whatever became of it."""
    return frozenset(db.session.scalars(_phones(unit_id)))


def add_invitations(
    session: Session, unit_id: int, people: Sequence[Invited], now: datetime
) -> int:
    """Inside a caller's transaction: invite whom the unit has not invited yet; how many those are.

    Whoever is invited already stays as she is, so that a roster uploaded twice changes nothing.
    """
    season_id = session.scalars(select(UnitRow.season_id).where(UnitRow.id == unit_id)).one()
    last_day = last_day_of(calendar_of(season_id), now.astimezone(BEIJING).date())
    known = set(session.scalars(_phones(unit_id)))
    fresh = {each.phone: each for each in people if each.phone not in known}
    rows = [
        {
            "id": random_key(),
            "unit_id": unit_id,
            "team_id": each.team_id,
            "name": each.name,
            "phone": each.phone,
            "line": each.line,
            "handle": handle,
            "made_at": now,
            "last_day": last_day,
            "used": False,
            "misses": 0,
        }
        for each, handle in zip(fresh.values(), _new_handles(session, len(fresh)), strict=True)
    ]
    if rows:
        # Another upload at this moment may have invited some of them: they stay as they are then.
        statement = insert(Invitation).on_conflict_do_nothing(
            index_elements=["unit_id", "phone_index"]
        )
        session.connection().execute(statement, rows)
    return len(rows)


def _phones(unit_id: int) -> Select[str]:
    return select(Invitation.phone).where(Invitation.unit_id == unit_id)


def _new_handles(session: Session, number: int) -> set[str]:
    """So many handles that no invitation has."""
    found: set[str] = set()
    while len(found) < number:
        wanted = [new_handle() for _ in range(min(number - len(found), HELD_AT_ONCE))]
        taken = select(Invitation.handle).where(Invitation.handle.in_(wanted))
        found |= set(wanted) - set(session.scalars(taken))
    return found
