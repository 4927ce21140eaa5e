"""Whoever was appointed by others begins with a slip of her own; and who in a district needs help.

Grants and places only: nothing of what anybody notes, and nobody who leads nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, delete, select, type_coerce, update

from tracker.accounts.models import Account, RoleGrant, SignInLock
from tracker.accounts.rules import HashedPassword, Person, Role, masked, team_scope, unit_scope
from tracker.accounts.store import person
from tracker.campaign.store import calendar_of
from tracker.clock import BEIJING
from tracker.database import db, insert, writing
from tracker.invitations.models import RoleSlip
from tracker.invitations.rules import (
    APPOINTED,
    Beginner,
    Duty,
    HelpList,
    LockedOut,
    SlipExpiredError,
    UnknownSlipError,
    last_role_day_of,
    new_handle,
)
from tracker.invitations.store.guessing import Tries, add_try
from tracker.teams.models import TeamRow, UnitRow


def beginners(season_id: int, district_code: str) -> list[Beginner]:
    """Who was appointed in a district and never came, by place, with her slip if there is one."""
    query = (
        _appointed(Account.phone, RoleSlip.handle, RoleSlip.last_day)
        .outerjoin(RoleSlip, RoleSlip.account_id == Account.id)
        .where(RoleGrant.season_id == season_id, Account.begun.is_(False))
    )
    places = _places(season_id, district_code)
    found: dict[int, Beginner] = {}
    for row, duty in _with_duties(db.session.execute(query), places):
        before = found.get(row.id)
        duties = (*before.duties, duty) if before else (duty,)
        found[row.id] = Beginner(
            row.id, row.name, masked(row.phone), duties, row.handle, row.last_day
        )
    return sorted(
        found.values(), key=lambda each: (each.duties[0].place, each.name, each.account_id)
    )


def make_role_slips(account_ids: Iterable[int], season_id: int, now: datetime) -> None:
    """A slip with a new code for each of these accounts that nobody has begun."""
    last_day = last_role_day_of(calendar_of(season_id), now.astimezone(BEIJING).date())
    wanted = set(account_ids)
    slip = insert(RoleSlip)
    again = {name: slip.excluded[name] for name in ("handle", "made_at", "last_day")}
    with writing() as session:
        waiting = select(Account.id).where(Account.id.in_(wanted), Account.begun.is_(False))
        for account_id in sorted(session.scalars(waiting)):
            values = {"account_id": account_id, "handle": new_handle(), "misses": 0}
            session.execute(
                slip.values(made_at=now, last_day=last_day, **values).on_conflict_do_update(
                    index_elements=["account_id"], set_={**again, "misses": 0, "missed_at": None}
                )
            )


def begin(handle: str, phone: str, password: HashedPassword, today: date, now: datetime) -> Person:
    """Her account is hers, with a password that only she knows; the slip is gone.

    Raises UnknownSlipError, SlipExpiredError, WrongPhoneError or TooManyMissesError.
    """
    query = (
        select(Account.id, Account.phone, Account.epoch, RoleSlip.last_day)
        .add_columns(RoleSlip.misses, RoleSlip.missed_at)
        .join(Account, Account.id == RoleSlip.account_id)
        .where(RoleSlip.handle == handle, Account.begun.is_(False))
        .with_for_update()
    )
    with writing() as session:
        row = session.execute(query).one_or_none()
        if row is None:
            raise UnknownSlipError
        if today > row.last_day:
            raise SlipExpiredError(row.last_day)
        tries = Tries(handle, row.phone, row.misses, row.missed_at)
        refusal = add_try(session, RoleSlip, tries, phone, now)
        if refusal is None:
            values = {"password_hash": password.encoded, "epoch": row.epoch + 1, "begun": True}
            values["must_change"] = False  # this one she chose herself
            session.execute(update(Account).where(Account.id == row.id).values(values))
            session.execute(delete(RoleSlip).where(RoleSlip.handle == handle))
    if refusal:
        raise refusal
    found = person(row.id, row.epoch + 1, now)
    if found is None:  # erased at this moment
        raise UnknownSlipError
    return found


def help_list(season_id: int, district_code: str, now: datetime) -> HelpList:
    """What a district can do this week so that nobody who leads is stuck."""
    places = _places(season_id, district_code)
    locks = (
        _appointed(SignInLock.until)
        .join(SignInLock, type_coerce(SignInLock.phone, String) == Account.phone_index)
        .where(RoleGrant.season_id == season_id, SignInLock.until > now)
    )
    locked = [
        LockedOut(row.name, duty, row.until)
        for row, duty in _with_duties(db.session.execute(locks), places)
    ]
    return HelpList(
        beginners(season_id, district_code),
        _without(Role.LEADER, season_id, district_code),
        _without(Role.DEPUTY, season_id, district_code),
        sorted(locked, key=lambda each: (each.duty.place, each.name)),
    )


def _appointed(*columns: Any) -> Any:
    """Whoever leads a team or is a unit's contact, one row a role."""
    return (
        select(Account.id, Account.name, RoleGrant.role, RoleGrant.scope, *columns)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role.in_(APPOINTED), RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )


def _with_duties(rows: Iterable[Any], places: dict[str, str]) -> Iterator[tuple[Any, Duty]]:
    """Rows of a district's people, each with what she is there."""
    for row in rows:
        if row.scope in places:
            yield row, Duty(row.role, places[row.scope])


def _places(season_id: int, district_code: str) -> dict[str, str]:
    """A district's units and open teams by the scope of a grant, as they read."""
    here = (UnitRow.season_id == season_id) & (UnitRow.district_code == district_code)
    units = db.session.execute(select(UnitRow.id, UnitRow.name).where(here))
    teams = (
        select(TeamRow.id, TeamRow.name, UnitRow.name.label("unit"))
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(here, TeamRow.closed_at.is_(None))
    )
    found = {unit_scope(row.id): row.name for row in units}
    return found | {
        team_scope(row.id): f"{row.unit} · {row.name}" for row in db.session.execute(teams)
    }


def _without(role: Role, season_id: int, district_code: str) -> list[str]:
    """A district's open teams that have nobody in a role."""
    held = select(RoleGrant.scope).where(
        RoleGrant.season_id == season_id, RoleGrant.role == role, RoleGrant.ended_at.is_(None)
    )
    taken = set(db.session.scalars(held))
    places = _places(season_id, district_code)
    return sorted(
        name
        for scope, name in places.items()
        if scope.startswith(team_scope(0).removesuffix("0")) and scope not in taken
    )
