"""A leader asks members of her team; she reads who agreed, and of nobody else more than asked."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, false, func, select, true
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed, hold
from tracker.campaign.store import held as held_people
from tracker.database import db, random_key, writing
from tracker.showcases.models import SquadMemberRow, SquadRow
from tracker.showcases.rules import (
    Asked,
    SquadConfirmedError,
    SquadFullError,
    UnknownMemberError,
)
from tracker.showcases.store.nominating import agreed_in, check_signing_up, held_squad
from tracker.showcases.store.squads import PRESENT_TEAM
from tracker.teams.models import Membership, TeamRow


def asked(squad_id: int) -> list[Asked]:
    """Everybody in the squad's team by name: whether she was asked, and whether she agreed.

    The database is asked for nothing that tells a refusal from silence.
    """
    hers = and_(
        SquadMemberRow.participant_id == ParticipantRow.id,
        SquadMemberRow.squad_id == squad_id,
        SquadMemberRow.withdrawn_at.is_(None),
    )
    query = (
        select(
            ParticipantRow.id,
            Account.name,
            SquadMemberRow.id.label("member_id"),
            func.coalesce(SquadMemberRow.is_substitute, false()).label("is_substitute"),
            func.coalesce(SquadMemberRow.agreed, false()).label("agreed"),
        )
        .select_from(SquadRow)
        .join(TeamRow, TeamRow.id == SquadRow.team_id)
        .join(Membership, (Membership.team_id == PRESENT_TEAM) & Membership.last.is_(None))
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .join(Account, Account.id == ParticipantRow.account_id)
        .outerjoin(SquadMemberRow, hers)
        .where(SquadRow.id == squad_id, ParticipantRow.left_on.is_(None))
    )
    return [
        Asked(row[0], row[1], row[2], bool(row[3]), bool(row[4]))
        for row in sorted(db.session.execute(query), key=lambda each: (each[1], each[0]))
    ]


def ask(
    squad_id: int,
    participant_ids: Collection[int],
    actor_id: int,
    today: date,
    now: datetime,
    *,
    as_substitute: bool,
) -> int:
    """Ask members of the squad's team; how many of them are asked now who were not before.

    To ask again changes nothing, whatever she answered; whoever is in no such team is passed over.
    Raises UnknownSquadError, SquadConfirmedError or NotNowError.
    """
    with writing() as session:
        there = held_people(session, participant_ids)
        _check_changing(session, squad_id, today)
        known = {row.participant_id: row for row in _rows(session, squad_id)}
        fresh = [each for each in _in_team(session, squad_id) if each in there]
        new = [each for each in fresh if each not in known or known[each].withdrawn_at]
        for participant_id in new:
            row = known.get(participant_id)
            if row is None:
                row = SquadMemberRow(
                    id=random_key(), squad_id=squad_id, participant_id=participant_id
                )
                session.add(row)
            row.is_substitute, row.asked_at, row.withdrawn_at = as_substitute, now, None
            add_deed(session, actor_id, participant_id, Deed.SQUAD_ASKED, "", now)
    return len(new)


def withdraw(squad_id: int, member_id: int, actor_id: int, today: date, now: datetime) -> None:
    """Do not ask somebody any more, whatever she answered; raises UnknownMemberError and as `ask`.

    A place she took is free again, and to take it again is hers to say; a refusal stays one.
    """
    with writing() as session:
        row = _member(session, squad_id, member_id, today)
        row.withdrawn_at, row.height_cm = now, None
        if row.agreed:
            row.agreed = None
        add_deed(session, actor_id, row.participant_id, Deed.SQUAD_ASK_WITHDRAWN, "", now)


def move(squad_id: int, member_id: int, actor_id: int, today: date, now: datetime) -> None:
    """From a place to a substitute's or back; raises SquadFullError, UnknownMemberError."""
    with writing() as session:
        row = _member(session, squad_id, member_id, today)
        wanted = not row.is_substitute
        if row.agreed:
            check_room(session, session.get_one(SquadRow, squad_id), as_substitute=wanted)
        row.is_substitute = wanted
        add_deed(session, actor_id, row.participant_id, Deed.SQUAD_PLACE_CHANGED, "", now)


def check_room(session: Session, squad: SquadRow, *, as_substitute: bool) -> None:
    """Inside a transaction that holds the squad: raises SquadFullError without such a place."""
    places = session.scalar(agreed_in(squad.id, substitutes=False)) or 0
    substitutes = session.scalar(agreed_in(squad.id, substitutes=True)) or 0
    free = squad.substitutes - substitutes
    if (free if as_substitute else squad.size - places) <= 0:
        raise SquadFullError(max(0, free))


def _check_changing(session: Session, squad_id: int, today: date) -> None:
    squad = held_squad(session, squad_id)
    if squad.confirmed_at is not None:
        raise SquadConfirmedError(squad_id)
    check_signing_up(session, squad.showcase_id, today)


def _rows(session: Session, squad_id: int) -> list[SquadMemberRow]:
    query = select(SquadMemberRow).where(SquadMemberRow.squad_id == squad_id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _in_team(session: Session, squad_id: int) -> list[int]:
    query = (
        select(Membership.participant_id)
        .join(SquadRow, true())
        .join(TeamRow, TeamRow.id == SquadRow.team_id)
        .where(
            SquadRow.id == squad_id,
            Membership.team_id == PRESENT_TEAM,
            Membership.last.is_(None),
        )
        .order_by(Membership.participant_id)
    )
    return list(session.scalars(query))


def _member(session: Session, squad_id: int, member_id: int, today: date) -> SquadMemberRow:
    """Somebody who was asked, held before the squad is, as in every other verb."""
    whose = select(SquadMemberRow.participant_id).where(
        SquadMemberRow.id == member_id, SquadMemberRow.squad_id == squad_id
    )
    participant_id = session.scalar(whose)
    if participant_id is None:
        raise UnknownMemberError(member_id)
    hold(session, participant_id)
    _check_changing(session, squad_id, today)
    row = session.get(SquadMemberRow, member_id, populate_existing=True)
    if row is None or row.withdrawn_at is not None:
        raise UnknownMemberError(member_id)
    return row
