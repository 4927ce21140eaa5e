"""Codes by text message: asked for, counted, tried and used, each number's one after the other."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, CodeNumber, TextCode
from tracker.accounts.rules import (
    CODE_PAUSE,
    CODE_TRIES,
    CODE_VALID,
    CODES_A_DAY,
    CODES_KEPT,
    HIDDEN,
    NUMBERS_AN_HOUR,
    NUMBERS_WINDOW,
    Purpose,
    TooManyCodesError,
    TooSoonError,
    network_of,
)
from tracker.database import insert, writing

NEVER = timedelta(days=1)
"""So far before its first code lies the last one of a number that is new."""


@dataclass(frozen=True)
class AskedCode:
    """A code for a number, as hashes: what it is for, and from where it is asked."""

    number_hash: str
    purpose: Purpose
    code_hash: str
    address: str


def ask_for_code(asked: AskedCode, phone: str, today: date, now: datetime) -> bool:
    """Put down a code in place of the one before; whether an account has the number.

    The same rows are written whether or not anybody has it. Raises TooSoonError or
    TooManyCodesError, and then nothing is written.
    """
    with writing() as session:
        _add_number(session, asked, today, now)
        _add_code(session, asked, now)
        return _has_account(session, phone)


def ask_for_two(old: AskedCode, new: AskedCode, phone: str, today: date, now: datetime) -> bool:
    """A code for each of two numbers, or for none; whether an account has the second one.

    Raises TooSoonError or TooManyCodesError.
    """
    with writing() as session:
        for asked in sorted((old, new), key=lambda each: each.number_hash):
            _add_number(session, asked, today, now)
            _add_code(session, asked, now)
        return _has_account(session, phone)


def add_tried(
    session: Session, number_hash: str, purpose: Purpose, code_hash: str, now: datetime
) -> bool:
    """Inside a caller's transaction: a try is counted, whether or not it is the code.

    Until the transaction ends nobody else tries; a refusal must not undo it, or tries were free.
    """
    fresh = (TextCode.sent_at > now - CODE_VALID) & (TextCode.sent_at < now + CODE_PAUSE)
    counted = update(TextCode).where(
        _this(number_hash, purpose), fresh, TextCode.tries < CODE_TRIES
    )
    kept = session.scalar(
        counted.values(tries=TextCode.tries + 1).returning(TextCode.code_hash),
        execution_options={"synchronize_session": False},
    )
    return kept is not None and hmac.compare_digest(kept, code_hash)


def add_used(
    session: Session, number_hash: str, purpose: Purpose, code_hash: str, now: datetime
) -> bool:
    """Inside a caller's transaction: the same, and the right code is used up."""
    is_right = add_tried(session, number_hash, purpose, code_hash, now)
    if is_right:
        add_spent(session, number_hash, purpose)
    return is_right


def add_spent(session: Session, number_hash: str, purpose: Purpose) -> None:
    """Inside a caller's transaction: this code opens nothing any more."""
    session.execute(delete(TextCode).where(_this(number_hash, purpose)))


def forget_codes(now: datetime) -> int:
    """Drop codes and numbers of former days, and passwords that nobody can have back."""
    old_numbers = delete(CodeNumber).where(CodeNumber.asked_at < now - CODES_KEPT)
    old_codes = delete(TextCode).where(TextCode.sent_at < now - CODES_KEPT)
    over = Account.opened_at < now - HIDDEN
    with writing() as session:
        gone = session.scalars(old_numbers.returning(CodeNumber.number_hash)).all()
        session.execute(old_codes)
        session.execute(update(Account).where(over).values(opened_at=None, former_hash=None))
    return len(gone)


def _add_number(session: Session, asked: AskedCode, today: date, now: datetime) -> None:
    """One after the other of a number: whoever asks at the same moment waits here."""
    network = network_of(asked.address)
    new = insert(CodeNumber).values(
        number_hash=asked.number_hash, asked_at=now - NEVER, day=today, codes=0, network=network
    )
    session.execute(
        new.on_conflict_do_update(
            index_elements=["number_hash"], set_={"number_hash": CodeNumber.number_hash}
        )
    )
    query = select(CodeNumber).where(CodeNumber.number_hash == asked.number_hash)
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    # Who waited here has a moment from before it; a clock that was set back locks nobody out.
    if abs(now - row.asked_at) < CODE_PAUSE:
        raise TooSoonError(row.asked_at + CODE_PAUSE)
    codes = row.codes if row.day == today else 0
    if codes >= CODES_A_DAY or _is_busy(session, network, asked.number_hash, now):
        raise TooManyCodesError
    row.asked_at, row.day, row.codes, row.network = now, today, codes + 1, network
    session.flush()


def _is_busy(session: Session, network: str, number_hash: str, now: datetime) -> bool:
    """Whether one address asked for the codes of too many others lately."""
    lately = select(func.count()).where(
        CodeNumber.network == network,
        CodeNumber.asked_at > now - NUMBERS_WINDOW,
        CodeNumber.number_hash != number_hash,
    )
    return (session.scalar(lately) or 0) >= NUMBERS_AN_HOUR


def _add_code(session: Session, asked: AskedCode, now: datetime) -> None:
    values = {"code_hash": asked.code_hash, "sent_at": now, "tries": 0}
    new = insert(TextCode).values(number_hash=asked.number_hash, purpose=asked.purpose, **values)
    session.execute(
        new.on_conflict_do_update(index_elements=["number_hash", "purpose"], set_=values)
    )


def _has_account(session: Session, phone: str) -> bool:
    return session.scalar(select(Account.id).where(Account.has_phone(phone))) is not None


def _this(number_hash: str, purpose: Purpose) -> ColumnElement[bool]:
    return (TextCode.number_hash == number_hash) & (TextCode.purpose == purpose)
