"""Join codes: made, listed and revoked."""

import secrets
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from tracker.database import db, writing
from tracker.teams.models import JoinCode
from tracker.teams.rules import (
    JOIN_CODE_ALPHABET,
    JOIN_CODE_LENGTH,
    Code,
    UnknownCodeError,
)


def codes_of(team_id: int) -> list[Code]:
    """A team's codes: those in force first, each kind newest first."""
    query = (
        select(JoinCode)
        .where(JoinCode.team_id == team_id)
        .order_by(JoinCode.revoked_at.is_not(None), JoinCode.created_at.desc(), JoinCode.code)
    )
    return [code_value(row) for row in db.session.scalars(query)]


def code_of(team_id: int, code: str) -> Code:
    """A team's code that is in force; raises UnknownCodeError, also when it is revoked."""
    query = select(JoinCode).where(
        JoinCode.team_id == team_id, JoinCode.code == code, JoinCode.revoked_at.is_(None)
    )
    row = db.session.scalar(query)
    if row is None:
        raise UnknownCodeError(code)
    return code_value(row)


def create_code(team_id: int, now: datetime) -> str:
    """A further code that lets people into a team."""
    with writing() as session:
        return add_code(session, team_id, now)


def revoke_code(team_id: int, code: str, now: datetime) -> None:
    """A team's code lets nobody in any more; raises UnknownCodeError, also when it is revoked."""
    revoked = (
        update(JoinCode)
        .where(JoinCode.team_id == team_id, JoinCode.code == code, JoinCode.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    with writing() as session:
        if cast("CursorResult[Any]", session.execute(revoked)).rowcount == 0:
            raise UnknownCodeError(code)


def add_code(session: Session, team_id: int, now: datetime) -> str:
    """Inside a caller's transaction: a new code for a team."""
    code = "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(JOIN_CODE_LENGTH))
    session.add(JoinCode(code=code, team_id=team_id, created_at=now))
    return code


def code_value(row: JoinCode) -> Code:
    """A code's row as a value."""
    return Code(row.code, row.created_at, row.revoked_at)
