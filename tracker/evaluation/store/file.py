"""The file: made once it is approved, the same bytes from then on, gone with the approval."""

import hmac
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from tracker.accounts.rules import CITY_SCOPE
from tracker.campaign.rules import Season
from tracker.compliance.rules import ReleaseKind
from tracker.compliance.store import add_release
from tracker.database import db, insert, writing
from tracker.evaluation.models import FileContent, FileDecision, FileDownload, FileRequest
from tracker.evaluation.rules import (
    Built,
    NotApprovedError,
    Standing,
    UnknownRequestError,
    built,
    standing,
)
from tracker.evaluation.store.people import people_who_agreed
from tracker.insights.store import snapshots


def make(season: Season, request_id: int, secret: str, now: datetime) -> None:
    """Make an approved request's file ahead, unless it is there; raises TooFewError."""
    asked = db.session.scalar(
        select(FileRequest).where(FileRequest.id == request_id, FileRequest.season_id == season.id)
    )
    if asked is None or _kept(db.session(), request_id):
        return
    made = _made(season, asked, secret)
    with writing() as session:
        _approved(session, season.id, asked.account_id, request_id, now)
        _add_content(session, request_id, made, now)


def download(season: Season, account_id: int, request_id: int, secret: str, now: datetime) -> Built:
    """The approved file, and a line in the log that it was fetched.

    Where no job made it yet, it is made here and before the lock, of whoever agrees at that moment;
    who finds that another was quicker hands out that one's.

    Raises UnknownRequestError, NotApprovedError, TooFewError.
    """
    asked = _approved(db.session(), season.id, account_id, request_id, now)
    made = None if _kept(db.session(), request_id) else _made(season, asked, secret)
    with writing() as session:
        _approved(session, season.id, account_id, request_id, now)
        if made:
            _add_content(session, request_id, made, now)
        found = _kept(session, request_id)
        if found is None:
            raise NotApprovedError(request_id)
        session.add(
            FileDownload(
                request_id=request_id,
                account_id=account_id,
                at=now,
                sha256=found.sha256,
                rows=found.rows,
            )
        )
        # Once more where the law's three years are kept, whatever becomes of requests.
        what = (CITY_SCOPE, str(request_id), found.sha256)
        add_release(session, season.id, ReleaseKind.EVALUATION_FILE, what, account_id, now)
    return found


def forget_expired(now: datetime) -> int:
    """Delete files whose approval has expired; how many those were."""
    with writing() as session:
        return add_forgotten(session, now)


def add_forgotten(session: Session, now: datetime) -> int:
    """Inside a caller's transaction: the same."""
    expired = select(FileDecision.request_id).where(FileDecision.expires_at <= now)
    result = session.execute(
        delete(FileContent)
        .where(FileContent.request_id.in_(expired))
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", result).rowcount


def _approved(
    session: Session, season_id: int, account_id: int, request_id: int, now: datetime
) -> FileRequest:
    """Her own request, if it is approved and has not expired."""
    query = (
        select(FileRequest, FileDecision)
        .outerjoin(FileDecision, FileDecision.request_id == FileRequest.id)
        .where(
            FileRequest.id == request_id,
            FileRequest.account_id == account_id,
            FileRequest.season_id == season_id,
        )
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownRequestError(request_id)
    asked, decided = row
    if decided is None:
        raise NotApprovedError(request_id)
    if standing(decided.approved, decided.expires_at, now) is not Standing.APPROVED:
        raise NotApprovedError(request_id)
    found: FileRequest = asked
    return found


def _made(season: Season, asked: FileRequest, secret: str) -> Built:
    which = next(
        each
        for each in snapshots(season.id)
        if (each.as_of, each.version) == (asked.as_of, asked.version)
    )
    people = people_who_agreed(db.session(), season, asked.as_of)
    return built(people, which, season.calendar, _seed(secret, asked.id))


def _seed(secret: str, request_id: int) -> int:
    """What decides the order of rows: nobody outside the server can draw it again."""
    drawn = hmac.digest(secret.encode(), f"evaluation file {request_id}".encode(), "sha256")
    return int.from_bytes(drawn, "big")


def _kept(session: Session, request_id: int) -> Built | None:
    query = select(FileContent.content, FileContent.rows).where(
        FileContent.request_id == request_id
    )
    row = session.execute(query).one_or_none()
    return Built(row.content, row.rows) if row else None


def _add_content(session: Session, request_id: int, made: Built, now: datetime) -> None:
    """The file, unless another request stored one meanwhile."""
    session.execute(
        insert(FileContent)
        .values(
            request_id=request_id,
            content=made.content,
            sha256=made.sha256,
            rows=made.rows,
            made_at=now,
        )
        .on_conflict_do_nothing(index_elements=["request_id"])
    )
