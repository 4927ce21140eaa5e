"""Merging a unit into another: its teams go on as they are, under the other's name and contact."""

from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tracker.accounts.rules import unit_scope
from tracker.accounts.store import add_all_ended
from tracker.campaign.models import DeedRow, ParticipantRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import held
from tracker.database import db, random_key, writing
from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.teams.rules import (
    FarUnitError,
    SameTeamNamesError,
    Unit,
    UnitClosedError,
    UnknownUnitError,
)
from tracker.teams.store.room import hold_team
from tracker.teams.store.stale import add_roster_marks


def merge_unit(unit_id: int, into_id: int, why: str, by: int, today: date, now: datetime) -> None:
    """A unit's open teams belong to another from now on, and the unit is closed.

    Nobody changes her team. Whoever was the unit's contact is not the other's. Raises FarUnitError,
    UnknownUnitError, UnitClosedError, or SameTeamNamesError where teams would be called alike.
    """
    while not _merged(unit_id, into_id, why, by, today, now):
        pass  # somebody joined meanwhile: begin again with her


def units_nearby(unit: Unit) -> list[Unit]:
    """The open units of the district that this one may become part of, by name."""
    query = (
        select(UnitRow)
        .where(
            UnitRow.season_id == unit.season_id,
            UnitRow.district_code == unit.district_code,
            UnitRow.closed_at.is_(None),
            UnitRow.id != unit.id,
        )
        .order_by(UnitRow.name)
    )
    return [
        Unit(row.id, row.name, row.kind, row.district_code, row.season_id)
        for row in db.session.scalars(query)
    ]


def _merged(unit_id: int, into_id: int, why: str, by: int, today: date, now: datetime) -> bool:
    """Whether it is done: not if somebody came before the teams were ours, who is not held yet."""
    with writing() as session:
        people = _people(session, unit_id, today)
        held(session, people)
        _hold_both(session, unit_id, into_id)
        teams = _open_teams(session, unit_id)
        for team_id in teams:
            hold_team(session, team_id)
        if _people(session, unit_id, today) - people:
            return False
        _check_names(session, teams, into_id)
        _hand_over(session, unit_id, into_id, teams, now)
        _tell(session, people, why, by, now)
    return True


def _hold_both(session: Session, unit_id: int, into_id: int) -> None:
    """Both units, the one with the smaller key first, as whoever opens or closes a team waits."""
    query = (
        select(UnitRow)
        .where(UnitRow.id.in_([unit_id, into_id]))
        .order_by(UnitRow.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = {row.id: row for row in session.scalars(query)}
    if into_id not in found or unit_id not in found:
        raise UnknownUnitError(into_id)
    places = {(row.season_id, row.district_code) for row in found.values()}
    if unit_id == into_id or len(places) > 1:
        raise FarUnitError(into_id)
    for row in found.values():
        if row.closed_at is not None:
            raise UnitClosedError(row.id)


def _open_teams(session: Session, unit_id: int) -> list[int]:
    """In the order of their keys, as everybody holds several."""
    here = (TeamRow.unit_id == unit_id) & TeamRow.closed_at.is_(None)
    return list(session.scalars(select(TeamRow.id).where(here).order_by(TeamRow.id)))


def _people(session: Session, unit_id: int, today: date) -> frozenset[int]:
    """Whoever is in one of its open teams today or is to be later."""
    query = (
        select(ParticipantRow.id)
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .where(
            TeamRow.unit_id == unit_id,
            TeamRow.closed_at.is_(None),
            ParticipantRow.left_on.is_(None),
            Membership.last.is_(None) | (Membership.last >= today),
        )
    )
    return frozenset(session.scalars(query))


def _check_names(session: Session, teams: list[int], into_id: int) -> None:
    theirs = select(TeamRow.name).where(TeamRow.unit_id == into_id)
    query = select(TeamRow.name).where(TeamRow.id.in_(teams), TeamRow.name.in_(theirs))
    alike = session.scalars(query.order_by(TeamRow.name)).all()
    if alike:
        raise SameTeamNamesError(alike)


def _hand_over(
    session: Session, unit_id: int, into_id: int, teams: list[int], now: datetime
) -> None:
    session.execute(update(TeamRow).where(TeamRow.id.in_(teams)).values(unit_id=into_id))
    add_all_ended(session, unit_scope(unit_id), now)
    gone = (UnitRow.id == unit_id) | (UnitRow.merged_into == unit_id)
    session.execute(update(UnitRow).where(gone).values(merged_into=into_id))
    session.execute(update(UnitRow).where(UnitRow.id == unit_id).values(closed_at=now))
    add_roster_marks(session, teams)


def _tell(session: Session, people: frozenset[int], why: str, by: int, now: datetime) -> None:
    """Each of them reads who did it and why, since another contact stands over her team now."""
    same = {"actor_id": by, "deed": Deed.UNIT_MERGED, "why": why, "at": now}
    rows = [{"id": random_key(), "participant_id": each, **same} for each in sorted(people)]
    if rows:
        session.execute(insert(DeedRow), rows)
