"""Rehearsals, who came to them, and how ready squads are."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from tracker.database import db, random_key, writing
from tracker.showcases.models import (
    RehearsalAttendance,
    RehearsalRow,
    SquadMemberRow,
    SquadRow,
)
from tracker.showcases.rules import Readiness, Rehearsal, Squad, UnknownRehearsalError
from tracker.showcases.store.nominating import held_squad
from tracker.showcases.store.squads import Selected, squads, still_there


def add_rehearsal(squad_id: int, starts: datetime, place: str) -> int:
    """One more rehearsal of a squad."""
    rehearsal_id = random_key()
    with writing() as session:
        held_squad(session, squad_id)
        session.add(RehearsalRow(id=rehearsal_id, squad_id=squad_id, starts=starts, place=place))
    return rehearsal_id


def remove_rehearsal(squad_id: int, rehearsal_id: int) -> None:
    """It does not take place, or never did; raises UnknownRehearsalError."""
    with writing() as session:
        row = _held(session, squad_id, rehearsal_id)
        theirs = RehearsalAttendance.rehearsal_id == rehearsal_id
        session.execute(delete(RehearsalAttendance).where(theirs))
        session.delete(row)


def note_attendance(
    squad_id: int, rehearsal_id: int, participant_ids: Collection[int], now: datetime
) -> None:
    """Who of the squad came: the whole list anew, which makes the rehearsal one that was held.

    Whoever is not in the squad is passed over. Raises UnknownRehearsalError.
    """
    with writing() as session:
        row = _held(session, squad_id, rehearsal_id)
        mine: Selected = select(SquadMemberRow.participant_id)
        agreed = still_there(mine).where(
            SquadMemberRow.squad_id == squad_id, SquadMemberRow.agreed.is_(True)
        )
        present = set(session.scalars(agreed)) & set(participant_ids)
        theirs = RehearsalAttendance.rehearsal_id == rehearsal_id
        session.execute(delete(RehearsalAttendance).where(theirs))
        session.add_all(
            RehearsalAttendance(rehearsal_id=rehearsal_id, participant_id=each)
            for each in sorted(present)
        )
        row.held_at = row.held_at or now


def attended(squad_id: int, rehearsal_id: int) -> tuple[Rehearsal, frozenset[int]]:
    """A rehearsal and who came, for the squad's leader; raises UnknownRehearsalError."""
    row = db.session.get(RehearsalRow, rehearsal_id)
    if row is None or row.squad_id != squad_id:
        raise UnknownRehearsalError(rehearsal_id)
    came = select(RehearsalAttendance.participant_id).where(
        RehearsalAttendance.rehearsal_id == rehearsal_id
    )
    present = frozenset(db.session.scalars(came))
    return Rehearsal(row.id, squad_id, row.starts, row.place, row.held_at, len(present)), present


def rehearsals(squad_id: int) -> list[Rehearsal]:
    """A squad's rehearsals in their order."""
    return _rehearsals(SquadRow.id == squad_id).get(squad_id, [])


def came_to(participant_id: int, squad_id: int) -> int:
    """How many of a squad's rehearsals somebody came to, for herself."""
    query = (
        select(func.count())
        .select_from(RehearsalAttendance)
        .join(RehearsalRow, RehearsalRow.id == RehearsalAttendance.rehearsal_id)
        .where(
            RehearsalAttendance.participant_id == participant_id,
            RehearsalRow.squad_id == squad_id,
        )
    )
    return db.session.scalar(query) or 0


def readiness(found: Squad) -> Readiness:
    """How far one squad is."""
    return _readiness([found], SquadRow.id == found.id)[0]


def readiness_in(showcase_id: int, district_code: str | None = None) -> list[Readiness]:
    """How far an event's squads are, or one district's in it."""
    where = SquadRow.showcase_id == showcase_id
    if district_code is not None:
        where &= SquadRow.district_code == district_code
    return _readiness(squads(showcase_id, district_code), where)


def _readiness(found: list[Squad], where: ColumnElement[bool]) -> list[Readiness]:
    counts, planned, asked = _agreed(where), _rehearsals(where), _asked(where)
    return [
        Readiness(
            squad=each,
            is_asked=each.id in asked,
            agreed=counts.get((each.id, False), 0),
            substitutes=counts.get((each.id, True), 0),
            rehearsals=tuple(planned.get(each.id, ())),
        )
        for each in found
    ]


def _asked(where: ColumnElement[bool]) -> frozenset[int]:
    query = (
        select(SquadMemberRow.squad_id)
        .join(SquadRow, SquadRow.id == SquadMemberRow.squad_id)
        .where(where, SquadMemberRow.withdrawn_at.is_(None))
        .distinct()
    )
    return frozenset(db.session.scalars(query))


def _agreed(where: ColumnElement[bool]) -> dict[tuple[int, bool], int]:
    columns: Selected = select(SquadMemberRow.squad_id, SquadMemberRow.is_substitute, func.count())
    query = (
        still_there(columns)
        .where(where, SquadMemberRow.agreed.is_(True))
        .group_by(SquadMemberRow.squad_id, SquadMemberRow.is_substitute)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def _rehearsals(where: ColumnElement[bool]) -> dict[int, list[Rehearsal]]:
    """By squad; of those who came only whoever is in the squad now is counted."""
    columns: Selected = select(RehearsalAttendance.rehearsal_id, func.count())
    came = (
        still_there(columns.select_from(SquadMemberRow))
        .join(
            RehearsalAttendance, RehearsalAttendance.participant_id == SquadMemberRow.participant_id
        )
        .join(
            RehearsalRow,
            (RehearsalRow.id == RehearsalAttendance.rehearsal_id)
            & (RehearsalRow.squad_id == SquadMemberRow.squad_id),
        )
        .where(where, SquadMemberRow.agreed.is_(True))
        .group_by(RehearsalAttendance.rehearsal_id)
    )
    present = {row[0]: row[1] for row in db.session.execute(came)}
    query = (
        select(RehearsalRow)
        .join(SquadRow, SquadRow.id == RehearsalRow.squad_id)
        .where(where)
        .order_by(RehearsalRow.starts, RehearsalRow.id)
    )
    found: dict[int, list[Rehearsal]] = {}
    for row in db.session.scalars(query):
        each = Rehearsal(
            row.id, row.squad_id, row.starts, row.place, row.held_at, present.get(row.id, 0)
        )
        found.setdefault(row.squad_id, []).append(each)
    return found


def _held(session: Session, squad_id: int, rehearsal_id: int) -> RehearsalRow:
    held_squad(session, squad_id)
    row = session.get(RehearsalRow, rehearsal_id, populate_existing=True)
    if row is None or row.squad_id != squad_id:
        raise UnknownRehearsalError(rehearsal_id)
    return row
