"""Each person's weights as of a moment, for sums and nothing else: never a page's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season
from tracker.database import day_number
from tracker.insights.rules.population import Flags, Floats, Integers, Population
from tracker.insights.store.rollups import Query
from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules.quantities import KILOGRAM_G, Source
from tracker.weight.rules.result import DAYS_BETWEEN, READINGS_NEEDED, WINDOW_DAYS, closing_days

SHORT_FOLLOW_UP = 42
"""Whoever joins with fewer possible days than these is a late joiner."""

Sums = Mapping[int, tuple[Any, ...]]
"""By person: grams, number of days, and for a baseline the day it begins."""


def population_as_of(
    session: Session,
    season: Season,
    moment: date,
    team_ids: Collection[int] | None = None,
    only: Collection[int] | None = None,
) -> Population:
    """Everybody, or these, enrolled before the moment by first team, with what readings come to."""
    query = people_before(season, moment, team_ids)
    if only is not None:
        query = query.where(ParticipantRow.id.in_(list(only)))
    rows = session.execute(query).all()
    used = query.with_only_columns(ParticipantRow.id).where(ParticipantRow.limited_at.is_(None))
    windows = _Windows(session, season, moment, used, rows)
    own, stations = windows.of(station=False), windows.of(station=True)
    enrolled = _column(rows, "enrolled_on")
    return Population(
        as_of=moment,
        participant_id=_column(rows, "id"),
        account_id=_column(rows, "account_id"),
        team=_column(rows, "team_id"),
        unit=_column(rows, "unit_id"),
        district=np.array([row.district_code for row in rows], "U6"),
        enrolled_on=enrolled,
        left_on=_column(rows, "left_on"),
        sex=np.array([row.sex or "" for row in rows], "U8"),
        birth_year=_column(rows, "birth_year"),
        height_mm=_column(rows, "height_mm"),
        baseline=own[0],
        closing=own[1],
        completer=own[2],
        last=windows.last(),
        station_baseline=stations[0],
        station_closing=stations[1],
        station_completer=stations[2],
        late=day_number(season.calendar.ends) + 1 - enrolled < SHORT_FOLLOW_UP,
    )


class _Windows:
    """What the readings of these people come to in each window, in the people's order."""

    def __init__(
        self, session: Session, season: Season, moment: date, ids: Select[int], rows: Sequence[Any]
    ) -> None:
        self.session, self.season, self.moment, self.ids = session, season, moment, ids
        self.place = {row.id: index for index, row in enumerate(rows)}

    def of(self, *, station: bool) -> tuple[Floats, Floats, Flags]:
        """Baseline, closing and whether both are there and far enough apart."""
        earliest = self.season.calendar.starts - timedelta(days=WINDOW_DAYS)
        closing = closing_days(self.season.calendar.ends, self.moment)
        first = _first_readings(self.ids, earliest, self.moment, station=station)
        begun = self._sums(_in_baseline(first, station=station), ReadingRow.day < self.moment)
        ended = self._sums(_readings(station=station), ReadingRow.day.between(*closing))
        return (
            _means(self.place, begun),
            _means(self.place, ended),
            _completers(self.place, begun, ended, closing[0]),
        )

    def last(self) -> Floats:
        """The mean of the last 14 days of each person's own data."""
        query = _in_last_days(self.ids, self.moment)
        return _means(self.place, self._sums(query, ReadingRow.day < self.moment))

    def _sums(self, query: Query, limit: ColumnElement[bool]) -> Sums:
        return _sums(self.session, query.where(ReadingRow.participant_id.in_(self.ids), limit))


def first_day_in_a_team() -> Any:
    """SQL for the first day of a participant's first team; figures keep her there."""
    earliest = aliased(Membership)
    return (
        select(func.min(earliest.first))
        .where(earliest.participant_id == Membership.participant_id)
        .scalar_subquery()
    )


