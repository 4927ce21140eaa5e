"""Breaches on record, and their moments."""

from datetime import datetime

from sqlalchemy import select, update

from tracker.compliance.models import BreachRow
from tracker.compliance.rules import (
    Breach,
    Happened,
    Reach,
    Step,
    UnknownBreachError,
    parts_from,
    parts_text,
)
from tracker.compliance.rules.retention import Group
from tracker.database import db, random_key, writing

COLUMNS = {
    Step.DECIDED: BreachRow.decided_at,
    Step.AUTHORITY: BreachRow.authority_at,
    Step.PEOPLE: BreachRow.people_at,
}


def note_breach(season_id: int, happened: Happened, account_id: int, now: datetime) -> int:
    """Put a breach on record: its key."""
    breach_id = random_key()
    with writing() as session:
        session.add(
            BreachRow(
                id=breach_id,
                season_id=season_id,
                reach=happened.reach.value,
                key=happened.key,
                kinds=" ".join(each.value for each in happened.kinds),
                answers=parts_text(happened.words),
                since=happened.since,
                until=happened.until,
                found_at=happened.found_at,
                account_id=account_id,
                noted_at=now,
            )
        )
    return breach_id


def breaches(season_id: int) -> list[Breach]:
    """Every breach of a season, the latest first."""
    query = select(BreachRow).where(BreachRow.season_id == season_id)
    rows = db.session.scalars(query.order_by(BreachRow.noted_at.desc(), BreachRow.id))
    return [_value(row) for row in rows]


def breach(season_id: int, breach_id: int) -> Breach:
    """One breach of a season; raises UnknownBreachError."""
    row = db.session.get(BreachRow, breach_id)
    if row is None or row.season_id != season_id:
        raise UnknownBreachError(breach_id)
    return _value(row)


def note_step(season_id: int, breach_id: int, step: Step, now: datetime) -> None:
    """Something was done just now; what was noted before keeps its moment.

    Raises UnknownBreachError.
    """
    column = COLUMNS[step]
    statement = (
        update(BreachRow)
        .where(BreachRow.id == breach_id, BreachRow.season_id == season_id, column.is_(None))
        .values({column: now})
    )
    breach(season_id, breach_id)
    with writing() as session:
        session.execute(statement)


def _value(row: BreachRow) -> Breach:
    happened = Happened(
        Reach(row.reach),
        row.key,
        tuple(Group(each) for each in row.kinds.split()),
        row.since,
        row.until,
        row.found_at,
        parts_from(row.answers),
    )
    moments = {
        step: moment
        for step, column in COLUMNS.items()
        if (moment := getattr(row, column.key)) is not None
    }
    return Breach(row.id, happened, row.noted_at, moments)
