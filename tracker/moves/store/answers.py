"""Answering a request: by the leader or deputy of either team, once."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import Account
from tracker.accounts.rules import masked
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed, hold
from tracker.database import db, writing
from tracker.moves.models import MoveRequest
from tracker.moves.rules import (
    AnsweredAlreadyError,
    MoveKind,
    Outcome,
    OwnRequestError,
    UnknownRequestError,
    Waiting,
)
from tracker.teams.models import JoinCode, Membership, TeamRow, UnitRow
from tracker.teams.store import add_code, add_transfer
from tracker.teams.store.room import take_place

DEEDS = {
    Outcome.APPROVED: Deed.REQUEST_APPROVED,
    Outcome.DECLINED: Deed.REQUEST_DECLINED,
}
DAY = timedelta(days=1)


def waiting_at(team_id: int, viewer_id: int, today: date, now: datetime) -> list[Waiting]:
    """What waits for an answer of a team's leaders: who wants to come, and who wants to go.

    The longest waiting first; their own requests are for others to answer.
    """
    old = aliased(TeamRow)
    query = (
        select(
            MoveRequest.id,
            MoveRequest.kind,
            Account.name,
            Account.phone,
            MoveRequest.team_id,
            TeamRow.name,
            old.name,
            MoveRequest.asked_at,
            MoveRequest.expires_at,
        )
        .join(Account, Account.id == MoveRequest.account_id)
        .join(TeamRow, TeamRow.id == MoveRequest.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .outerjoin(ParticipantRow, _takes_part())
        .outerjoin(Membership, (Membership.participant_id == ParticipantRow.id) & _covers(today))
        .outerjoin(old, old.id == Membership.team_id)
        .where(
            or_(MoveRequest.team_id == team_id, Membership.team_id == team_id),
            MoveRequest.account_id != viewer_id,
            MoveRequest.closed_at.is_(None),
            MoveRequest.expires_at > now,
            _still_meant(),
        )
        .order_by(MoveRequest.asked_at, MoveRequest.id)
    )
    return [
        Waiting(each, kind, name, masked(phone), wanted, team, comes_from, asked_at, expires_at)
        for each, kind, name, phone, wanted, team, comes_from, asked_at, expires_at in (
            db.session.execute(query)
        )
    ]


def approve(
    actor_id: int, team_id: int, request_id: int, why: str, today: date, now: datetime
) -> MoveKind:
    """Let her in: from today she is in the team she asked for, or a newcomer has a code to join by.

    Raises UnknownRequestError, OwnRequestError or AnsweredAlreadyError; NotTakingPartError,
    TeamFullError, TeamClosedError, ClosedError or TransferredAlreadyError if it cannot be.
    """
    with writing() as session:
        request, participant_id = _held(session, actor_id, team_id, request_id, today, now)
        if participant_id is None:
            take_place(session, request.team_id)
            _ensure_code(session, request.team_id, now)
        else:
            add_transfer(session, participant_id, request.team_id, today, today)
        _close(session, request, participant_id, actor_id, Outcome.APPROVED, why, now)
        return request.kind


def decline(
    actor_id: int, team_id: int, request_id: int, why: str, today: date, now: datetime
) -> None:
    """Say no, with the reason that she reads.

    Raises UnknownRequestError, OwnRequestError, AnsweredAlreadyError or NotTakingPartError.
    """
    with writing() as session:
        request, participant_id = _held(session, actor_id, team_id, request_id, today, now)
        _close(session, request, participant_id, actor_id, Outcome.DECLINED, why, now)


def _held(
    session: Session, actor_id: int, team_id: int, request_id: int, today: date, now: datetime
) -> tuple[MoveRequest, int | None]:
    """The open request, so that of two who answer one waits and then finds it answered.

    First the person, then the request, as she does when she asks or takes it back.
    """
    yesterday = today - DAY  # whoever was too late finds her in the other team since today
    stayed = (
        exists()
        .where(
            Membership.participant_id == ParticipantRow.id,
            Membership.team_id == team_id,
            Membership.last.is_(None) | (Membership.last >= yesterday),
        )
        .correlate(ParticipantRow)
    )
    found = session.execute(
        select(MoveRequest.account_id, ParticipantRow.id)
        .join(TeamRow, TeamRow.id == MoveRequest.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .outerjoin(ParticipantRow, _takes_part())
        .where(
            MoveRequest.id == request_id,
            or_(MoveRequest.team_id == team_id, (MoveRequest.kind == MoveKind.TRANSFER) & stayed),
        )
    ).one_or_none()
    if found is None:
        raise UnknownRequestError(request_id)
    account_id, participant_id = found
    if account_id == actor_id:
        raise OwnRequestError(request_id)
    if participant_id is not None:
        hold(session, participant_id)
    locked = select(MoveRequest).where(MoveRequest.id == request_id).with_for_update()
    request = session.scalars(locked.execution_options(populate_existing=True)).one()
    if request.closed_at is not None:
        raise AnsweredAlreadyError(request.outcome or Outcome.WITHDRAWN)
    if request.expires_at <= now:
        raise AnsweredAlreadyError(Outcome.EXPIRED)
    if (request.kind is MoveKind.JOIN) != (participant_id is None):
        raise AnsweredAlreadyError(Outcome.WITHDRAWN)  # she found another way in meanwhile
    return request, participant_id


def _close(
    session: Session,
    request: MoveRequest,
    participant_id: int | None,
    actor_id: int,
    outcome: Outcome,
    why: str,
    now: datetime,
) -> None:
    """A newcomer has no part yet that a deed could be written to: the request itself is hers."""
    request.outcome, request.closed_at = outcome, now
    request.actor_id, request.why = actor_id, why
    if participant_id is not None:
        add_deed(session, actor_id, participant_id, DEEDS[outcome], why, now)


def _ensure_code(session: Session, team_id: int, now: datetime) -> None:
    """Whoever is let in joins by a code like everybody else; a team may have revoked all."""
    in_force = select(JoinCode.code).where(
        JoinCode.team_id == team_id, JoinCode.revoked_at.is_(None)
    )
    if session.scalar(in_force.limit(1)) is None:
        add_code(session, team_id, now)


def _takes_part() -> ColumnElement[bool]:
    return (ParticipantRow.account_id == MoveRequest.account_id) & (
        ParticipantRow.season_id == UnitRow.season_id
    )


def _covers(day: date) -> ColumnElement[bool]:
    return (Membership.first <= day) & (Membership.last.is_(None) | (Membership.last >= day))


def _still_meant() -> ColumnElement[bool]:
    """A newcomer who joined in another way has what she wanted; who left wants nothing."""
    newcomer = (MoveRequest.kind == MoveKind.JOIN) & ParticipantRow.id.is_(None)
    member = (MoveRequest.kind == MoveKind.TRANSFER) & ParticipantRow.left_on.is_(None)
    return newcomer | (member & ParticipantRow.id.is_not(None))