def people_before(season: Season, moment: date, team_ids: Collection[int] | None = None) -> Query:
    """Everybody enrolled before a moment with her first team and what is known of her."""
    query = (
        select(
            ParticipantRow.id,
            ParticipantRow.account_id,
            Membership.team_id,
            TeamRow.unit_id,
            UnitRow.district_code,
            type_coerce(ParticipantRow.enrolled_on, Integer).label("enrolled_on"),
            type_coerce(ParticipantRow.left_on, Integer).label("left_on"),
            BodyRow.sex,
            BodyRow.birth_year,
            BodyRow.height_mm,
        )
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .outerjoin(
            BodyRow,
            and_(BodyRow.participant_id == ParticipantRow.id, ParticipantRow.limited_at.is_(None)),
        )
        .where(
            ParticipantRow.season_id == season.id,
            ParticipantRow.enrolled_on < moment,
            Membership.first == first_day_in_a_team(),
        )
        .order_by(ParticipantRow.id)
    )
    return query if team_ids is None else query.where(Membership.team_id.in_(list(team_ids)))


def people_used(season: Season, moment: date) -> Query:
    """The same without whoever wants nothing done with her data: she is counted as enrolled."""
    return people_before(season, moment).where(ParticipantRow.limited_at.is_(None))


def _readings(*, station: bool = False, needed: int = READINGS_NEEDED) -> Query:
    """By person, sum and number of the readings that count, a day's station before its self."""
    other = aliased(ReadingRow)
    weighed = exists().where(
        other.participant_id == ReadingRow.participant_id,
        other.day == ReadingRow.day,
        other.source == Source.STATION,
    )
    by_station = ReadingRow.source == Source.STATION
    return (
        select(ReadingRow.participant_id, func.sum(ReadingRow.grams), func.count())
        .where(by_station if station else or_(by_station, ~weighed))
        .group_by(ReadingRow.participant_id)
        .having(func.count() >= needed)
    )


def _first_readings(ids: Select[int], earliest: date, moment: date, *, station: bool) -> Subquery:
    """Each person's first measured reading from 14 days before self-management on."""
    query = (
        select(ReadingRow.participant_id, func.min(ReadingRow.day).label("day"))
        .where(
            ReadingRow.participant_id.in_(ids),
            ReadingRow.day >= earliest,
            ReadingRow.day < moment,
        )
        .group_by(ReadingRow.participant_id)
    )
    return (query.where(ReadingRow.source == Source.STATION) if station else query).subquery()


def _in_baseline(first: Subquery, *, station: bool) -> Query:
    begins = type_coerce(first.c.day, Integer)
    day = type_coerce(ReadingRow.day, Integer)
    return (
        _readings(station=station)
        .join(first, first.c.participant_id == ReadingRow.participant_id)
        .where(day.between(begins, begins + WINDOW_DAYS - 1))
        .add_columns(first.c.day)
        .group_by(first.c.day)
    )


def _in_last_days(ids: Select[int], moment: date) -> Query:
    """The last 14 days of a person's own data, however few readings they hold."""
    last = (
        select(ReadingRow.participant_id, func.max(ReadingRow.day).label("day"))
        .where(ReadingRow.participant_id.in_(ids), ReadingRow.day < moment)
        .group_by(ReadingRow.participant_id)
        .subquery()
    )
    day, ends = type_coerce(ReadingRow.day, Integer), type_coerce(last.c.day, Integer)
    return _readings(needed=1).join(
        last,
        and_(
            last.c.participant_id == ReadingRow.participant_id,
            day > ends - WINDOW_DAYS,
        ),
    )


def _sums(session: Session, query: Query) -> Sums:
    return {participant_id: tuple(rest) for participant_id, *rest in session.execute(query)}


def _column(rows: Collection[Any], name: str) -> Integers:
    """A column of whole numbers, 0 where there is none."""
    return np.array([getattr(row, name) or 0 for row in rows], np.int64)


def _means(place: Mapping[int, int], sums: Sums) -> Floats:
    """Kilograms by person, not a number for whoever has too few readings."""
    found = np.full(len(place), np.nan)
    for participant_id, (grams, days, *_) in sums.items():
        found[place[participant_id]] = int(grams) / (days * KILOGRAM_G)
    return found


def _completers(place: Mapping[int, int], begun: Sums, ended: Sums, closes: date) -> Flags:
    """Whoever has both, the closing at least 28 days after the baseline ended."""
    apart = timedelta(days=WINDOW_DAYS - 1 + DAYS_BETWEEN)
    found = np.zeros(len(place), bool)
    for participant_id, (_, _, first) in begun.items():
        if participant_id in ended and closes - first >= apart:
            found[place[participant_id]] = True
    return found
