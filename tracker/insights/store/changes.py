"""Each person's change of weight as of a moment, for sums and nothing else: never a page's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Select, Subquery, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season
from tracker.insights.store.rollups import Query
from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source
from tracker.weight.rules.result import DAYS_BETWEEN, READINGS_NEEDED, WINDOW_DAYS, closing_days


@dataclass(frozen=True)
class Person:
    """One person on the way into a sum; never leaves the store."""

    participant_id: int
    account_id: int
    team_id: int
    district_code: str
    has_baseline: bool
    change: float | None


def people_as_of(
    session: Session, season: Season, moment: date, team_ids: Collection[int] | None
) -> list[Person]:
    """Everybody enrolled before the moment by first team, with change where she is a completer."""
    query = (
        select(
            ParticipantRow.id, ParticipantRow.account_id, Membership.team_id, UnitRow.district_code
        )
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(
            ParticipantRow.season_id == season.id,
            ParticipantRow.enrolled_on < moment,
            Membership.first == first_day_in_a_team(),
        )
    )
    if team_ids is not None:
        query = query.where(Membership.team_id.in_(list(team_ids)))
    ids = query.with_only_columns(ParticipantRow.id)
    starts, closing = season.calendar.starts, closing_days(season.calendar.ends, moment)
    first = _first_readings(ids, starts - timedelta(days=WINDOW_DAYS), moment)
    baselines = _sums(session, _in_baseline(first).where(ReadingRow.day < moment))
    closings = _sums(
        session, _readings().where(ReadingRow.participant_id.in_(ids), _dated(closing))
    )
    changes = _changes(baselines, closings, closing[0])
    return [
        Person(*row, has_baseline=row.id in baselines, change=changes.get(row.id))
        for row in session.execute(query)
    ]


def first_day_in_a_team() -> Any:
    """SQL for the first day of a participant's first team; figures keep her there."""
    earliest = aliased(Membership)
    return (
        select(func.min(earliest.first))
        .where(earliest.participant_id == Membership.participant_id)
        .scalar_subquery()
    )


def _readings() -> Query:
    """By person, sum and number of the readings that count, a day's station before its self."""
    other = aliased(ReadingRow)
    station = exists().where(
        other.participant_id == ReadingRow.participant_id,
        other.day == ReadingRow.day,
        other.source == Source.STATION,
    )
    return (
        select(ReadingRow.participant_id, func.sum(ReadingRow.grams), func.count())
        .where(or_(ReadingRow.source == Source.STATION, ~station))
        .group_by(ReadingRow.participant_id)
        .having(func.count() >= READINGS_NEEDED)
    )


def _dated(days: tuple[date, date]) -> Any:
    return ReadingRow.day.between(*days)


def _first_readings(ids: Select[int], earliest: date, moment: date) -> Subquery:
    """Each person's first measured reading from 14 days before self-management on."""
    return (
        select(ReadingRow.participant_id, func.min(ReadingRow.day).label("day"))
        .where(
            ReadingRow.participant_id.in_(ids),
            ReadingRow.day >= earliest,
            ReadingRow.day < moment,
        )
        .group_by(ReadingRow.participant_id)
        .subquery()
    )


def _in_baseline(first: Subquery) -> Query:
    begins = type_coerce(first.c.day, Integer)
    day = type_coerce(ReadingRow.day, Integer)
    return (
        _readings()
        .join(first, first.c.participant_id == ReadingRow.participant_id)
        .where(day.between(begins, begins + WINDOW_DAYS - 1))
        .add_columns(first.c.day)
        .group_by(first.c.day)
    )


def _sums(session: Session, query: Query) -> dict[int, tuple[Any, ...]]:
    return {participant_id: tuple(rest) for participant_id, *rest in session.execute(query)}


def _changes(
    baselines: Mapping[int, tuple[Any, ...]], closings: Mapping[int, tuple[Any, ...]], closes: date
) -> dict[int, float]:
    """Change in percent of each completer: closing begins 28 days after the baseline ended."""
    apart = timedelta(days=WINDOW_DAYS - 1 + DAYS_BETWEEN)
    return {
        participant_id: 100
        * (closings[participant_id][0] * number / (closings[participant_id][1] * grams) - 1)
        for participant_id, (grams, number, first) in baselines.items()
        if participant_id in closings and closes - first >= apart
    }
