"""Roles over scopes: given, taken away, ended with their season."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import (
    CITY_SCOPE,
    HashedPassword,
    NotGrantedError,
    Role,
    RoleTakenError,
    UnknownPhoneError,
)
from tracker.accounts.store.people import add_account
from tracker.database import db, insert, random_key, writing


def add_grant(
    session: Session, account_id: int, season_id: int, role: Role, scope: str, now: datetime
) -> None:
    """Inside a caller's transaction: a role over a scope; one already held stays as it is.

    Raises RoleTakenError where only one person can hold it and somebody else does.
    """
    values = {"account_id": account_id, "season_id": season_id, "role": role, "scope": scope}
    new = insert(RoleGrant).values(id=random_key(), granted_at=now, **values)
    if session.scalar(new.on_conflict_do_nothing().returning(RoleGrant.id)) is not None:
        return
    held = select(RoleGrant.id).filter_by(**values).where(RoleGrant.ended_at.is_(None))
    if session.scalar(held) is None:
        raise RoleTakenError(role, scope)


def add_ended_grants(
    session: Session,
    scope: str,
    roles: Iterable[Role],
    now: datetime,
    account_id: int | None = None,
) -> list[int]:
    """Inside a caller's transaction: these roles over a scope end; the accounts that held them."""
    held = (
        (RoleGrant.scope == scope) & RoleGrant.role.in_(list(roles)) & RoleGrant.ended_at.is_(None)
    )
    if account_id is not None:
        held &= RoleGrant.account_id == account_id
    ended = update(RoleGrant).where(held).values(ended_at=now).returning(RoleGrant.account_id)
    return list(session.scalars(ended))


def add_all_ended(session: Session, scope: str, now: datetime) -> None:
    """Inside a caller's transaction: every role over a scope ends."""
    in_force = (RoleGrant.scope == scope) & RoleGrant.ended_at.is_(None)
    session.execute(update(RoleGrant).where(in_force).values(ended_at=now))


def end_grants(session: Session, season_id: int, now: datetime) -> None:
    """Inside a caller's transaction: every role of a season ends with it."""
    in_force = (RoleGrant.season_id == season_id) & RoleGrant.ended_at.is_(None)
    session.execute(update(RoleGrant).where(in_force).values(ended_at=now))


def grant(phone: str, season_id: int, role: Role, scope: str, now: datetime) -> str:
    """Give somebody a role over a scope for a season: her name.

    Raises UnknownPhoneError or RoleTakenError.
    """
    with writing() as session:
        account = _account(session, phone)
        add_grant(session, account.id, season_id, role, scope, now)
        return account.name


def revoke(phone: str, role: Role, scope: str, now: datetime) -> str:
    """Take a role away: the holder's name; raises UnknownPhoneError or NotGrantedError."""
    with writing() as session:
        account = _account(session, phone)
        held = (
            (RoleGrant.account_id == account.id)
            & (RoleGrant.role == role)
            & (RoleGrant.scope == scope)
            & RoleGrant.ended_at.is_(None)
        )
        ended = update(RoleGrant).where(held).values(ended_at=now).returning(RoleGrant.id)
        if not session.scalars(ended).all():
            raise NotGrantedError
        return account.name


def _account(session: Session, phone: str) -> Account:
    account = session.scalar(select(Account).where(Account.phone == phone))
    if account is None:
        raise UnknownPhoneError
    return account


def add_city_organizer(
    phone: str,
    name: str,
    password: HashedPassword,
    season_id: int,
    now: datetime,
    *,
    must_change: bool = False,
) -> bool:
    """The city role for this phone, with a new account if it has none; whether one was made.

    A password that was made for her, and printed, is one that she has to change first of all.
    """
    with writing() as session:
        account_id = session.scalar(select(Account.id).where(Account.phone == phone))
        is_new = account_id is None
        if account_id is None:
            account_id = add_account(session, phone, name, password, now, must_change=must_change)
        add_grant(session, account_id, season_id, Role.CITY, CITY_SCOPE, now)
    return is_new


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
