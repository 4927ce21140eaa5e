"""Seasons, participants and consents, written and read back."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ConsentRow, ParticipantRow, PhaseRow, SeasonRow
from tracker.campaign.rules import (
    CONSENT_VERSION,
    AlreadyJoinedError,
    Calendar,
    ConsentKind,
    Participant,
    Phase,
    Season,
)
from tracker.database import db, random_key, writing


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


def current_season() -> Season | None:
    """The open season with its calendar: the latest that has not been ended."""
    latest = (
        select(SeasonRow.id)
        .where(SeasonRow.ended_at.is_(None))
        .order_by(SeasonRow.opened_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(SeasonRow.id, SeasonRow.name, PhaseRow.kind, PhaseRow.first, PhaseRow.last)
        .join(PhaseRow, PhaseRow.season_id == SeasonRow.id)
        .where(SeasonRow.id == latest)
        .order_by(PhaseRow.first, PhaseRow.kind)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    phases = tuple(Phase(row.kind, row.first, row.last) for row in rows)
    return Season(rows[0].id, rows[0].name, Calendar(phases))


def participant_of(account_id: int, season: Season) -> Participant | None:
    """An account's part in a season, if it has one."""
    query = (
        select(
            ParticipantRow.id,
            ParticipantRow.enrolled_on,
            ParticipantRow.left_on,
            Account.name,
            latest_consent(ConsentKind.BODY_DATA).label("body_data"),
        )
        .join(Account, Account.id == ParticipantRow.account_id)
        .where(ParticipantRow.account_id == account_id, ParticipantRow.season_id == season.id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    return Participant(
        id=row.id,
        account_id=account_id,
        name=row.name,
        season=season,
        enrolled_on=row.enrolled_on,
        left_on=row.left_on,
        body_data=bool(row.body_data),
    )


def latest_consent(kind: ConsentKind) -> ScalarSelect[bool]:
    """SQL for whether a participant's latest decision on this consent was to give it."""
    return (
        select(ConsentRow.given)
        .where(ConsentRow.participant_id == ParticipantRow.id, ConsentRow.kind == kind)
        .order_by(ConsentRow.decided_at.desc())
        .limit(1)
        .correlate(ParticipantRow)
        .scalar_subquery()
    )


def add_participant(
    session: Session,
    account_id: int,
    season_id: int,
    day: date,
    consents: Mapping[ConsentKind, tuple[bool, str]],
    now: datetime,
) -> int:
    """Inside a caller's transaction: a participant with her decisions (given, text's hash).

    Raises AlreadyJoinedError.
    """
    already = select(ParticipantRow.id).where(
        ParticipantRow.account_id == account_id, ParticipantRow.season_id == season_id
    )
    if session.scalar(already) is not None:
        raise AlreadyJoinedError(account_id)
    row = ParticipantRow(
        id=random_key(), account_id=account_id, season_id=season_id, enrolled_on=day
    )
    session.add(row)
    session.flush()
    session.add_all(
        ConsentRow(
            participant_id=row.id,
            kind=kind,
            decided_at=now,
            given=given,
            version=CONSENT_VERSION,
            text_hash=text_hash,
        )
        for kind, (given, text_hash) in consents.items()
    )
    return row.id
