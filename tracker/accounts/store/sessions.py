"""Sessions: begun, noted as seen, listed, ended, forgotten."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, AccountNews, SessionRow
from tracker.accounts.rules import (
    ENDED_KEPT,
    NEWS_KEPT,
    SESSION_LONG,
    Device,
    News,
    SignedInDevice,
    token_hash,
)
from tracker.accounts.store.news import add_news, hold, renew_flags
from tracker.database import db, random_key, writing

SEEN_SECONDS = 60
"""So long those seen are gathered before they are written down all at once."""


@dataclass(frozen=True)
class NewSession:
    """A session that begins: its secret, and the browser it is in by its own words and mark."""

    account_id: int
    epoch: int
    token: str
    device: Device
    device_hash: str


def begin_session(new: NewSession, now: datetime, today: date) -> bool:
    """A session begins; whether it is on a device that the account was never on before.

    The first device of all is nobody's news.
    """
    hers = SessionRow.account_id == new.account_id
    with writing() as session:
        hold(session, new.account_id)
        known = set(session.scalars(select(SessionRow.device_hash).where(hers)))
        is_strange = bool(known) and new.device_hash not in known
        session_id = add_session(session, new, now, today)
        if is_strange:
            add_news(session, new.account_id, News.NEW_DEVICE, now, session_id)
        renew_flags(session, new.account_id)
    return is_strange


def add_session(session: Session, new: NewSession, now: datetime, today: date) -> int:
    """Inside a caller's transaction: a session's row; its key."""
    row = SessionRow(
        id=random_key(),
        account_id=new.account_id,
        token_hash=token_hash(new.token),
        epoch=new.epoch,
        device_hash=new.device_hash,
        program=new.device.program,
        system=new.device.system,
        began_at=now,
        seen_on=today,
    )
    session.add(row)
    session.flush()
    return row.id


def sessions(account_id: int, this_id: int) -> list[SignedInDevice]:
    """The sessions of an account that are signed in, this one first, then the latest seen."""
    query = (
        select(SessionRow)
        .join(Account, Account.id == SessionRow.account_id)
        .where(_live(account_id), SessionRow.epoch == Account.epoch)
        .order_by(SessionRow.seen_on.desc(), SessionRow.began_at.desc(), SessionRow.id)
    )
    found = [
        SignedInDevice(
            row.id, Device(row.program, row.system), row.began_at, row.seen_on, row.id == this_id
        )
        for row in db.session.scalars(query)
    ]
    return sorted(found, key=lambda each: not each.is_this)


def end_session(account_id: int, session_id: int, now: datetime) -> bool:
    """End one session of an account; whether there was one. It is out at its next request."""
    with writing() as session:
        return _end(session, _live(account_id) & (SessionRow.id == session_id), now) > 0


def end_other_sessions(account_id: int, this_id: int, now: datetime) -> int:
    """End every session of an account but this one; how many that were."""
    with writing() as session:
        return _end(session, _live(account_id) & (SessionRow.id != this_id), now)


def end_strange_device(account_id: int, news_id: int, this_id: int, now: datetime) -> bool:
    """She says that a device is not hers: all its sessions end, and it is unknown from now on."""
    with writing() as session:
        hold(session, account_id)
        news = session.scalar(
            select(AccountNews).where(
                AccountNews.id == news_id, AccountNews.account_id == account_id
            )
        )
        if news is None:
            return False
        news.answered_at = now
        session.flush()
        there = (SessionRow.account_id == account_id) & (SessionRow.id != this_id)
        there &= SessionRow.device_hash == news.device_hash
        _end(session, there & SessionRow.ended_at.is_(None), now)
        session.execute(update(SessionRow).where(there).values(device_hash=""))
        renew_flags(session, account_id)
    return True


def end_session_of(token: str, now: datetime) -> None:
    """End the session with this secret, if it is still on."""
    with writing() as session:
        live = (SessionRow.token_hash == token_hash(token)) & SessionRow.ended_at.is_(None)
        _end(session, live, now)


def forget_sessions(now: datetime, today: date) -> int:
    """Drop what ended long ago or no cookie can still be for, and old news; how many rows."""
    over = SessionRow.ended_at < now - ENDED_KEPT
    over |= SessionRow.seen_on < today - SESSION_LONG
    with writing() as session:
        old = delete(AccountNews).where(AccountNews.at < now - NEWS_KEPT).returning(AccountNews.id)
        gone = delete(SessionRow).where(over).returning(SessionRow.id)
        return len(session.scalars(gone).all()) + len(session.scalars(old).all())


def _live(account_id: int) -> ColumnElement[bool]:
    return (SessionRow.account_id == account_id) & SessionRow.ended_at.is_(None)


def _end(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    ended = update(SessionRow).where(which).values(ended_at=now, challenge=None)
    return len(session.scalars(ended.returning(SessionRow.id)).all())


class SeenSessions:
    """Sessions seen on a new day, gathered by one process and written down together.

    What a stop of the server loses is one day of "last seen", which the next request repeats.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: set[int] = set()
        self._since = 0.0

    def note(self, session_id: int) -> None:
        """This session is there today, which its row does not say yet."""
        with self._lock:
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting.add(session_id)

    def due(self) -> list[int]:
        """Those to be written now; nobody else gets them."""
        if not self._waiting or time.monotonic() - self._since < SEEN_SECONDS:
            return []
        with self._lock:
            found, self._waiting = sorted(self._waiting), set()
        return found


def write_seen(session_ids: Collection[int], today: date) -> None:
    """Write down that these sessions were there today."""
    older = SessionRow.id.in_(session_ids) & (SessionRow.seen_on < today)
    with writing() as session:
        session.execute(update(SessionRow).where(older).values(seen_on=today))
