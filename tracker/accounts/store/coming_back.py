"""Without her password: in by a code, a new password, another number, and what a slip opened."""

import hmac
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, OwnCode, SignInFailure, SignInLock
from tracker.accounts.rules import (
    HIDDEN,
    HashedPassword,
    News,
    NothingToCancelError,
    Person,
    Purpose,
    Standing,
    WrongTextCodeError,
    masked,
)
from tracker.accounts.store.codes import add_spent, add_tried, add_used
from tracker.accounts.store.news import add_news, hold
from tracker.accounts.store.passwords import matches
from tracker.accounts.store.people import add_claimed, person
from tracker.database import db, insert, writing


def sign_in_by_code(phone: str, number_hash: str, code_hash: str, now: datetime) -> Person:
    """Whoever has this phone, which the code came back from; raises WrongTextCodeError."""
    with writing() as session:
        is_right = add_used(session, number_hash, Purpose.SIGN_IN, code_hash, now)
        account = _account(session, phone) if is_right else None
        if account:
            account.begun, account.verified_at = True, now
            add_free(session, phone)
    return _person_or_raise(account)


def reset_by_code(
    phone: str, number_hash: str, code_hash: str, new: HashedPassword, now: datetime
) -> Person:
    """A new password for whoever has this phone, which ends every session of hers.

    Raises WrongTextCodeError. What a slip opened before is over with it.
    """
    with writing() as session:
        is_right = add_used(session, number_hash, Purpose.RESET, code_hash, now)
        account = _account(session, phone) if is_right else None
        if account:
            account.password_hash, account.epoch = new.encoded, account.epoch + 1
            account.begun, account.verified_at = True, now
            account.opened_at = account.former_hash = None
            account.must_change = False
            add_free(session, phone)
            add_news(session, account.id, News.PASSWORD_RESET, now)
    return _person_or_raise(account)


def verify_phone(account_id: int, number_hash: str, code_hash: str, now: datetime) -> None:
    """The phone of record is hers; raises WrongTextCodeError."""
    with writing() as session:
        is_right = add_used(session, number_hash, Purpose.VERIFY, code_hash, now)
        if is_right:
            mine = update(Account).where(Account.id == account_id)
            session.execute(mine.values(verified_at=now))
    if not is_right:
        raise WrongTextCodeError


def change_phone(
    account_id: int, new_phone: str, old: tuple[str, str], new: tuple[str, str], now: datetime
) -> str:
    """Another number, where a code came back from both (hash of number and of code): the old one.

    Raises WrongTextCodeError, said alike where somebody else has the new number: that is hers to
    know, and nobody else's. A code that was right stays good if the other one was not.
    """
    with writing() as session:
        first = add_tried(session, new[0], Purpose.NEW_NUMBER, new[1], now)
        second = add_tried(session, old[0], Purpose.OLD_NUMBER, old[1], now)
        before = None
        if first and second:
            add_spent(session, new[0], Purpose.NEW_NUMBER)
            add_spent(session, old[0], Purpose.OLD_NUMBER)
            before = add_changed_phone(session, account_id, new_phone, now)
    if before is None:
        raise WrongTextCodeError
    return before


def add_changed_phone(session: Session, account_id: int, phone: str, now: datetime) -> str | None:
    """Inside a caller's transaction: another number for an account; the old one.

    None where somebody else has it, at this moment too: one of two who want it gets it.
    """
    hold(session, account_id)
    account = session.scalar(
        select(Account).where(Account.id == account_id).execution_options(populate_existing=True)
    )
    if account is None:
        return None
    before = account.phone
    if not add_claimed(session, phone):
        return None
    try:
        with session.begin_nested():
            account.phone = phone
            account.verified_at = now
            session.flush()
    except IntegrityError:
        session.expire(account)
        return None
    add_news(session, account_id, News.PHONE_CHANGED, now)
    return before


