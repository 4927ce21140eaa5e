"""Seasons, participants and consents, written and read back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    ScalarSelect,
    Select,
    String,
    bindparam,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.accounts.store import end_grants
from tracker.campaign.models import ConsentRow, DeedRow, ParticipantRow, PhaseRow, SeasonRow
from tracker.campaign.rules import (
    CONSENT_VERSION,
    AlreadyJoinedError,
    Calendar,
    ConsentKind,
    Deed,
    Done,
    LimitedError,
    NotTakingPartError,
    Participant,
    Phase,
    PhaseKind,
    Season,
    UnknownSeasonError,
)
from tracker.database import (
    Connected,
    Prepared,
    Row,
    day_from_number,
    db,
    insert,
    random_key,
    reader,
    writing,
)

HELD_AT_ONCE = 500
"""Every database takes that many values in one statement."""


def open_season(name: str, calendar: Calendar, now: datetime) -> int:
    """Store a new season with its calendar; it is the open one from now on."""
    season_id = random_key()
    with writing() as session:
        session.add(SeasonRow(id=season_id, name=name, opened_at=now))
        session.flush()
        session.add_all(
            PhaseRow(season_id=season_id, kind=phase.kind, first=phase.first, last=phase.last)
            for phase in calendar.phases
        )
    return season_id


def end_season(season_id: int, now: datetime) -> None:
    """End an open season and every grant made for it; raises UnknownSeasonError."""
    ended = (
        update(SeasonRow)
        .where(SeasonRow.id == season_id, SeasonRow.ended_at.is_(None))
        .values(ended_at=now)
    )
    with writing() as session:
        if cast("CursorResult[Any]", session.execute(ended)).rowcount == 0:
            raise UnknownSeasonError(season_id)
        end_grants(session, season_id, now)


LATEST = Prepared(
    lambda: _season(
        SeasonRow.id
        == select(SeasonRow.id)
        .where(SeasonRow.ended_at.is_(None))
        .order_by(SeasonRow.opened_at.desc(), SeasonRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
)
ONE = Prepared(lambda: _season(SeasonRow.id == bindparam("season_id")))


def current_season() -> Season | None:
    """The open season with its calendar: the latest that has not been ended."""
    return _season_value(tuple(LATEST.rows(reader())))


def calendar_of(season_id: int) -> Calendar:
    """A season's calendar, ended or not; raises UnknownSeasonError."""
    found = _season_value(tuple(ONE.rows(reader(), season_id=season_id)))
    if found is None:
        raise UnknownSeasonError(season_id)
    return found.calendar


def _season(where: ColumnElement[bool]) -> Any:
    """A season's rows, one for each phase, its days as their numbers."""
    first, last = type_coerce(PhaseRow.first, Integer), type_coerce(PhaseRow.last, Integer)
    return (
        select(SeasonRow.id, SeasonRow.name, type_coerce(PhaseRow.kind, String), first, last)
        .join(PhaseRow, PhaseRow.season_id == SeasonRow.id)
        .where(where)
        .order_by(PhaseRow.first, PhaseRow.kind)
    )


@lru_cache(maxsize=8)
def _season_value(rows: tuple[Row, ...]) -> Season | None:
    """Kept by everything that was read, so that it can only be as fresh as what was read."""
    if not rows:
        return None
    phases = tuple(
        Phase(PhaseKind(kind), day_from_number(first), day_from_number(last))
        for _, _, kind, first, last in rows
    )
    return Season(rows[0][0], rows[0][1], Calendar(phases))


PART = Prepared(
    lambda: (
        select(
            ParticipantRow.id,
            Account.name,
            ParticipantRow.enrolled_on,
            ParticipantRow.left_on,
            _decided(ConsentKind.BODY_DATA).scalar_subquery(),
            ParticipantRow.limited_at.is_not(None),
        )
        .join(Account, Account.id == ParticipantRow.account_id)
        .where(
            ParticipantRow.account_id == bindparam("account_id"),
            ParticipantRow.season_id == bindparam("season_id"),
        )
    )
)


def participant_of(account_id: int, season: Season) -> Participant | None:
    """An account's part in a season, if it has one."""
    row = PART.row(reader(), account_id=account_id, season_id=season.id)
    if row is None:
        return None
    participant_id, name, enrolled_on, left_on, body_data, limited = row
    return Participant(
        participant_id,
        account_id,
        name,
        season,
        enrolled_on,
        left_on,
        bool(body_data),
        bool(limited),
    )


