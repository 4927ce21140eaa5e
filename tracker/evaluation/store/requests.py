"""Asking for the file and deciding; both sides read the same record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import Account
from tracker.campaign.rules import Season
from tracker.database import db, insert, random_key, writing
from tracker.evaluation.models import FileDecision, FileDownload, FileRequest
from tracker.evaluation.rules import (
    VALID,
    DecidedAlreadyError,
    Download,
    OwnRequestError,
    Request,
    UnknownRequestError,
    moments,
    standing,
)
from tracker.evaluation.store.file import add_forgotten
from tracker.insights.rules import SnapshotOf, UnknownSnapshotError
from tracker.insights.store import snapshots


def offered(season: Season) -> tuple[SnapshotOf, ...]:
    """The snapshots a file can be asked for, newest first."""
    return moments(season.calendar, snapshots(season.id))


def ask(season: Season, account_id: int, as_of: date, purpose: str, now: datetime) -> int:
    """Ask for the file as of a snapshot: the request's key; raises UnknownSnapshotError."""
    found = next((each for each in offered(season) if each.as_of == as_of), None)
    if found is None:
        raise UnknownSnapshotError(as_of)
    request_id = random_key()
    with writing() as session:
        add_forgotten(session, now)
        session.add(
            FileRequest(
                id=request_id,
                account_id=account_id,
                season_id=season.id,
                as_of=as_of,
                version=found.version,
                purpose=purpose,
                asked_at=now,
            )
        )
    return request_id


def decide(
    season_id: int, request_id: int, organizer_id: int, now: datetime, *, approved: bool
) -> None:
    """Approve or refuse, once and for all.

    Raises UnknownRequestError, OwnRequestError, DecidedAlreadyError.
    """
    with writing() as session:
        if _asker(session, season_id, request_id) == organizer_id:
            raise OwnRequestError(request_id)
        add_forgotten(session, now)
        statement = (
            insert(FileDecision)
            .values(
                request_id=request_id,
                account_id=organizer_id,
                approved=approved,
                decided_at=now,
                expires_at=now + VALID,
            )
            .on_conflict_do_nothing(index_elements=["request_id"])
            .returning(FileDecision.request_id)
        )
        if session.scalar(statement) is None:
            raise DecidedAlreadyError(request_id)


def requests(season_id: int, now: datetime, account_id: int | None = None) -> tuple[Request, ...]:
    """All requests of a season, or one statistician's, newest first, each with its copies."""
    asker, decider = aliased(Account), aliased(Account)
    query = (
        select(
            FileRequest,
            FileDecision,
            asker.name.label("asked_by"),
            decider.name.label("decided_by"),
        )
        .join(asker, asker.id == FileRequest.account_id)
        .outerjoin(FileDecision, FileDecision.request_id == FileRequest.id)
        .outerjoin(decider, decider.id == FileDecision.account_id)
        .where(FileRequest.season_id == season_id)
        .order_by(FileRequest.asked_at.desc(), FileRequest.id)
    )
    if account_id is not None:
        query = query.where(FileRequest.account_id == account_id)
    rows = db.session.execute(query).all()
    copies = _downloads([row.FileRequest.id for row in rows])
    return tuple(
        _request(row.FileRequest, row.FileDecision, row.asked_by, row.decided_by, copies, now)
        for row in rows
    )


def _asker(session: Session, season_id: int, request_id: int) -> int:
    query = select(FileRequest.account_id).where(
        FileRequest.id == request_id, FileRequest.season_id == season_id
    )
    found = session.scalar(query)
    if found is None:
        raise UnknownRequestError(request_id)
    return found


def _request(
    asked: FileRequest,
    decided: FileDecision | None,
    asked_by: str,
    decided_by: str | None,
    copies: Mapping[int, Sequence[Download]],
    now: datetime,
) -> Request:
    approved = decided.approved if decided else None
    expires = decided.expires_at if decided else None
    return Request(
        id=asked.id,
        asked_by=asked_by,
        asked_at=asked.asked_at,
        as_of=asked.as_of,
        version=asked.version,
        purpose=asked.purpose,
        standing=standing(approved, expires, now),
        decided_by=decided_by,
        decided_at=decided.decided_at if decided else None,
        expires_at=expires if approved else None,
        downloads=tuple(copies[asked.id]),
    )


def _downloads(request_ids: Sequence[int]) -> Mapping[int, Sequence[Download]]:
    """By request every copy that left the server, oldest first."""
    query = (
        select(
            FileDownload.request_id,
            FileDownload.at,
            Account.name,
            FileDownload.sha256,
            FileDownload.rows,
        )
        .join(Account, Account.id == FileDownload.account_id)
        .where(FileDownload.request_id.in_(request_ids))
        .order_by(FileDownload.at)
    )
    found: dict[int, list[Download]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.request_id].append(Download(row.at, row.name, row.sha256, row.rows))
    return found
