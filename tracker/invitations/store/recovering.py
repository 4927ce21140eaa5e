"""Slips that open a new password: printed without a look at who has an account, used once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import HashedPassword, Role, team_scope, unit_scope
from tracker.accounts.store import add_changed_phone, add_opening
from tracker.campaign.models import ParticipantRow
from tracker.database import db, random_key, writing
from tracker.database.numbers import number_index, number_indexes
from tracker.invitations.models import RecoverySlip
from tracker.invitations.rules import (
    RECOVERY_KEPT,
    RECOVERY_VALID,
    PrintedRecovery,
    SlipUsedError,
    TooManyMissesError,
    UnknownSlipError,
    WrongPhoneError,
    misses_now,
    new_handle,
    waits_until,
)
from tracker.teams.models import Membership, TeamRow, UnitRow


@dataclass(frozen=True)
class Desk:
    """Where slips are printed: at a unit's, or at its district's."""

    season_id: int
    district_code: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Given:
    """What somebody holds and says: a slip's handle, and the number it is for."""

    handle: str
    phone: str


def add_recovery_slip(desk: Desk, phone: str, sealed_name: str, now: datetime) -> int:
    """A slip for whoever has this number, whether or not anybody does: its key.

    One that was printed before for the same number at this desk opens nothing any more.
    """
    slip_id = random_key()
    older = _of(desk) & RecoverySlip.number_hash.in_(number_indexes(phone))
    open_ones = older & RecoverySlip.used_at.is_(None) & RecoverySlip.revoked_at.is_(None)
    with writing() as session:
        session.execute(update(RecoverySlip).where(open_ones).values(revoked_at=now))
        session.add(
            RecoverySlip(
                id=slip_id,
                season_id=desk.season_id,
                unit_id=desk.unit_id,
                district_code=desk.district_code,
                handle=new_handle(),
                number_hash=number_index(phone),
                sealed_name=sealed_name,
                made_at=now,
                expires_at=now + RECOVERY_VALID,
            )
        )
    return slip_id


def recovery_slips(desk: Desk) -> list[PrintedRecovery]:
    """The slips of a desk, the newest first; whether one was used is not in it."""
    query = select(RecoverySlip).where(_of(desk)).order_by(RecoverySlip.made_at.desc())
    return [_printed(row) for row in db.session.scalars(query)]


def recovery_slip(desk: Desk, slip_id: int) -> PrintedRecovery:
    """One of a desk's slips; raises UnknownSlipError."""
    row = db.session.scalar(select(RecoverySlip).where(_of(desk), RecoverySlip.id == slip_id))
    if row is None:
        raise UnknownSlipError
    return _printed(row)


def revoke_recovery(desk: Desk, slip_id: int, now: datetime) -> None:
    """The slip opens nothing any more; raises UnknownSlipError."""
    this = _of(desk) & (RecoverySlip.id == slip_id)
    with writing() as session:
        values = {"revoked_at": now}
        changed = session.execute(update(RecoverySlip).where(this).values(**values))
        if cast("CursorResult[Any]", changed).rowcount == 0:
            raise UnknownSlipError


def check_recovery(handle: str, now: datetime) -> None:
    """Raises UnknownSlipError or SlipUsedError where a slip opens nothing."""
    _open_or_raise(
        db.session.scalar(select(RecoverySlip).where(RecoverySlip.handle == handle)), now
    )


def recover(given: Given, password: HashedPassword, now: datetime) -> bool:
    """The slip is used, and opens a new password if an account has the number and may be helped.

    Whether it did is for whoever tells that account, and never for who holds the slip. Raises
    UnknownSlipError, SlipUsedError, WrongPhoneError or TooManyMissesError.
    """
    with writing() as session:
        slip, refusal = _tried(session, given, now)
        account_id = None if refusal else _helped(session, slip, given.phone, now)
        if account_id is not None:
            add_opening(session, account_id, password, now)
    if refusal:
        raise refusal
    return account_id is not None


def change_number_by_slip(account_id: int, given: Given, now: datetime) -> str | None:
    """The slip is used, and its number is this account's from now on: the one before.

    None where somebody else has the number. Raises as `recover` does.
    """
    with writing() as session:
        _slip, refusal = _tried(session, given, now)
        before = None
        if refusal is None:
            before = add_changed_phone(session, account_id, given.phone, now)
    if refusal:
        raise refusal
    return before


