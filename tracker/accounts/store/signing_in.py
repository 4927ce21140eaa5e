"""Sign-ins: checked, counted and, after too many failures, refused for a while."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, SignInFailure, SignInLock
from tracker.accounts.rules import (
    ADDRESS_FAILURES,
    FAILURE_WINDOW,
    FAILURES_UNTIL_LOCK,
    LOCK,
    HashedPassword,
    LockedError,
    Person,
    WrongPasswordError,
    is_locked,
    network_of,
)
from tracker.accounts.store.passwords import hashed, is_outdated, matches, no_ones_hash
from tracker.accounts.store.people import person
from tracker.database import db, insert, writing


@dataclass(frozen=True)
class _Attempt:
    """A password that was given for a phone, and whether it is the right one."""

    phone: str
    network: str
    right: bool = False
    account_id: int = 0
    epoch: int = 0
    begun: bool = True
    renewed: HashedPassword | None = None
    """The hash with today's parameters, where the stored one has older ones."""


def sign_in(phone: str, password: str, address: str, now: datetime) -> Person:
    """Whoever has this phone and password; raises WrongPasswordError or LockedError.

    The password is checked before the transaction and judged inside it, one sign-in of a phone
    after the other, so that no number of processes gets more guesses than one would.
    """
    attempt = _attempt(_account(Account.phone == phone), phone, password, address, now)
    with writing() as session:
        refusal = _judge(session, attempt, now)
    return _person_or_raise(refusal, attempt.account_id, attempt.epoch)


def confirm_password(account_id: int, password: str, address: str, now: datetime) -> None:
    """The password of somebody signed in, counted like a sign-in; raises the same errors."""
    account = _account(Account.id == account_id)
    attempt = _attempt(account, account.phone if account else "", password, address, now)
    with writing() as session:
        refusal = _judge(session, attempt, now)
    if refusal:
        raise refusal


def change_password(
    account_id: int, current: str, new: HashedPassword, address: str, now: datetime
) -> Person:
    """A new password, which ends every session: herself with the new epoch.

    Raises as `sign_in` does.
    """
    account = _account(Account.id == account_id)
    attempt = _attempt(account, account.phone if account else "", current, address, now)
    mine = (Account.id == account_id) & (Account.epoch == attempt.epoch)
    with writing() as session:
        refusal = _judge(session, attempt, now)
        if refusal is None:
            values = {"password_hash": new.encoded, "epoch": attempt.epoch + 1}
            session.execute(update(Account).where(mine).values(**values, must_change=False))
    return _person_or_raise(refusal, account_id, attempt.epoch + 1)


def _person_or_raise(
    refusal: LockedError | WrongPasswordError | None, account_id: int, epoch: int
) -> Person:
    found = None if refusal else person(account_id, epoch)
    if found is None:  # refused, or somebody else changed the password while it was checked
        raise refusal or WrongPasswordError
    return found


def _account(which: ColumnElement[bool]) -> Row[int, str, str, int, bool] | None:
    columns = (
        Account.id,
        Account.phone,
        Account.password_hash,
        Account.epoch,
        Account.begun,
    )
    return db.session.execute(select(*columns).where(which)).one_or_none()


def _attempt(
    account: Row[int, str, str, int, bool] | None,
    phone: str,
    password: str,
    address: str,
    now: datetime,
) -> _Attempt:
    """Check a password, with the same work where nobody has the phone; raises LockedError."""
    network = network_of(address)
    refusal = _refusal(db.session(), phone, network, now)
    if refusal:
        raise refusal
    right = matches(account.password_hash if account else no_ones_hash(), password)
    if account is None or not right:
        return _Attempt(phone, network)
    older = is_outdated(account.password_hash)
    return _Attempt(
        phone,
        network,
        right=True,
        account_id=account.id,
        epoch=account.epoch,
        begun=account.begun,
        renewed=hashed(password) if older else None,
    )


def _judge(
    session: Session, attempt: _Attempt, now: datetime
) -> LockedError | WrongPasswordError | None:
    """Count an attempt and say how it ends; sign-ins of one phone wait for each other here."""
    turn = insert(SignInLock).values(phone=attempt.phone, until=now)
    session.execute(
        turn.on_conflict_do_update(index_elements=["phone"], set_={"until": SignInLock.until})
    )
    refusal = _refusal(session, attempt.phone, attempt.network, now)
    if refusal:
        return refusal
    if not attempt.right:
        _count_failure(session, attempt, now)
        return WrongPasswordError()
    session.execute(delete(SignInFailure).where(SignInFailure.phone == attempt.phone))
    session.execute(delete(SignInLock).where(SignInLock.phone == attempt.phone))
    if not attempt.begun:
        mine = Account.id == attempt.account_id
        session.execute(update(Account).where(mine).values(begun=True))
    if attempt.renewed:
        mine = (Account.id == attempt.account_id) & (Account.epoch == attempt.epoch)
        session.execute(update(Account).where(mine).values(password_hash=attempt.renewed.encoded))
    return None


def _count_failure(session: Session, attempt: _Attempt, now: datetime) -> None:
    session.add(SignInFailure(phone=attempt.phone, address=attempt.network, at=now))
    session.flush()
    recent = (SignInFailure.phone == attempt.phone) & (SignInFailure.at > now - FAILURE_WINDOW)
    failures = session.scalar(select(func.count()).select_from(SignInFailure).where(recent)) or 0
    if failures >= FAILURES_UNTIL_LOCK:
        lock = update(SignInLock).where(SignInLock.phone == attempt.phone)
        session.execute(lock.values(until=now + LOCK))


def _refusal(session: Session, phone: str, network: str, now: datetime) -> LockedError | None:
    """Why nobody may try this phone from there now: the phone is locked, or the address is."""
    until = session.scalar(select(func.max(SignInLock.until)).where(SignInLock.phone == phone))
    if until and is_locked(until, now):
        return LockedError(until)
    oldest = session.scalar(
        select(SignInFailure.at)
        .where(SignInFailure.address == network, SignInFailure.at > now - FAILURE_WINDOW)
        .order_by(SignInFailure.at.desc())
        .offset(ADDRESS_FAILURES - 1)
        .limit(1)
    )
    return LockedError(oldest + FAILURE_WINDOW) if oldest else None
