"""Recovery codes, and the way back for whoever has lost them as well."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from tracker.accounts.models import Account, RecoveryCode, SessionRow
from tracker.accounts.rules import (
    CODES_MADE,
    News,
    NotConfirmedError,
    Person,
    UnknownPhoneError,
    WrongCodeError,
    new_code,
    plain_code,
    token_hash,
)
from tracker.accounts.store.news import add_news, hold
from tracker.accounts.store.passkeys import add_no_factor
from tracker.database import db, writing


def make_codes(person: Person, now: datetime) -> list[str]:
    """Ten new codes in place of any there were, told this once; raises NotConfirmedError."""
    codes = [new_code() for _ in range(CODES_MADE)]
    with writing() as session:
        hold(session, person.account_id)
        mine = (SessionRow.id == person.session_id) & SessionRow.ended_at.is_(None)
        confirmed = select(SessionRow.confirmed_at).where(mine)
        has_factor = select(Account.has_factor).where(Account.id == person.account_id)
        if not session.scalar(has_factor) or session.scalar(confirmed) is None:
            raise NotConfirmedError
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == person.account_id))
        for code in codes:
            kept = _hash(person.account_id, code)
            session.add(RecoveryCode(account_id=person.account_id, code_hash=kept, made_at=now))
        add_news(session, person.account_id, News.CODES_MADE, now, person.session_id)
    return codes


def codes_left(account_id: int) -> int:
    """How many recovery codes were not used yet."""
    left = (RecoveryCode.account_id == account_id) & RecoveryCode.used_at.is_(None)
    query = select(func.count()).select_from(RecoveryCode).where(left)
    return db.session.scalar(query) or 0


def use_code(person: Person, typed: str, now: datetime) -> int:
    """A code used as this session's second factor; how many are left. Raises WrongCodeError."""
    right = (
        (RecoveryCode.account_id == person.account_id)
        & (RecoveryCode.code_hash == _hash(person.account_id, typed))
        & RecoveryCode.used_at.is_(None)
    )
    with writing() as session:
        hold(session, person.account_id)
        used = update(RecoveryCode).where(right).values(used_at=now).returning(RecoveryCode.id)
        if session.scalar(used) is None:
            raise WrongCodeError
        mine = (SessionRow.id == person.session_id) & SessionRow.ended_at.is_(None)
        done = update(SessionRow).where(mine).values(confirmed_at=now).returning(SessionRow.id)
        if session.scalar(done) is None:
            raise WrongCodeError
        add_news(session, person.account_id, News.CODE_USED, now, person.session_id)
    return codes_left(person.account_id)


def reset_factor(phone: str, now: datetime) -> str:
    """Whoever lost everything starts anew: her name. Her sessions are told; it is on record.

    Raises UnknownPhoneError.
    """
    with writing() as session:
        account = session.scalar(select(Account).where(Account.has_phone(phone)))
        if account is None:
            raise UnknownPhoneError
        hold(session, account.id)
        add_no_factor(session, account.id)
        add_news(session, account.id, News.FACTOR_RESET, now)
        return account.name


def _hash(account_id: int, code: str) -> str:
    return token_hash(f"{account_id}:{plain_code(code)}")
