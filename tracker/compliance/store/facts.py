"""The facts on record: the latest counts, former ones stay."""

from datetime import datetime

from sqlalchemy import func, select

from tracker.compliance.models import FactsRow
from tracker.compliance.rules import Facts, facts_from
from tracker.database import db, writing


def facts_of(season_id: int) -> Facts | None:
    """What is on record about who handles this season's data."""
    query = (
        select(FactsRow.facts)
        .where(FactsRow.season_id == season_id)
        .order_by(FactsRow.version.desc())
        .limit(1)
    )
    text = db.session.scalar(query)
    return facts_from(text) if text else None


def save_facts(season_id: int, facts: Facts, account_id: int, now: datetime) -> None:
    """Put them on record; what was on record before stays as a former version."""
    latest = select(func.max(FactsRow.version)).where(FactsRow.season_id == season_id)
    with writing() as session:
        version = (session.scalar(latest) or 0) + 1
        session.add(
            FactsRow(
                season_id=season_id,
                version=version,
                facts=facts.as_text(),
                account_id=account_id,
                saved_at=now,
            )
        )
