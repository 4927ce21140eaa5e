"""Seasons with their calendars, written and read back."""

from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    String,
    bindparam,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from tracker.accounts.store import end_grants
from tracker.campaign.models import PhaseRow, SeasonRow
from tracker.campaign.rules import (
    Calendar,
    Phase,
    PhaseKind,
    Season,
    UnknownSeasonError,
)
from tracker.database import (
    Prepared,
    Row,
    day_from_number,
    random_key,
    reader,
    writing,
)


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


def add_notice_version(session: Session, season_id: int, version: int) -> None:
    """Inside a caller's transaction: which notice is in force, for every page to know."""
    season = update(SeasonRow).where(SeasonRow.id == season_id)
    session.execute(season.values(notice_version=version))


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
        select(
            SeasonRow.id,
            SeasonRow.name,
            type_coerce(PhaseRow.kind, String),
            first,
            last,
            SeasonRow.notice_version,
        )
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
        for _, _, kind, first, last, _ in rows
    )
    return Season(rows[0][0], rows[0][1], Calendar(phases), rows[0][5])