def forget_recovery(now: datetime) -> int:
    """Drop slips that opened nothing for a while: how many those were."""
    old = delete(RecoverySlip).where(RecoverySlip.expires_at < now - RECOVERY_KEPT)
    with writing() as session:
        return len(session.scalars(old.returning(RecoverySlip.id)).all())


def _tried(
    session: Session, given: Given, now: datetime
) -> tuple[RecoverySlip, WrongPhoneError | TooManyMissesError | None]:
    """One try after the other: the slip is used up by the right number, a wrong one is counted."""
    query = select(RecoverySlip).where(RecoverySlip.handle == given.handle).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    slip = _open_or_raise(row, now)
    until = waits_until(slip.misses, slip.missed_at, now)
    if until:
        return slip, TooManyMissesError(until)
    if slip.number_hash not in number_indexes(given.phone):
        slip.misses, slip.missed_at = misses_now(slip.misses, slip.missed_at, now), now
        return slip, WrongPhoneError()
    slip.used_at = now
    session.flush()
    return slip, None


def _open_or_raise(row: RecoverySlip | None, now: datetime) -> RecoverySlip:
    if row is None or row.revoked_at is not None or now >= row.expires_at:
        raise UnknownSlipError
    if row.used_at is not None:
        raise SlipUsedError
    return row


def _helped(session: Session, slip: RecoverySlip, phone: str, now: datetime) -> int | None:
    """The account with this number, if whoever printed the slip may help it back.

    A contact helps members of her unit's teams who have no duty; a district also those who lead
    or are contacts in it. Whoever holds a role above that is helped by nobody's slip.
    """
    account_id = session.scalar(select(Account.id).where(Account.has_phone(phone)))
    if account_id is None:
        return None
    in_force = RoleGrant.ended_at.is_(None) | (RoleGrant.ended_at > now)
    held = select(RoleGrant.role, RoleGrant.scope).where(
        RoleGrant.account_id == account_id, in_force
    )
    grants = [(row.role, row.scope) for row in session.execute(held)]
    if slip.unit_id is not None:
        may = not grants and _is_member(session, slip, account_id)
    else:
        inside = _scopes_in(session, slip)
        may = all(_is_helped(role, scope, inside) for role, scope in grants)
        may = may and (bool(grants) or _is_member(session, slip, account_id))
    return account_id if may else None


def _is_helped(role: Role, scope: str, inside: frozenset[str]) -> bool:
    return role in {Role.LEADER, Role.DEPUTY, Role.CONTACT} and scope in inside


def _is_member(session: Session, slip: RecoverySlip, account_id: int) -> bool:
    here = (
        UnitRow.id == slip.unit_id
        if slip.unit_id is not None
        else UnitRow.district_code == slip.district_code
    )
    query = (
        select(Membership.participant_id)
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(
            here,
            UnitRow.season_id == slip.season_id,
            ParticipantRow.account_id == account_id,
            Membership.last.is_(None),
            ParticipantRow.left_on.is_(None),
        )
    )
    return session.scalars(query).first() is not None


def _scopes_in(session: Session, slip: RecoverySlip) -> frozenset[str]:
    here = (UnitRow.season_id == slip.season_id) & (UnitRow.district_code == slip.district_code)
    units: Sequence[int] = session.scalars(select(UnitRow.id).where(here)).all()
    teams = session.scalars(
        select(TeamRow.id).join(UnitRow, UnitRow.id == TeamRow.unit_id).where(here)
    )
    return frozenset(map(unit_scope, units)) | frozenset(map(team_scope, teams))


def _of(desk: Desk) -> ColumnElement[bool]:
    at = (RecoverySlip.season_id == desk.season_id) & (
        RecoverySlip.district_code == desk.district_code
    )
    if desk.unit_id is None:
        return at & RecoverySlip.unit_id.is_(None)
    return at & (RecoverySlip.unit_id == desk.unit_id)


def _printed(row: RecoverySlip) -> PrintedRecovery:
    return PrintedRecovery(
        row.id, row.sealed_name, row.handle, row.made_at, row.expires_at, row.revoked_at is not None
    )