def add_opening(session: Session, account_id: int, new: HashedPassword, now: datetime) -> None:
    """Inside a caller's transaction: a slip opens a new password.

    Sessions that are on stay on, since one of them can undo it; a second slip does not make the
    first one's password the one to come back to.
    """
    hold(session, account_id)
    account = session.scalars(select(Account).where(Account.id == account_id)).one()
    is_second = account.opened_at is not None and now < account.opened_at + HIDDEN
    if not is_second:
        account.former_hash, account.opened_at = account.password_hash, now
    account.password_hash, account.begun, account.must_change = new.encoded, True, False
    add_free(session, account.phone)
    add_news(session, account_id, News.SLIP_USED, now)


def cancel_opening(account_id: int, now: datetime) -> Person:
    """The password is what it was before the slip, and every session ends.

    Raises NothingToCancelError. Whether this session may is for its `Way` to say.
    """
    with writing() as session:
        hold(session, account_id)
        account = session.scalar(select(Account).where(Account.id == account_id))
        if account is None or account.opened_at is None or account.former_hash is None:
            raise NothingToCancelError
        if now >= account.opened_at + HIDDEN:
            raise NothingToCancelError
        account.password_hash, account.epoch = account.former_hash, account.epoch + 1
        account.opened_at = account.former_hash = None
        add_news(session, account_id, News.SLIP_CANCELLED, now)
        epoch = account.epoch
    found = person(account_id, epoch)
    if found is None:  # erased, or signed out everywhere, at this moment
        raise NothingToCancelError
    return found


def change_first_password(
    account_id: int, epoch: int, password: str, new: HashedPassword
) -> Person | None:
    """A password of her own in place of one that others know; None if it is the same one."""
    query = select(Account.password_hash).where(Account.id == account_id)
    if matches(db.session.scalars(query).one(), password):
        return None
    mine = (Account.id == account_id) & (Account.epoch == epoch) & Account.must_change
    values = {"password_hash": new.encoded, "epoch": epoch + 1, "must_change": False}
    with writing() as session:
        session.execute(update(Account).where(mine).values(**values))
    return person(account_id, epoch + 1)


def make_own_code(account_id: int, code_hash: str, now: datetime) -> None:
    """The code she keeps at home, in place of the one before."""
    values = {"code_hash": code_hash, "made_at": now}
    new = insert(OwnCode).values(account_id=account_id, **values)
    with writing() as session:
        session.execute(new.on_conflict_do_update(index_elements=["account_id"], set_=values))


def show_by_own_code(account_id: int, code_hash: str) -> bool:
    """Whether this is the code she keeps: then nothing is hidden any more, and the code is used."""
    with writing() as session:
        hold(session, account_id)
        kept = session.scalar(select(OwnCode.code_hash).where(OwnCode.account_id == account_id))
        if kept is None or not hmac.compare_digest(kept, code_hash):
            return False
        session.execute(delete(OwnCode).where(OwnCode.account_id == account_id))
        mine = update(Account).where(Account.id == account_id)
        session.execute(mine.values(opened_at=None, former_hash=None))
    return True


def standing(account_id: int, cancel_until: datetime | None) -> Standing:
    """What the page of her account says of her number and the ways back."""
    query = (
        select(Account.phone, Account.verified_at, OwnCode.made_at)
        .outerjoin(OwnCode, OwnCode.account_id == Account.id)
        .where(Account.id == account_id)
    )
    row = db.session.execute(query).one()
    return Standing(
        masked(row.phone), row.verified_at is not None, row.made_at is not None, cancel_until
    )


def phone_of_account(account_id: int) -> str:
    """The number of record, to send a code to."""
    return db.session.scalars(select(Account.phone).where(Account.id == account_id)).one()


def add_free(session: Session, phone: str) -> None:
    """Inside a caller's transaction: what was counted against a phone is forgotten."""
    for table in (SignInFailure, SignInLock):
        session.execute(delete(table).where(_counted_for(table, phone)))


def _counted_for(table: Any, phone: str) -> Any:
    return table.phone == phone


def _account(session: Session, phone: str) -> Account | None:
    query = select(Account).where(Account.has_phone(phone))
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _person_or_raise(account: Account | None) -> Person:
    found = person(account.id, account.epoch) if account else None
    if found is None:
        raise WrongTextCodeError
    return found
