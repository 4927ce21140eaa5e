"""Roles that end by themselves, and accounts for whoever needs none of their own."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import RoleGrant
from tracker.accounts.rules import HashedPassword, Role, no_phone
from tracker.accounts.store.people import add_account
from tracker.database import random_key

NO_PASSWORD = HashedPassword("-")
"""No password fits it."""


def add_passing_account(session: Session, name: str, now: datetime) -> int:
    """Inside a caller's transaction: an account without phone and password, for one browser."""
    return add_account(session, no_phone(random_key()), name, NO_PASSWORD, now)


def add_passing_grant(
    session: Session,
    account_id: int,
    season_id: int,
    role: Role,
    scope: str,
    now: datetime,
    until: datetime,
) -> None:
    """Inside a caller's transaction: a role over a scope that ends by itself at `until`."""
    held = select(RoleGrant.id).where(
        RoleGrant.account_id == account_id,
        RoleGrant.role == role,
        RoleGrant.scope == scope,
        RoleGrant.ended_at > now,
    )
    if session.scalar(held) is None:
        session.add(
            RoleGrant(
                account_id=account_id,
                season_id=season_id,
                role=role,
                scope=scope,
                granted_at=now,
                ended_at=until,
            )
        )


def end_passing_grants(
    session: Session, scope: str, now: datetime, account_id: int | None = None
) -> None:
    """Inside a caller's transaction: end what would have ended later, of one account or of all."""
    ended = update(RoleGrant).where(RoleGrant.scope == scope, RoleGrant.ended_at > now)
    if account_id is not None:
        ended = ended.where(RoleGrant.account_id == account_id)
    session.execute(ended.values(ended_at=now))
