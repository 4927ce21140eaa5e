"""The impact assessment: drafts, versions that were handed in, and approvals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.compliance.models import ApprovalRow, AssessmentRow
from tracker.compliance.rules import (
    Assessment,
    HandedInError,
    Heading,
    NotHandedInError,
    OwnAssessmentError,
    answers_from,
    answers_text,
)
from tracker.database import db, insert, writing


def assessments(season_id: int) -> list[Assessment]:
    """Every version, the latest first."""
    query = _query(season_id).order_by(AssessmentRow.version.desc())
    return [_value(*row) for row in db.session.execute(query)]


def assessment(season_id: int, version: int) -> Assessment | None:
    """One version."""
    row = db.session.execute(_query(season_id).where(AssessmentRow.version == version)).first()
    return _value(*row) if row else None


def save_assessment(
    season_id: int,
    version: int,
    answers: Mapping[Heading, str],
    account_id: int,
    now: datetime,
    *,
    hand_in: bool,
) -> None:
    """Keep what was typed in this version, and hand it in if that is wished.

    Raises HandedInError if the version was handed in before.
    """
    values = {
        "answers": answers_text(answers),
        "account_id": account_id,
        "saved_at": now,
        "handed_in_at": now if hand_in else None,
    }
    statement = insert(AssessmentRow).values(season_id=season_id, version=version, **values)
    statement = statement.on_conflict_do_update(
        index_elements=["season_id", "version"],
        set_=values,
        where=AssessmentRow.handed_in_at.is_(None),
    ).returning(AssessmentRow.version)
    with writing() as session:
        if session.scalar(statement) is None:
            raise HandedInError


def approve(season_id: int, version: int, account_id: int, signed: str, now: datetime) -> None:
    """Somebody other than the author approves a version that was handed in.

    Raises NotHandedInError or OwnAssessmentError.
    """
    with writing() as session:
        add_approval(session, season_id, version, account_id, signed, now)


def add_approval(
    session: Session, season_id: int, version: int, account_id: int, signed: str, now: datetime
) -> None:
    """Inside a caller's transaction: the same."""
    found = session.get(AssessmentRow, (season_id, version))
    if found is None or found.handed_in_at is None:
        raise NotHandedInError
    if found.account_id == account_id:
        raise OwnAssessmentError
    statement = (
        insert(ApprovalRow)
        .values(
            season_id=season_id,
            version=version,
            account_id=account_id,
            signed=signed,
            approved_at=now,
        )
        .on_conflict_do_nothing(index_elements=["season_id", "version"])
        .returning(ApprovalRow.version)
    )
    if session.scalar(statement) is None:
        raise NotHandedInError


def _query(season_id: int) -> Any:
    return (
        select(AssessmentRow, ApprovalRow)
        .outerjoin(
            ApprovalRow,
            (ApprovalRow.season_id == AssessmentRow.season_id)
            & (ApprovalRow.version == AssessmentRow.version),
        )
        .where(AssessmentRow.season_id == season_id)
    )


def _value(row: AssessmentRow, approval: ApprovalRow | None) -> Assessment:
    return Assessment(
        row.version,
        answers_from(row.answers),
        row.account_id,
        row.saved_at,
        row.handed_in_at,
        approval.account_id if approval else None,
        approval.signed if approval else "",
        approval.approved_at if approval else None,
    )
