"""Passkeys: registered, used as the second factor of a session, removed."""

import json
import secrets
from datetime import datetime
from types import ModuleType

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, PasskeyRow, RecoveryCode, SessionRow
from tracker.accounts.rules import (
    CHALLENGE_LIFE,
    PASSKEYS_MAX,
    CopiedPasskeyError,
    NewPasskey,
    News,
    NotConfirmedError,
    Passkey,
    PasskeyTakenError,
    Person,
    Site,
    StaleChallengeError,
    StoredKey,
    TooManyPasskeysError,
    UnknownPasskeyError,
)
from tracker.accounts.store.news import add_news, hold
from tracker.clock import BEIJING
from tracker.database import db, insert, random_key, writing


def passkeys(account_id: int) -> list[Passkey]:
    """The passkeys of an account, in the order they were added."""
    query = (
        select(PasskeyRow)
        .where(PasskeyRow.account_id == account_id)
        .order_by(PasskeyRow.added_at, PasskeyRow.id)
    )
    return [
        Passkey(row.id, row.name, row.added_at, row.used_on) for row in db.session.scalars(query)
    ]


def creation_options(person: Person, site: Site, now: datetime) -> str:
    """What this session's browser is told to make a passkey, with a challenge that counts once."""
    known = _stored(person.account_id)
    options: str = _ceremonies().creation_options(site, person, _challenge(person, now), known)
    return options


def request_options(person: Person, site: Site, now: datetime) -> str:
    """What this session's browser is told to sign; raises UnknownPasskeyError if it has none."""
    known = _stored(person.account_id)
    if not known:
        raise UnknownPasskeyError
    options: str = _ceremonies().request_options(site, _challenge(person, now), known)
    return options


def register(person: Person, site: Site, answer: str, name: str, now: datetime) -> None:
    """A passkey that this session's browser made; the session has given the second factor then.

    Raises PasskeyRefusedError, StaleChallengeError, PasskeyTakenError, TooManyPasskeysError, and
    NotConfirmedError where there are passkeys and this session has not used one.
    """
    challenge = _open_challenge(person)
    made = _ceremonies().made(site, challenge, answer)
    with writing() as session:
        hold(session, person.account_id)
        _check_may_change(session, person)
        _take_challenge(session, person, challenge, now)
        _add_passkey(session, person.account_id, made, name, now)
        mine = Account.id == person.account_id
        session.execute(update(Account).where(mine).values(has_factor=True))
        _confirm(session, person, now)
        add_news(session, person.account_id, News.PASSKEY_ADDED, now, person.session_id)


def confirm(person: Person, site: Site, answer: str, now: datetime) -> None:
    """A passkey used: this session has given the second factor.

    Raises UnknownPasskeyError, PasskeyRefusedError, StaleChallengeError or CopiedPasskeyError.
    """
    challenge = _open_challenge(person)
    named = _named(answer)
    key = next((key for key in _stored(person.account_id) if key.credential == named), None)
    if key is None:
        raise UnknownPasskeyError
    count = _ceremonies().count_signed(site, challenge, key, answer)
    with writing() as session:
        _take_challenge(session, person, challenge, now)
        _count(session, key.id, count, now)
        _confirm(session, person, now)


def remove(person: Person, passkey_id: int, now: datetime) -> None:
    """A passkey is no longer good; with the last one go the recovery codes.

    Raises UnknownPasskeyError, or NotConfirmedError as `register` does.
    """
    hers = PasskeyRow.account_id == person.account_id
    with writing() as session:
        hold(session, person.account_id)
        _check_may_change(session, person)
        gone = delete(PasskeyRow).where(hers, PasskeyRow.id == passkey_id).returning(PasskeyRow.id)
        if not session.scalars(gone).all():
            raise UnknownPasskeyError
        if session.scalar(select(PasskeyRow.id).where(hers).limit(1)) is None:
            add_no_factor(session, person.account_id)
        add_news(session, person.account_id, News.PASSKEY_REMOVED, now, person.session_id)


