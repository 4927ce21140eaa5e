"""Accounts with their grants in force."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Grant, HashedPassword, Person, PhoneTakenError
from tracker.database import Prepared, db, insert, random_key, reader, writing

FOR_EVER = datetime.max.replace(tzinfo=UTC)

PERSON = Prepared(
    lambda: (
        select(Account.name, RoleGrant.role, RoleGrant.scope, RoleGrant.season_id)
        .outerjoin(
            RoleGrant,
            (RoleGrant.account_id == Account.id)
            & (RoleGrant.ended_at.is_(None) | (RoleGrant.ended_at > bindparam("now"))),
        )
        .where(Account.id == bindparam("account_id"), Account.epoch == bindparam("epoch"))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
)


def person(account_id: int, epoch: int, now: datetime = FOR_EVER) -> Person | None:
    """The account with its grants in force, unless its sessions were ended since.

    Without a moment those that end by themselves are left out.
    """
    rows = PERSON.rows(reader(), account_id=account_id, epoch=epoch, now=now)
    if not rows:
        return None
    grants = tuple(Grant(role, scope, season_id) for _, role, scope, season_id in rows if role)
    return Person(account_id, rows[0][0], epoch, grants)


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
) -> int:
    """Inside a caller's transaction: a new account's id; raises PhoneTakenError.

    One that is opened for somebody else is not begun until she comes.
    """
    statement = insert(Account).values(
        id=random_key(),
        phone=phone,
        name=name,
        password_hash=password.encoded,
        epoch=0,
        created_at=now,
        begun=begun,
    )
    account_id: int | None = session.scalar(
        statement.on_conflict_do_nothing(index_elements=["phone"]).returning(Account.id)
    )
    if account_id is None:
        raise PhoneTakenError
    return account_id


def end_sessions(account_id: int) -> None:
    """Sign an account out of every browser."""
    with writing() as session:
        session.execute(
            update(Account).where(Account.id == account_id).values(epoch=Account.epoch + 1)
        )
