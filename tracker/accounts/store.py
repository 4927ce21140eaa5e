"""Accounts, sign-ins, grants and the access log, written and read back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import AccessLook, Account, RoleGrant, SignInFailure, SignInLock
from tracker.accounts.rules import (
    ADDRESS_FAILURES,
    CITY_SCOPE,
    FAILURE_WINDOW,
    FAILURES_UNTIL_LOCK,
    LOCK,
    Grant,
    HashedPassword,
    LockedError,
    NotGrantedError,
    Person,
    PhoneTakenError,
    Role,
    UnknownPhoneError,
    WrongPasswordError,
    is_locked,
    network_of,
    plain_password,
)
from tracker.database import db, insert, random_key, writing

HASHER = PasswordHasher()
"""Argon2id with the library's defaults (RFC 9106, low memory)."""


@dataclass(frozen=True)
class _Attempt:
    """A password that was given for a phone, and whether it is the right one."""

    phone: str
    network: str
    right: bool
    account_id: int = 0
    epoch: int = 0
    encoded: str = ""
    renewed: str | None = None
    """The hash with today's parameters, where the stored one has older ones."""


def person(account_id: int, epoch: int) -> Person | None:
    """The account with its grants in force, unless its sessions were ended since."""
    query = (
        select(Account.name, RoleGrant.role, RoleGrant.scope, RoleGrant.season_id)
        .outerjoin(RoleGrant, (RoleGrant.account_id == Account.id) & RoleGrant.ended_at.is_(None))
        .where(Account.id == account_id, Account.epoch == epoch)
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    grants = tuple(Grant(row.role, row.scope, row.season_id) for row in rows if row.role)
    return Person(account_id, rows[0].name, epoch, grants)


def account_id_of(phone: str) -> int | None:
    """The account with this phone, if anybody has it."""
    return db.session.scalar(select(Account.id).where(Account.phone == phone))


def hashed(password: str) -> HashedPassword:
    """What to keep of a new password. It takes 0.1 s: ask before a transaction, not inside."""
    return HashedPassword(HASHER.hash(plain_password(password)))


def add_account(
    session: Session, phone: str, name: str, password: HashedPassword, now: datetime
) -> int:
    """Inside a caller's transaction: a new account's id; raises PhoneTakenError."""
    statement = insert(Account).values(
        id=random_key(),
        phone=phone,
        name=name,
        password_hash=password.encoded,
        epoch=0,
        created_at=now,
    )
    account_id: int | None = session.scalar(
        statement.on_conflict_do_nothing(index_elements=["phone"]).returning(Account.id)
    )
    if account_id is None:
        raise PhoneTakenError
    return account_id


def sign_in(phone: str, password: str, address: str, now: datetime) -> Person:
    """Whoever has this phone and password; raises WrongPasswordError or LockedError.

    The password is checked before the transaction and judged inside it, one sign-in of a phone
    after the other, so that no number of processes gets more guesses than one would.
    """
    account = Account.phone == phone
    attempt = _attempt(phone, select(Account).where(account), password, address, now)
    with writing() as session:
        refusal = _judge(session, attempt, now)
    if refusal:
        raise refusal
    found = person(attempt.account_id, attempt.epoch)
    if found is None:  # the password was changed while this one was checked
        raise WrongPasswordError
    return found


def confirm_password(account_id: int, password: str, address: str, now: datetime) -> None:
    """The password of somebody signed in, counted like a sign-in; raises the same errors."""
    attempt = _attempt_of(account_id, password, address, now)
    with writing() as session:
        refusal = _judge(session, attempt, now)
    if refusal:
        raise refusal


def change_password(
    account_id: int, current: str, new: HashedPassword, address: str, now: datetime
) -> int:
    """A new password ends every session: the new epoch; raises as `sign_in` does."""
    attempt = _attempt_of(account_id, current, address, now)
    epoch = attempt.epoch + 1
    with writing() as session:
        refusal = _judge(session, attempt, now)
        if refusal is None:
            session.execute(
                update(Account)
                .where(Account.id == account_id)
                .values(password_hash=new.encoded, epoch=Account.epoch + 1)
            )
    if refusal:
        raise refusal
    return epoch


def end_sessions(account_id: int) -> None:
    """Sign an account out of every browser."""
    with writing() as session:
        session.execute(
            update(Account).where(Account.id == account_id).values(epoch=Account.epoch + 1)
        )
