"""Accounts, grants, failed sign-ins and the access log, written and read back."""

from collections.abc import Iterable
from datetime import date, datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import AccessLook, Account, RoleGrant
from tracker.accounts.rules import Grant, Person, PhoneTakenError, Role
from tracker.database import db, insert, random_key, writing

HASHER = PasswordHasher()
"""Argon2id with the library's defaults (RFC 9106, low memory)."""


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


def add_account(session: Session, phone: str, name: str, password: str, now: datetime) -> int:
    """Inside a caller's transaction: a new account's id; raises PhoneTakenError."""
    if session.scalar(select(Account.id).where(Account.phone == phone)) is not None:
        raise PhoneTakenError(phone)
    account = Account(phone=phone, name=name, password_hash=HASHER.hash(password), created_at=now)
    session.add(account)
    session.flush()
    return account.id


def add_grant(
    session: Session, account_id: int, season_id: int, role: Role, scope: str, now: datetime
) -> None:
    """Inside a caller's transaction: a role over a scope; one already held stays as it is."""
    held = select(RoleGrant.id).where(
        RoleGrant.account_id == account_id,
        RoleGrant.season_id == season_id,
        RoleGrant.role == role,
        RoleGrant.scope == scope,
        RoleGrant.ended_at.is_(None),
    )
    if session.scalar(held) is None:
        session.add(
            RoleGrant(
                account_id=account_id, season_id=season_id, role=role, scope=scope, granted_at=now
            )
        )


def holders(scope: str, roles: Iterable[Role]) -> list[tuple[Role, int, str]]:
    """Role, account and name of everybody who holds one of these roles over a scope."""
    query = (
        select(RoleGrant.role, Account.id, Account.name)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.scope == scope,
            RoleGrant.role.in_(list(roles)),
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
    return [(row.role, row.id, row.name) for row in db.session.execute(query)]


def note_look(viewer_id: int, scope: str, what: str, day: date, now: datetime) -> None:
    """Write into the access log that somebody looked; many looks of a day are one row."""
    statement = insert(AccessLook).values(
        id=random_key(),
        viewer_id=viewer_id,
        scope=scope,
        what=what,
        day=day,
        looks=1,
        last_at=now,
    )
    with writing() as session:
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["viewer_id", "scope", "what", "day"],
                set_={"looks": AccessLook.looks + 1, "last_at": statement.excluded.last_at},
            )
        )
