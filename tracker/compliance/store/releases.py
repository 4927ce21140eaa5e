"""What left the system, kept as long as the law asks."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.compliance.models import ReleaseRow
from tracker.compliance.rules import DETAIL_MAX, Release, ReleaseKind
from tracker.database import db, writing


def note_release(
    season_id: int,
    kind: ReleaseKind,
    what: tuple[str, str, str],
    account_id: int,
    now: datetime,
) -> None:
    """Put on record that this left, by whom; `what` is its scope, a detail and its fingerprint."""
    with writing() as session:
        add_release(session, season_id, kind, what, account_id, now)


def add_release(
    session: Session,
    season_id: int,
    kind: ReleaseKind,
    what: tuple[str, str, str],
    account_id: int,
    now: datetime,
) -> None:
    """Inside a caller's transaction: the same."""
    scope, detail, sha256 = what
    session.add(
        ReleaseRow(
            season_id=season_id,
            kind=kind.value,
            scope=scope,
            detail=detail[:DETAIL_MAX],
            sha256=sha256,
            account_id=account_id,
            at=now,
        )
    )


def releases(season_id: int) -> list[Release]:
    """Everything that left of a season, the latest first, with who took it."""
    query = (
        select(ReleaseRow, Account.name)
        .join(Account, Account.id == ReleaseRow.account_id)
        .where(ReleaseRow.season_id == season_id)
        .order_by(ReleaseRow.at.desc(), ReleaseRow.id)
    )
    return [
        Release(ReleaseKind(row.kind), row.scope, row.detail, row.sha256, name, row.at)
        for row, name in db.session.execute(query)
    ]
