"""Opening a team: its unit, its two leaders, and the first code that lets people in."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.accounts.rules import HashedPassword, Role, team_scope
from tracker.accounts.store import add_account, add_grant, hashed
from tracker.database import random_key, writing
from tracker.teams.models import TeamRow, UnitRow
from tracker.teams.rules import (
    JOIN_CODE_ALPHABET,
    Appointed,
    NameNeededError,
    NewTeam,
    OpenedTeam,
    SameLeaderError,
    TeamNameTakenError,
)
from tracker.teams.store.codes import add_code

FIRST_PASSWORD_LENGTH = 10


def open_team(wanted: NewTeam, leader: Appointed, deputy: Appointed, now: datetime) -> OpenedTeam:
    """A team with its leader, its deputy and a join code.

    Raises SameLeaderError, NameNeededError or TeamNameTakenError.
    """
    if leader.phone == deputy.phone:
        raise SameLeaderError
    passwords = {each.phone: _first_password() for each in (leader, deputy)}
    hashes = {phone: hashed(password) for phone, password in passwords.items()}
    made: set[str] = set()
    with writing() as session:
        team_id = _add_team(session, wanted, now)
        for role, each in ((Role.LEADER, leader), (Role.DEPUTY, deputy)):
            account_id = session.scalar(select(Account.id).where(Account.phone == each.phone))
            if account_id is None:
                account_id = _add_account(session, each, hashes[each.phone], now)
                made.add(each.phone)
            add_grant(session, account_id, wanted.season_id, role, team_scope(team_id), now)
        code = add_code(session, team_id, now)
    return OpenedTeam(team_id, code, {phone: passwords[phone] for phone in sorted(made)})


def _first_password() -> str:
    """For an account that somebody else opens: easy to read out, impossible to guess."""
    return "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(FIRST_PASSWORD_LENGTH))


def _add_team(session: Session, wanted: NewTeam, now: datetime) -> int:
    unit_id = _unit_id(session, wanted)
    taken = select(TeamRow.id).where(TeamRow.unit_id == unit_id, TeamRow.name == wanted.name)
    if session.scalar(taken) is not None:
        raise TeamNameTakenError(wanted.name)
    row = TeamRow(id=random_key(), unit_id=unit_id, name=wanted.name, created_at=now)
    session.add(row)
    session.flush()
    return row.id


def _unit_id(session: Session, wanted: NewTeam) -> int:
    found = select(UnitRow.id).where(
        UnitRow.season_id == wanted.season_id,
        UnitRow.district_code == wanted.district_code,
        UnitRow.name == wanted.unit_name,
    )
    unit_id = session.scalar(found)
    if unit_id is not None:
        return unit_id
    row = UnitRow(
        id=random_key(),
        season_id=wanted.season_id,
        district_code=wanted.district_code,
        name=wanted.unit_name,
        kind=wanted.unit_kind,
    )
    session.add(row)
    session.flush()
    return row.id


def _add_account(session: Session, who: Appointed, password: HashedPassword, now: datetime) -> int:
    if not who.name:
        raise NameNeededError(who.phone)
    return add_account(session, who.phone, who.name, password, now)