def add_no_factor(session: Session, account_id: int) -> None:
    """Inside a caller's transaction: no second factor, and no session that has given one."""
    for table in (PasskeyRow, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account_id))
    session.execute(update(Account).where(Account.id == account_id).values(has_factor=False))
    hers = SessionRow.account_id == account_id
    session.execute(update(SessionRow).where(hers).values(confirmed_at=None, challenge=None))


def _ceremonies() -> ModuleType:
    from tracker.accounts.store import ceremonies  # noqa: PLC0415 - 16 MB, for the few who need it

    return ceremonies


def _stored(account_id: int) -> list[StoredKey]:
    query = select(PasskeyRow).where(PasskeyRow.account_id == account_id).order_by(PasskeyRow.id)
    return [
        StoredKey(row.id, row.credential, row.public_key, row.sign_count)
        for row in db.session.scalars(query)
    ]


def _challenge(person: Person, now: datetime) -> str:
    """A new challenge for this session, in place of one that was not used."""
    made = secrets.token_urlsafe(32)
    mine = (SessionRow.id == person.session_id) & SessionRow.ended_at.is_(None)
    with writing() as session:
        session.execute(update(SessionRow).where(mine).values(challenge=made, challenge_at=now))
    return made


def _open_challenge(person: Person) -> str:
    query = select(SessionRow.challenge).where(SessionRow.id == person.session_id)
    challenge: str | None = db.session.scalar(query)
    if challenge is None:
        raise StaleChallengeError
    return challenge


def _take_challenge(session: Session, person: Person, challenge: str, now: datetime) -> None:
    """Of all who come with this challenge, one gets on."""
    taken = (
        update(SessionRow)
        .where(
            SessionRow.id == person.session_id,
            SessionRow.challenge == challenge,
            SessionRow.challenge_at > now - CHALLENGE_LIFE,
            SessionRow.ended_at.is_(None),
        )
        .values(challenge=None)
        .returning(SessionRow.id)
    )
    if session.scalar(taken) is None:
        raise StaleChallengeError


def _check_may_change(session: Session, person: Person) -> None:
    """What the request was loaded with may be over by now."""
    has_factor = session.scalar(select(Account.has_factor).where(Account.id == person.account_id))
    confirmed = select(SessionRow.confirmed_at).where(SessionRow.id == person.session_id)
    if has_factor and session.scalar(confirmed) is None:
        raise NotConfirmedError


def _add_passkey(
    session: Session, account_id: int, made: NewPasskey, name: str, now: datetime
) -> None:
    hers = PasskeyRow.account_id == account_id
    number = session.scalar(select(func.count()).select_from(PasskeyRow).where(hers)) or 0
    if number >= PASSKEYS_MAX:
        raise TooManyPasskeysError
    new = insert(PasskeyRow).values(
        id=random_key(),
        account_id=account_id,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        added_at=now,
    )
    if session.scalar(new.on_conflict_do_nothing().returning(PasskeyRow.id)) is None:
        raise PasskeyTakenError


def _count(session: Session, passkey_id: int, count: int, now: datetime) -> None:
    """Note the use; a key that does not count says 0 for ever, any other has to rise."""
    rises = (PasskeyRow.sign_count < count) | ((PasskeyRow.sign_count == 0) & (count == 0))
    day = now.astimezone(BEIJING).date()
    used = (
        update(PasskeyRow)
        .where(PasskeyRow.id == passkey_id, rises)
        .values(sign_count=count, used_on=day)
        .returning(PasskeyRow.id)
    )
    if session.scalar(used) is None:
        raise CopiedPasskeyError


def _confirm(session: Session, person: Person, now: datetime) -> None:
    mine = (SessionRow.id == person.session_id) & SessionRow.ended_at.is_(None)
    done = update(SessionRow).where(mine).values(confirmed_at=now).returning(SessionRow.id)
    if session.scalar(done) is None:  # ended from another device in the meantime
        raise StaleChallengeError


def _named(answer: str) -> str:
    """Which passkey a browser says it used."""
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    name = found.get("id") if isinstance(found, dict) else None
    return name if isinstance(name, str) else ""
