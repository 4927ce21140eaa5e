"""What became of an account on one device, told on its others until she answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, AccountNews, SessionRow
from tracker.accounts.rules import Device, News, NewsItem
from tracker.database import db, random_key, writing


def hold(session: Session, account_id: int) -> None:
    """Inside a caller's transaction: whoever changes this account's sessions waits for us."""
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())


def add_news(
    session: Session, account_id: int, kind: News, now: datetime, session_id: int | None = None
) -> None:
    """Inside a caller's transaction: something became of the account, in this session or none."""
    hold(session, account_id)
    mark = select(SessionRow.device_hash).where(SessionRow.id == session_id)
    session.add(
        AccountNews(
            id=random_key(),
            account_id=account_id,
            kind=kind,
            session_id=session_id,
            device_hash=(session.scalar(mark) or "") if session_id else "",
            at=now,
        )
    )
    session.flush()
    renew_flags(session, account_id)


def renew_flags(session: Session, account_id: int) -> None:
    """Inside a caller's transaction: each session knows whether there is news from elsewhere."""
    elsewhere = _elsewhere(account_id, SessionRow.device_hash)
    is_strange = _is_strange(account_id, SessionRow.device_hash)
    since = exists().where(elsewhere, AccountNews.at > SessionRow.began_at)
    told = or_(since, and_(exists().where(elsewhere), ~is_strange))
    hers = (SessionRow.account_id == account_id) & SessionRow.ended_at.is_(None)
    session.execute(
        update(SessionRow).where(hers).values(has_news=told),
        execution_options={"synchronize_session": False},
    )


def news(account_id: int, session_id: int) -> list[NewsItem]:
    """What this session has to tell of other devices, the oldest first."""
    query = (
        select(AccountNews, SessionRow.program, SessionRow.system)
        .outerjoin(SessionRow, SessionRow.id == AccountNews.session_id)
        .where(_told(account_id, session_id))
        .order_by(AccountNews.at, AccountNews.id)
    )
    return [
        NewsItem(row.id, row.kind, row.at, Device(program, system) if program else None)
        for row, program, system in db.session.execute(query)
    ]


def answer_news(account_id: int, session_id: int, now: datetime) -> None:
    """She has read what came from other devices than this one, and it was her."""
    with writing() as session:
        told = _told(account_id, session_id)
        session.execute(
            update(AccountNews).where(told).values(answered_at=now),
            execution_options={"synchronize_session": False},
        )
        renew_flags(session, account_id)


def _told(account_id: int, session_id: int) -> ColumnElement[bool]:
    """The news a session tells: unanswered, and not its own device's.

    On a device that nobody has answered for yet only what came after it was there: otherwise
    somebody could speak for one device from another, both of them strange.
    """
    query = select(SessionRow.device_hash, SessionRow.began_at).where(SessionRow.id == session_id)
    device_hash, began_at = db.session.execute(query).one()
    told = _elsewhere(account_id, device_hash)
    if db.session.scalar(select(_is_strange(account_id, device_hash))):
        told &= AccountNews.at > began_at
    return told


def _elsewhere(account_id: int, device_hash: Any) -> ColumnElement[bool]:
    return and_(
        AccountNews.account_id == account_id,
        AccountNews.answered_at.is_(None),
        AccountNews.device_hash != device_hash,
    )


def _is_strange(account_id: int, device_hash: Any) -> Exists:
    """Whether a device was never there before, and nobody has said since that it is hers."""
    return exists().where(
        AccountNews.account_id == account_id,
        AccountNews.kind == News.NEW_DEVICE,
        AccountNews.answered_at.is_(None),
        AccountNews.device_hash == device_hash,
    )