HELD = Prepared(
    lambda: (
        select(type_coerce(ParticipantRow.left_on, Integer), ParticipantRow.limited_at.is_not(None))
        .where(ParticipantRow.id == bindparam("participant_id"))
        .with_for_update(key_share=True)
    )
)


def hold(session: Connected, participant_id: int, *, limited_too: bool = False) -> None:
    """Inside a caller's transaction: one person's steps wait for each other until it ends.

    Raises NotTakingPartError: a guard was passed before she left or was erased; or LimitedError,
    which is one: she wants nothing done with her data, so only what is her right is done for her
    (`limited_too`). SQLite has one writer anyway; on PostgreSQL it is a lock that foreign keys do
    not wait for.
    """
    rows = HELD.rows(session, participant_id=participant_id)
    if not rows or rows[0][0] is not None:
        raise NotTakingPartError(participant_id)
    if rows[0][1] and not limited_too:
        raise LimitedError(participant_id)


def held(session: Session, participant_ids: Iterable[int]) -> frozenset[int]:
    """The same for many: those of them who still take part, and want their data used."""
    wanted = sorted(participant_ids)  # so that two such transactions cannot wait for each other
    query = (
        select(ParticipantRow.id, ParticipantRow.left_on, ParticipantRow.limited_at)
        .order_by(ParticipantRow.id)
        .with_for_update(key_share=True)
    )
    return frozenset(
        row.id
        for first in range(0, len(wanted), HELD_AT_ONCE)
        for row in session.execute(
            query.where(ParticipantRow.id.in_(wanted[first : first + HELD_AT_ONCE]))
        )
        if row.left_on is None and row.limited_at is None
    )


def latest_consent(kind: ConsentKind) -> ScalarSelect[bool]:
    """SQL for whether a participant's latest decision on this consent was to give it.

    None for whoever limited what may be done with her data: to everybody else she is not there.
    """
    return _decided(kind).where(ParticipantRow.limited_at.is_(None)).scalar_subquery()


def limited_people() -> Any:
    """SQL for the keys of everybody who wants nothing done with her data for now."""
    return select(ParticipantRow.id).where(ParticipantRow.limited_at.is_not(None)).correlate(None)


def _decided(kind: ConsentKind) -> Select[bool]:
    return (
        select(ConsentRow.given)
        .where(ConsentRow.participant_id == ParticipantRow.id, ConsentRow.kind == kind)
        .order_by(ConsentRow.decided_at.desc())
        .limit(1)
        .correlate(ParticipantRow)
    )


def add_participant(
    session: Session,
    account_id: int,
    season_id: int,
    day: date,
    consents: Mapping[ConsentKind, tuple[bool, str]],
    now: datetime,
    version: int = CONSENT_VERSION,
) -> int:
    """Inside a caller's transaction: a participant with her decisions (given, text's hash).

    `version` is the notice's that she was shown.

    Raises AlreadyJoinedError.
    """
    statement = (
        insert(ParticipantRow)
        .values(id=random_key(), account_id=account_id, season_id=season_id, enrolled_on=day)
        .on_conflict_do_nothing(index_elements=["account_id", "season_id"])
        .returning(ParticipantRow.id)
    )
    participant_id: int | None = session.scalar(statement)
    if participant_id is None:
        raise AlreadyJoinedError(account_id)
    session.add_all(
        ConsentRow(
            participant_id=participant_id,
            kind=kind,
            decided_at=now,
            given=given,
            version=version,
            text_hash=text_hash,
        )
        for kind, (given, text_hash) in consents.items()
    )
    return participant_id


def add_deed(
    session: Session, actor_id: int, participant_id: int, deed: Deed, why: str, now: datetime
) -> None:
    """Inside a caller's transaction: write down what somebody did to a participant, and why."""
    row = DeedRow(participant_id=participant_id, actor_id=actor_id, deed=deed, why=why, at=now)
    session.add(row)


def deeds_to(participant_id: int) -> list[Done]:
    """What others did to her, the latest first, with their names, for herself."""
    query = (
        select(Account.name, DeedRow.deed, DeedRow.why, DeedRow.at)
        .join(Account, Account.id == DeedRow.actor_id)
        .where(DeedRow.participant_id == participant_id)
        .order_by(DeedRow.at.desc(), DeedRow.id)
    )
    return [Done(*row) for row in db.session.execute(query)]
