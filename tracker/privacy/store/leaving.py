"""Asking to be erased, coming back, and erasing whoever did not come back in time."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import RoleGrant
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import LimitedError, NotTakingPartError
from tracker.campaign.store import hold
from tracker.database import db, forget_deleted, random_key, writing
from tracker.insights.rules.departed import Going
from tracker.insights.store import add_departing
from tracker.moves.models import MoveRequest
from tracker.moves.rules import Outcome
from tracker.privacy.models import LeavingPart, LeavingRow
from tracker.privacy.rules import Leaving, NotLeavingError, NotNotedError
from tracker.privacy.rules.leaving import DAYS_TO_RETURN
from tracker.privacy.store.erasing import add_erasure, note_outside
from tracker.privacy.store.finding import find_account, hold_account
from tracker.privacy.store.marking import add_marks_of_all_days
from tracker.teams.models import Membership, TeamRow
from tracker.teams.store import add_ended_stays

DAY = timedelta(days=1)
LOG = logging.getLogger(__name__)


def leaving_of(account_id: int) -> Leaving | None:
    """Whether she asked to be erased, and what she was told."""
    row = db.session.get(LeavingRow, account_id)
    return _value(row) if row else None


def leaving_numbered(number: int) -> Leaving | None:
    """The same by the certificate's number; nothing in it is about a person."""
    row = db.session.scalar(select(LeavingRow).where(LeavingRow.number == number))
    return _value(row) if row else None


def leave(account_id: int, today: date, now: datetime) -> Leaving:
    """She is to be erased: from now on nobody sees her any more. Asking twice is asking once.

    Her roles end, so that teams she leads are asked for another leader. Raises NotTakingPartError
    for whoever is erased.
    """
    with writing() as session:
        hold_account(session, account_id)
        there = session.get(LeavingRow, account_id, populate_existing=True)
        if there is None:
            there = LeavingRow(account_id=account_id, number=random_key(), asked_at=now)
            session.add(there)
            for participant_id in _parts(session, account_id):
                _add_left(session, participant_id, today, now)
            _end_roles(session, account_id, now)
        return _value(there)


def come_back(account_id: int, today: date) -> None:
    """She is not to be erased: back in her teams as before, roles aside; raises NotLeavingError.

    Of two that meet, this and the night's job, the one that holds her account first wins.
    """
    with writing() as session:
        hold_account(session, account_id)
        asked = session.get(LeavingRow, account_id, populate_existing=True)
        if asked is None:
            raise NotLeavingError(account_id)
        for part in _left(session, account_id):
            _add_back(session, part, today)
        session.delete(asked)


def erase_due(today: date, now: datetime) -> int:
    """Erase everybody who asked for it and did not come back in time: how many that were.

    As good twice as once, and by several at a time. Where the list beside the backups cannot be
    written nobody is erased, and the next night tries again.
    """
    due = select(LeavingRow.account_id).where(LeavingRow.asked_at <= now - DAYS_TO_RETURN)
    done = 0
    for account_id in list(db.session.scalars(due.order_by(LeavingRow.asked_at))):
        try:
            done += _erase_if_due(account_id, today, now)
        except NotNotedError as error:
            LOG.error("Nobody is erased. %s", error)  # noqa: TRY400 - the error says it all
            break
    if done:
        forget_deleted()
    return done


def _erase_if_due(account_id: int, today: date, now: datetime) -> bool:
    with writing() as session:
        hold_account(session, account_id)
        asked = session.get(LeavingRow, account_id, populate_existing=True)
        if asked is None or asked.asked_at > now - DAYS_TO_RETURN:
            return False
        add_erasure(session, find_account(session, account_id), today, now)
        note_outside(account_id, now)
    return True


def _parts(session: Session, account_id: int) -> Sequence[int]:
    query = select(ParticipantRow.id).where(
        ParticipantRow.account_id == account_id, ParticipantRow.left_on.is_(None)
    )
    return session.scalars(query.order_by(ParticipantRow.id)).all()


def _add_left(session: Session, participant_id: int, today: date, now: datetime) -> None:
    """Her part in a season ends as if she had left it, and nothing of it is used."""
    try:
        hold(session, participant_id)
    except LimitedError:
        pass
    except NotTakingPartError:  # she left on another page meanwhile
        return
    part = session.get_one(ParticipantRow, participant_id, populate_existing=True)
    session.add(
        LeavingPart(
            participant_id=participant_id,
            team_id=_team_now(session, participant_id),
            left_on=today,
            limited_at=part.limited_at,
        )
    )
    add_departing(session, [participant_id], today, Going.LIMITED)
    part.left_on, part.limited_at = today, part.limited_at or now
    session.flush()
    add_ended_stays(session, [participant_id], today)
    add_marks_of_all_days(session, [participant_id], today)


def _add_back(session: Session, before: LeavingPart, today: date) -> None:
    """Her part in a season is what it was: the stay that was ended goes on."""
    part = session.get_one(ParticipantRow, before.participant_id, populate_existing=True)
    part.left_on, part.limited_at = None, before.limited_at
    team_id, ended_on = before.team_id, before.left_on - DAY
    session.delete(before)
    session.flush()
    if team_id is not None:
        session.execute(
            update(Membership)
            .where(
                Membership.participant_id == part.id,
                Membership.team_id == team_id,
                Membership.last == ended_on,
            )
            .values(last=None)
        )
        _move_if_merged(session, part.id, team_id, today)
    add_marks_of_all_days(session, [part.id], today)


def _move_if_merged(session: Session, participant_id: int, team_id: int, today: date) -> None:
    """Where her team became part of another meanwhile, she is in that one from today on."""
    into, seen = session.get_one(TeamRow, team_id), {team_id}
    while into.merged_into is not None and into.merged_into not in seen:
        seen.add(into.merged_into)
        into = session.get_one(TeamRow, into.merged_into)
    if into.id == team_id:
        return
    stay = select(Membership).where(
        Membership.participant_id == participant_id, Membership.last.is_(None)
    )
    current = session.scalars(stay.execution_options(populate_existing=True)).one()
    if current.first >= today:
        current.team_id = into.id
        return
    current.last = today - DAY
    session.add(Membership(participant_id=participant_id, first=today, team_id=into.id))
    session.flush()


def _team_now(session: Session, participant_id: int) -> int | None:
    query = select(Membership.team_id).where(
        Membership.participant_id == participant_id, Membership.last.is_(None)
    )
    return session.scalar(query.limit(1))


def _left(session: Session, account_id: int) -> Sequence[LeavingPart]:
    query = (
        select(LeavingPart)
        .join(ParticipantRow, ParticipantRow.id == LeavingPart.participant_id)
        .where(ParticipantRow.account_id == account_id)
        .order_by(LeavingPart.participant_id)
        .with_for_update(of=ParticipantRow, key_share=True)
    )
    return session.scalars(query).all()


def _end_roles(session: Session, account_id: int, now: datetime) -> None:
    """Nobody waits for whoever is gone: her roles end, and so does what she asked to join."""
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.execute(
        update(MoveRequest)
        .where(MoveRequest.account_id == account_id, MoveRequest.closed_at.is_(None))
        .values(closed_at=now, outcome=Outcome.WITHDRAWN)
    )


def _value(row: LeavingRow) -> Leaving:
    return Leaving(row.number, row.asked_at)
