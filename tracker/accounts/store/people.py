"""Accounts with their grants in force."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant, SessionRow
from tracker.accounts.rules import (
    CookieId,
    Grant,
    HashedPassword,
    Person,
    PhoneTakenError,
    divided,
    token_hash,
    way_of,
)
from tracker.database import Prepared, Row, db, insert, random_key, reader, writing
from tracker.database.encryption import is_rotating, one_at_a_time

FOR_EVER = datetime.max.replace(tzinfo=UTC)

_IN_FORCE = (RoleGrant.account_id == Account.id) & (
    RoleGrant.ended_at.is_(None) | (RoleGrant.ended_at > bindparam("now"))
)

PERSON = Prepared(
    lambda: (
        select(
            Account.name,
            RoleGrant.role,
            RoleGrant.scope,
            RoleGrant.season_id,
            SessionRow.id,
            SessionRow.seen_on,
            Account.has_factor,
            SessionRow.confirmed_at,
            SessionRow.has_news,
            SessionRow.began_at,
            Account.must_change,
            Account.opened_at,
        )
        .join(
            SessionRow,
            (SessionRow.account_id == Account.id)
            & (SessionRow.token_hash == bindparam("token_hash"))
            & SessionRow.ended_at.is_(None),
        )
        .outerjoin(RoleGrant, _IN_FORCE)
        .where(Account.id == bindparam("account_id"), Account.epoch == bindparam("epoch"))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
)
"""Asked on every request: whoever is signed in, her grants and her session, in one look."""
WITHOUT_SESSION = Prepared(
    lambda: (
        select(
            Account.name,
            RoleGrant.role,
            RoleGrant.scope,
            RoleGrant.season_id,
            Account.has_factor,
        )
        .outerjoin(RoleGrant, _IN_FORCE)
        .where(Account.id == bindparam("account_id"), Account.epoch == bindparam("epoch"))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
)


def signed_in(cookie: CookieId, now: datetime, *, factor_for_all: bool) -> Person | None:
    """Whoever this cookie signs in, or None once the session is over.

    This is the one place that says which grants are in force: those of an organizer are not until
    this session has given the second factor, if she has one or everybody must.
    """
    rows = PERSON.rows(
        reader(),
        account_id=cookie.account_id,
        epoch=cookie.epoch,
        token_hash=token_hash(cookie.token),
        now=now,
    )
    if not rows:
        return None
    name, _role, _scope, _season, session_id, seen_on, has_factor, confirmed_at, *rest = rows[0]
    has_news, began_at, must_change, opened_at = rest
    is_open = confirmed_at is not None or not (has_factor or factor_for_all)
    grants, withheld = divided(_grants(rows), is_open=is_open)
    return Person(
        cookie.account_id,
        name,
        cookie.epoch,
        grants,
        withheld,
        session_id=session_id,
        seen_on=seen_on,
        has_factor=has_factor,
        is_confirmed=confirmed_at is not None,
        has_news=has_news,
        way=way_of(must_change=must_change, opened_at=opened_at, began_at=began_at, now=now),
    )


def person(account_id: int, epoch: int, now: datetime = FOR_EVER) -> Person | None:
    """The account with all its grants, before there is a session, unless its epoch is another.

    Without a moment those that end by themselves are left out.
    """
    rows = WITHOUT_SESSION.rows(reader(), account_id=account_id, epoch=epoch, now=now)
    if not rows:
        return None
    return Person(account_id, rows[0][0], epoch, tuple(_grants(rows)), has_factor=rows[0][4])


def _grants(rows: Sequence[Row]) -> list[Grant]:
    return [Grant(row[1], row[2], row[3]) for row in rows if row[1]]


def account_id_of(phone: str) -> int | None:
    """The account with this phone, if anybody has it."""
    return db.session.scalar(select(Account.id).where(Account.phone == phone))


def add_account(
    session: Session,
    phone: str,
    name: str,
    password: HashedPassword,
    now: datetime,
    *,
    begun: bool = True,
    must_change: bool = False,
) -> int:
    """Inside a caller's transaction: a new account's id; raises PhoneTakenError.

    One that is opened for somebody else is not begun until she comes. A password that somebody
    else has seen must be changed first of all.
    """
    statement = insert(Account).values(
        id=random_key(),
        phone=phone,
        name=name,
        password_hash=password.encoded,
        epoch=0,
        created_at=now,
        begun=begun,
        must_change=must_change,
    )
    if not add_claimed(session, phone):
        raise PhoneTakenError
    account_id: int | None = session.scalar(
        statement.on_conflict_do_nothing(index_elements=["phone_index"]).returning(Account.id)
    )
    if account_id is None:
        raise PhoneTakenError
    return account_id


def add_claimed(session: Session, phone: str) -> bool:
    """Inside a caller's transaction: whether nobody has a phone, whichever key it is found by.

    One index is unique by itself; while there are two keys, whoever wants a phone waits here.
    """
    return not (is_rotating() and _is_taken(session, phone))


def _is_taken(session: Session, phone: str) -> bool:
    one_at_a_time(session, phone)
    return session.scalar(select(Account.id).where(Account.has_phone(phone))) is not None


def end_sessions(account_id: int) -> None:
    """Sign an account out of every browser."""
    with writing() as session:
        session.execute(
            update(Account).where(Account.id == account_id).values(epoch=Account.epoch + 1)
        )
