"""Opening a team: its unit, its two leaders, and the first code that lets people in."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.accounts.rules import HashedPassword, PhoneTakenError, Role, team_scope
from tracker.accounts.store import add_account, add_grant, hashed
from tracker.database import insert, random_key, writing
from tracker.teams.models import TeamRow, UnitRow
from tracker.teams.rules import (
    JOIN_CODE_ALPHABET,
    Appointed,
    NameNeededError,
    NewTeam,
    OpenedTeam,
    SameLeaderError,
    TeamNameTakenError,
    UnitClosedError,
)
from tracker.teams.store.codes import add_code
from tracker.teams.store.stale import add_roster_marks

FIRST_PASSWORD_LENGTH = 10


def open_team(wanted: NewTeam, leader: Appointed, deputy: Appointed, now: datetime) -> OpenedTeam:
    """A team with its leader, its deputy and a join code.

    Raises SameLeaderError, NameNeededError, UnitClosedError or TeamNameTakenError.
    """
    if leader.phone == deputy.phone:
        raise SameLeaderError
    passwords = {each.phone: first_password() for each in (leader, deputy)}
    hashes = {phone: hashed(password) for phone, password in passwords.items()}
    made: set[str] = set()
    with writing() as session:
        team_id = _add_team(session, _unit_id(session, wanted), wanted.name, now)
        for role, each in ((Role.LEADER, leader), (Role.DEPUTY, deputy)):
            account_id, is_new = add_appointed(session, each, hashes[each.phone], now)
            add_grant(session, account_id, wanted.season_id, role, team_scope(team_id), now)
            if is_new:
                made.add(each.phone)
        code = add_code(session, team_id, now)
    return OpenedTeam(team_id, code, {phone: passwords[phone] for phone in sorted(made)})


def first_password() -> str:
    """For an account that somebody else opens: easy to read out, impossible to guess."""
    return "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(FIRST_PASSWORD_LENGTH))


def open_team_in(unit_id: int, name: str, now: datetime) -> int:
    """A team of a unit without anybody to lead it yet, with a join code: its key.

    Raises UnitClosedError or TeamNameTakenError.
    """
    query = select(UnitRow.closed_at).where(UnitRow.id == unit_id).with_for_update(key_share=True)
    with writing() as session:
        if session.scalars(query).one() is not None:
            raise UnitClosedError(unit_id)
        team_id = _add_team(session, unit_id, name, now)
        add_code(session, team_id, now)
    return team_id


def _add_team(session: Session, unit_id: int, name: str, now: datetime) -> int:
    team_id: int | None = session.scalar(
        insert(TeamRow)
        .values(id=random_key(), unit_id=unit_id, name=name, created_at=now)
        .on_conflict_do_nothing(index_elements=["unit_id", "name"])
        .returning(TeamRow.id)
    )
    if team_id is None:
        raise TeamNameTakenError(name)
    add_roster_marks(session, [team_id])  # so that its district lists it
    return team_id


def _unit_id(session: Session, wanted: NewTeam) -> int:
    """The district's unit of this name, made now if there is none; its kind stays what it was."""
    key = {
        "season_id": wanted.season_id,
        "district_code": wanted.district_code,
        "name": wanted.unit_name,
    }
    # DO NOTHING would return no row for a unit that another organizer opens at this moment.
    found = session.execute(
        insert(UnitRow)
        .values(id=random_key(), kind=wanted.unit_kind, **key)
        .on_conflict_do_update(index_elements=list(key), set_={"name": wanted.unit_name})
        .returning(UnitRow.id, UnitRow.closed_at)
    ).one()
    if found.closed_at:
        raise UnitClosedError(found.id)
    unit_id: int = found.id
    return unit_id


def add_appointed(
    session: Session, who: Appointed, password: HashedPassword, now: datetime
) -> tuple[int, bool]:
    """Inside a caller's transaction: the account with this phone and whether it was made now.

    Raises NameNeededError, since a new one takes a name.
    """
    known = select(Account.id).where(Account.phone == who.phone)
    account_id = session.scalar(known)
    if account_id is not None:
        return account_id, False
    if not who.name:
        raise NameNeededError(who.phone)
    try:
        account_id = add_account(
            session, who.phone, who.name, password, now, begun=False, must_change=True
        )
    except PhoneTakenError:  # she joined a team, or was given one, at this moment
        return session.scalars(known).one(), False
    return account_id, True
