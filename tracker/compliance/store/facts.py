"""The facts on record: the latest counts, former ones stay. And what is on record altogether."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker.compliance.models import ApprovalRow, FactsRow, NoticeRow
from tracker.compliance.rules import FIRST_FACTS, Facts, OnRecord, facts_from
from tracker.compliance.store.order import one_at_a_time
from tracker.database import db, writing


def facts_of(season_id: int) -> Facts | None:
    """What is on record about who handles this season's data."""
    return _latest(db.session(), season_id)[1]


def on_record(season_id: int) -> OnRecord:
    """Everything that is on record for a season, as the gate asks."""
    assessed = exists().where(ApprovalRow.season_id == season_id)
    published = exists().where(NoticeRow.season_id == season_id)
    found = db.session.execute(select(assessed, published)).one()
    return OnRecord(facts_of(season_id), bool(found[0]), bool(found[1]))


def save_facts(season_id: int, facts: Facts, account_id: int, now: datetime) -> None:
    """Put them on record; what was on record before stays as a former version.

    What was confirmed about retention stays confirmed: it is another page's.
    """
    with writing() as session:
        add_facts(session, season_id, facts, account_id, now)


def add_facts(
    session: Session, season_id: int, facts: Facts, account_id: int, now: datetime
) -> None:
    """Inside a caller's transaction: the same."""
    one_at_a_time(session, season_id)
    version, before = _latest(session, season_id)
    kept = replace(facts, retention=before.retention) if before else facts
    _put(session, season_id, version + 1, kept, account_id, now)


def confirm_retention(season_id: int, retention: str, account_id: int, now: datetime) -> None:
    """Put on record that these dates were read and stand."""
    with writing() as session:
        one_at_a_time(session, season_id)
        version, before = _latest(session, season_id)
        kept = replace(before or FIRST_FACTS, retention=retention)
        _put(session, season_id, version + 1, kept, account_id, now)


def _latest(session: Session, season_id: int) -> tuple[int, Facts | None]:
    query = (
        select(FactsRow.version, FactsRow.facts)
        .where(FactsRow.season_id == season_id)
        .order_by(FactsRow.version.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return (row.version, facts_from(row.facts)) if row else (0, None)


def _put(
    session: Session, season_id: int, version: int, facts: Facts, account_id: int, now: datetime
) -> None:
    session.add(
        FactsRow(
            season_id=season_id,
            version=version,
            facts=facts.as_text(),
            account_id=account_id,
            saved_at=now,
        )
    )
