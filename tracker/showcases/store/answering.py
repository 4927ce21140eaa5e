"""What a person was asked, and her answers: read by herself alone."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.campaign.store import hold
from tracker.database import db, writing
from tracker.showcases.models import ShowcaseRow, SquadMemberRow, SquadRow
from tracker.showcases.rules import (
    Invitation,
    NotInvitedError,
    NotNowError,
    Room,
    Showcase,
    SquadConfirmedError,
    State,
)
from tracker.showcases.store.asking import check_room
from tracker.showcases.store.events import showcase_value
from tracker.showcases.store.nominating import agreed_in, check_signing_up, held_squad
from tracker.showcases.store.squads import (
    Selected,
    squad_query,
    squad_value,
    still_there,
)


def invitations(participant_id: int) -> list[tuple[Showcase, Invitation]]:
    """Everything she is asked, with its event, the next one first."""
    return _invitations(SquadMemberRow.participant_id == participant_id)


def invitation(participant_id: int, squad_id: int) -> tuple[Showcase, Invitation]:
    """What she was asked for one squad; raises NotInvitedError, also when it is no squad at all."""
    hers = SquadMemberRow.participant_id == participant_id
    found = _invitations(hers & (SquadMemberRow.squad_id == squad_id))
    if not found:
        raise NotInvitedError(squad_id)
    return found[0]


def unanswered(participant_id: int, today: date) -> tuple[int, str] | None:
    """The squad that waits for her answer, if one does, and its event's name: one query."""
    query: Selected = select(SquadMemberRow.squad_id, ShowcaseRow.name)
    found = db.session.execute(
        still_there(query)
        .join(ShowcaseRow, ShowcaseRow.id == SquadRow.showcase_id)
        .where(
            SquadMemberRow.participant_id == participant_id,
            SquadMemberRow.agreed.is_(None),
            SquadRow.confirmed_at.is_(None),
            ShowcaseRow.state == State.OPEN,
            ShowcaseRow.day >= today,
        )
        .order_by(ShowcaseRow.day, SquadRow.id)
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1])


def room(squad_id: int) -> Room:
    """How many places a squad has left."""
    squad = db.session.get_one(SquadRow, squad_id)
    places = db.session.scalar(agreed_in(squad_id, substitutes=False)) or 0
    substitutes = db.session.scalar(agreed_in(squad_id, substitutes=True)) or 0
    return Room(max(0, squad.size - places), max(0, squad.substitutes - substitutes))


def agree(
    participant_id: int,
    squad_id: int,
    today: date,
    *,
    as_substitute: bool,
    height_cm: int | None,
) -> None:
    """She takes a place, or a substitute's; whoever was asked as a substitute takes that.

    Raises NotInvitedError, NotNowError, SquadConfirmedError, or SquadFullError for whoever is
    second at the last place.
    """
    with writing() as session:
        squad, row = _hers(session, participant_id, squad_id)
        if squad.confirmed_at is not None:
            raise SquadConfirmedError(squad_id)
        check_signing_up(session, squad.showcase_id, today)
        wanted = as_substitute or row.is_substitute
        if not row.agreed:
            check_room(session, squad, as_substitute=wanted)
            row.is_substitute = wanted
        row.agreed, row.height_cm = True, height_cm


def decline(participant_id: int, squad_id: int) -> None:
    """Not this time: the height she entered is gone, and nobody is told that she answered.

    As open as agreeing was, and longer: until the event is over. Raises NotInvitedError or
    NotNowError.
    """
    with writing() as session:
        squad, row = _hers(session, participant_id, squad_id)
        event = session.get_one(ShowcaseRow, squad.showcase_id, populate_existing=True)
        if event.state not in {State.OPEN, State.CONFIRMED}:
            raise NotNowError(event.state)
        row.agreed, row.height_cm = False, None


def _hers(session: Session, participant_id: int, squad_id: int) -> tuple[SquadRow, SquadMemberRow]:
    """She is held before the squad, so that no two answers can wait for each other."""
    hold(session, participant_id)
    if session.get(SquadRow, squad_id) is None:
        raise NotInvitedError(squad_id)
    squad = held_squad(session, squad_id)
    columns: Selected = select(SquadMemberRow)
    query = still_there(columns).where(
        SquadMemberRow.participant_id == participant_id, SquadMemberRow.squad_id == squad_id
    )
    row: SquadMemberRow | None = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotInvitedError(squad_id)
    return squad, row


def _invitations(where: ColumnElement[bool]) -> list[tuple[Showcase, Invitation]]:
    mine: Selected = select(SquadMemberRow.id)
    there = still_there(mine).where(where)
    query = (
        squad_query()
        .add_columns(
            SquadMemberRow.id,
            SquadMemberRow.is_substitute,
            SquadMemberRow.agreed,
            SquadMemberRow.height_cm,
            ShowcaseRow,
        )
        .join(SquadMemberRow, SquadMemberRow.squad_id == SquadRow.id)
        .join(ShowcaseRow, ShowcaseRow.id == SquadRow.showcase_id)
        .where(
            SquadMemberRow.id.in_(there),
            ShowcaseRow.state.in_([State.OPEN, State.CONFIRMED, State.OVER]),
        )
        .order_by(ShowcaseRow.day, ShowcaseRow.id, SquadRow.id)
        .execution_options(populate_existing=True)
    )
    return [
        (showcase_value(row[17]), Invitation(row[13], squad_value(row), row[14], row[15], row[16]))
        for row in db.session.execute(query)
    ]
