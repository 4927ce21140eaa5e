"""A unit's roster: judged as it waits, confirmed whole, and read back as it was uploaded."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.accounts.rules import unit_scope
from tracker.database import db, writing
from tracker.invitations.models import Invitation
from tracker.invitations.rules import Invited
from tracker.invitations.store import add_invitations, known_phones
from tracker.rosters.rules.cells import key_of
from tracker.rosters.rules.columns import Draft
from tracker.rosters.rules.people import Fate, Judged, judged
from tracker.rosters.store.waiting import take
from tracker.teams.models import TeamRow, UnitRow


class NothingNewError(Exception):
    """Confirming this file would change nothing."""


def open_teams(unit_id: int) -> list[tuple[int, str]]:
    """Key and name of a unit's teams that take people in, by name."""
    query = (
        select(TeamRow.id, TeamRow.name)
        .where(TeamRow.unit_id == unit_id, TeamRow.closed_at.is_(None))
        .order_by(TeamRow.name, TeamRow.id)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def team_keys(teams: list[tuple[int, str]]) -> dict[str, int]:
    """The keys of teams by what their names are compared by."""
    return {key_of(name): team_id for team_id, name in teams}


def judge(unit_id: int, draft: Draft, teams: list[tuple[int, str]]) -> tuple[Judged, ...]:
    """What would become of each row now."""
    return judged(draft, _only_open(draft, teams), known_phones(unit_id))


def confirm(unit_id: int, upload_id: int, now: datetime) -> int:
    """The new people of a waiting file are invited, all of them or none; how many they are.

    Raises UnknownUploadError, also for whoever confirms it second, or NothingNewError.
    """
    with writing() as session:
        draft = take(session, unit_scope(unit_id), upload_id, now)
        # One file of a unit after the other: two with the same people in another order would wait
        # for each other.
        session.execute(
            select(UnitRow.id).where(UnitRow.id == unit_id).with_for_update(key_share=True)
        )
        rows = judge(unit_id, draft, open_teams(unit_id))
        above = _last_line(session, unit_id)
        people = [
            Invited(each.name, each.phone, each.team_id or None, above + each.line)
            for each in rows
            if each.fate is Fate.NEW
        ]
        if not people:
            raise NothingNewError
        return add_invitations(session, unit_id, people, now)


def roster(unit_id: int) -> list[tuple[str, str, str]]:
    """Name, phone and team of everybody whom a unit uploaded, in that order.

    Whether somebody claimed or declined is not read.
    """
    query = (
        select(Invitation.name, Invitation.phone, func.coalesce(TeamRow.name, "").label("team"))
        .add_columns(Invitation.line)
        .outerjoin(TeamRow, TeamRow.id == Invitation.team_id)
        .where(Invitation.unit_id == unit_id)
    )
    rows = sorted(db.session.execute(query), key=lambda each: (each.line, each.phone))
    return [(row.name, row.phone, row.team) for row in rows]


def uploaded(unit_id: int) -> int:
    """How many people a unit uploaded."""
    count = select(func.count()).where(Invitation.unit_id == unit_id)
    return db.session.scalar(count) or 0


def _only_open(draft: Draft, teams: list[tuple[int, str]]) -> dict[str, int]:
    """Teams by key; what somebody said a name means counts if that team still takes people in."""
    keys = team_keys(teams)
    there = set(keys.values())
    said = {key: team_id for key, team_id in draft.matched.items() if team_id in there}
    return said | keys


def _last_line(session: Session, unit_id: int) -> int:
    """New people stand below those who were uploaded before."""
    last = session.scalar(select(func.max(Invitation.line)).where(Invitation.unit_id == unit_id))
    return last or 0
