"""Registering, giving a seat back, and who is where in the order."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, case, delete, func, or_, select, union
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import hold
from tracker.database import db, insert, writing
from tracker.lectures.models import AttendanceRow, LectureRow, RegistrationRow
from tracker.lectures.rules import (
    CancelledError,
    Guest,
    InsideAlreadyError,
    Mine,
    NotRegisteredError,
    Place,
    Standing,
    place_of,
)
from tracker.lectures.store.events import held_row, row_standing
from tracker.lectures.store.order import people_before, people_on

BEFORE_IT_BEGINS = (Standing.COMING, Standing.DOOR_OPEN)


def register(lecture_id: int, participant_id: int, now: datetime) -> Place:
    """A seat, or the end of the waiting list; registering twice changes nothing.

    Raises CancelledError once it has begun.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        hold(session, participant_id)
        if row_standing(row, now) not in BEFORE_IT_BEGINS:
            raise CancelledError(lecture_id)
        add_registration(session, row, participant_id, now)
        return _place(session, row, participant_id)


def give_back(lecture_id: int, participant_id: int, now: datetime) -> None:
    """Off the list: in the same transaction everybody behind her is one place further.

    Raises NotRegisteredError, InsideAlreadyError, or CancelledError once it has begun.
    """
    with writing() as session:
        row = held_row(session, lecture_id)
        if row_standing(row, now) not in BEFORE_IT_BEGINS:
            raise CancelledError(lecture_id)
        if session.get(AttendanceRow, (participant_id, lecture_id)) is not None:
            raise InsideAlreadyError(lecture_id)
        hers = delete(RegistrationRow).where(
            RegistrationRow.lecture_id == lecture_id,
            RegistrationRow.participant_id == participant_id,
        )
        if cast("CursorResult[Any]", session.execute(hers)).rowcount == 0:
            raise NotRegisteredError(lecture_id)


def add_registration(session: Session, row: LectureRow, participant_id: int, now: datetime) -> None:
    """Inside a transaction that holds the lecture: one more at the end of its list."""
    so_far = select(func.coalesce(func.max(RegistrationRow.turn), 0)).where(
        RegistrationRow.lecture_id == row.id
    )
    ahead = session.scalar(select(people_on(row.id))) or 0
    session.execute(
        insert(RegistrationRow)
        .values(
            lecture_id=row.id,
            participant_id=participant_id,
            turn=(session.scalar(so_far) or 0) + 1,
            waited=ahead >= row.capacity,
            registered_at=now,
        )
        .on_conflict_do_nothing(index_elements=["participant_id", "lecture_id"])
    )


def guests(lecture_id: int, capacity: int) -> list[Guest]:
    """Everybody on a lecture's list in its order, by name; nothing else of theirs is read."""
    query = (
        select(RegistrationRow.participant_id, Account.name, AttendanceRow.how)
        .join(ParticipantRow, ParticipantRow.id == RegistrationRow.participant_id)
        .join(Account, Account.id == ParticipantRow.account_id)
        .outerjoin(
            AttendanceRow,
            (AttendanceRow.participant_id == RegistrationRow.participant_id)
            & (AttendanceRow.lecture_id == RegistrationRow.lecture_id),
        )
        .where(RegistrationRow.lecture_id == lecture_id, ParticipantRow.left_on.is_(None))
        .order_by(RegistrationRow.turn)
    )
    return [
        Guest(participant_id, name, place_of(order, capacity), how)
        for order, (participant_id, name, how) in enumerate(db.session.execute(query))
    ]


def mine(participant_id: int, lecture_ids: Collection[int]) -> dict[int, Mine]:
    """What she has to do with these lectures, and how many seats of each are taken."""
    query = (
        select(
            LectureRow.id,
            LectureRow.capacity,
            _people(),
            RegistrationRow.registered_at,
            RegistrationRow.waited,
            case((RegistrationRow.turn.is_not(None), people_before())).label("before"),
            AttendanceRow.at,
        )
        .outerjoin(
            RegistrationRow,
            (RegistrationRow.lecture_id == LectureRow.id)
            & (RegistrationRow.participant_id == participant_id),
        )
        .outerjoin(
            AttendanceRow,
            (AttendanceRow.lecture_id == LectureRow.id)
            & (AttendanceRow.participant_id == participant_id),
        )
        .where(LectureRow.id.in_(lecture_ids))
    )
    return {row.id: _mine(row) for row in db.session.execute(query)}


def counts(lecture_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many are on the list of each of these lectures, and how many came."""
    came = (
        select(func.count())
        .where(AttendanceRow.lecture_id == LectureRow.id)
        .correlate(LectureRow)
        .scalar_subquery()
    )
    query = select(LectureRow.id, _people(), came).where(LectureRow.id.in_(lecture_ids))
    return {key: (people, here) for key, people, here in db.session.execute(query)}


def registered(participant_id: int) -> list[int]:
    """The lectures that she is on the list of or came to."""
    lists = select(RegistrationRow.lecture_id).where(
        RegistrationRow.participant_id == participant_id
    )
    came = select(AttendanceRow.lecture_id).where(AttendanceRow.participant_id == participant_id)
    return list(db.session.scalars(union(lists, came)))


def news(participant_id: int, now: datetime) -> list[tuple[int, str, bool]]:
    """Lectures on her list, not over yet, that were changed since or are cancelled.

    Each with its title and whether it is cancelled.
    """
    changed = LectureRow.changed_at > RegistrationRow.registered_at
    query = (
        select(LectureRow.id, LectureRow.title, LectureRow.cancelled_at.is_not(None))
        .join(RegistrationRow, RegistrationRow.lecture_id == LectureRow.id)
        .where(
            RegistrationRow.participant_id == participant_id,
            LectureRow.ends > now,
            or_(LectureRow.cancelled_at.is_not(None), changed),
        )
        .order_by(LectureRow.starts, LectureRow.id)
    )
    return [(key, title, bool(cancelled)) for key, title, cancelled in db.session.execute(query)]


def listed_since(participant_ids: Collection[int]) -> list[tuple[str, datetime]]:
    """The lists somebody is on, as the access log names them, each with when she came onto it."""
    query = select(RegistrationRow.lecture_id, RegistrationRow.registered_at).where(
        RegistrationRow.participant_id.in_(participant_ids)
    )
    return [(lecture_scope(key), since) for key, since in db.session.execute(query)]


def lecture_scope(lecture_id: int) -> str:
    """The key of a lecture's list in the access log; no role is held over it."""
    return f"lecture:{lecture_id}"


def _people() -> Any:
    on = (
        select(func.count())
        .select_from(RegistrationRow)
        .join(ParticipantRow, ParticipantRow.id == RegistrationRow.participant_id)
    )
    return (
        on.where(RegistrationRow.lecture_id == LectureRow.id, ParticipantRow.left_on.is_(None))
        .correlate(LectureRow)
        .scalar_subquery()
        .label("people")
    )


def _mine(row: Any) -> Mine:
    place = None if row.before is None else place_of(row.before, row.capacity)
    return Mine(
        taken=min(row.people, row.capacity),
        waiting=max(0, row.people - row.capacity),
        place=place,
        registered_at=row.registered_at,
        moved_up=bool(place and place.is_seated and row.waited),
        came=row.at is not None,
    )


def _place(session: Session, row: LectureRow, participant_id: int) -> Place:
    before = select(people_before()).where(
        RegistrationRow.lecture_id == row.id, RegistrationRow.participant_id == participant_id
    )
    return place_of(session.scalar(before) or 0, row.capacity)
