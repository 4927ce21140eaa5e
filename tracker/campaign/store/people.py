"""Participants and their consents, written and read back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    case,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import (
    CONSENT_VERSION,
    AlreadyJoinedError,
    ConsentKind,
    LimitedError,
    NotTakingPartError,
    Participant,
    Season,
)
from tracker.database import (
    Connected,
    Prepared,
    insert,
    random_key,
    reader,
)

HELD_AT_ONCE = 500
"""Every database takes that many values in one statement."""

PART = Prepared(
    lambda: (
        select(
            ParticipantRow.id,
            Account.name,
            ParticipantRow.enrolled_on,
            ParticipantRow.left_on,
            _decided(ConsentKind.BODY_DATA).scalar_subquery(),
            ParticipantRow.limited_at.is_not(None),
            _decided(ConsentKind.TERMS, _agreed_version()).scalar_subquery(),
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
    participant_id, name, enrolled_on, left_on, body_data, limited, agreed = row
    return Participant(
        participant_id,
        account_id,
        name,
        season,
        enrolled_on,
        left_on,
        bool(body_data),
        bool(limited),
        agreed,
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


def _agreed_version() -> Any:
    """SQL for the version that a decision agrees to; nothing where it is a refusal."""
    return case((ConsentRow.given, ConsentRow.version), else_=None)


def _decided(kind: ConsentKind, what: Any = ConsentRow.given) -> Select[Any]:
    return (
        select(what)
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
