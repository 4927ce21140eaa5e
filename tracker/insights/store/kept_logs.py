"""Everybody's log as of a moment, grouped in SQL by person, counted in arrays.

A person's days are one number for two months of them, a bit each: so few rows come out of the
database, and none of them has to be sorted on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    case,
    extract,
    func,
    literal,
    select,
    type_coerce,
)

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import WEEK, Calendar, first_monday, week_days
from tracker.database import day_from_number, day_number
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights.rules.keeping_up import Trait
from tracker.insights.rules.population import Flags, Integers, Population
from tracker.insights.store.rollups import Query
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment

BATCH = 20_000
DAY_SECONDS, BEIJING_SECONDS = 24 * 3_600, 8 * 3_600
"""Beijing has had no summer time since 1991, so a day there begins 8 hours before one in UTC."""
HALF_KILOGRAM_G = 500
MASK_DAYS = 62
"""Days to a mask: both databases keep 63 bits of a whole number."""


@dataclass
class Log:
    """Everybody's log, counted by person (in the population's order) and day or week."""

    people: Population
    calendar: Calendar
    mondays: list[int]
    """Of the season's weeks that are over."""
    weighed: Flags
    """By person and day from `first` on; `noted` has whatever else she noted, too."""
    noted: Flags
    minutes: Integers
    """Equivalent minutes by person and week."""
    kinds: dict[str, Integers] = field(default_factory=dict)
    """Equivalent minutes by kind, by unit and week."""
    traits: dict[Trait, Integers] = field(default_factory=dict)
    """By trait two columns: how many of a person's records have it, and of how many."""

    @property
    def first(self) -> int:
        """The number of the first day anybody can note."""
        return day_number(self.calendar.logging_starts)

    @cached_property
    def counted(self) -> Flags:
        """By person and week: enrolled before its Monday and not left by then."""
        enrolled, left = self.people.enrolled_on[:, None], self.people.left_on[:, None]
        mondays = np.array(self.mondays, np.int64)
        found: Flags = (enrolled < mondays) & ((left == 0) | (left > mondays))
        return found

    @cached_property
    def units(self) -> Integers:
        """Each person's unit as an index."""
        return np.unique(self.people.unit, return_inverse=True)[1]

    @cached_property
    def cohort(self) -> Integers:
        """The Monday of the week each person enrolled in."""
        enrolled = self.people.enrolled_on
        first = day_number(first_monday(self.calendar))
        early = (enrolled >= day_number(self.calendar.starts)) & (enrolled < first)
        return np.where(early, first, enrolled - (enrolled + 3) % 7)

    def days_of(self, monday: int) -> slice:
        """The columns of the days that count in a week."""
        first, last = week_days(self.calendar, day_from_number(monday))
        return slice(day_number(first) - self.first, day_number(last) + 1 - self.first)

    def known(self, columns: list[Any]) -> list[Any]:
        """Of columns that begin with a participant's id, the people here, by their places."""
        ids = self.people.participant_id
        places = np.minimum(np.searchsorted(ids, columns[0]), len(ids) - 1)
        there = ids[places] == columns[0]
        return [places[there], *(column[there] for column in columns[1:])]


def log_of(moment: Moment) -> Log:
    """What everybody noted for days before the moment."""
    people, calendar = moment.people, moment.season.calendar
    until = day_number(moment.as_of)
    first, over = day_number(first_monday(calendar)), min(until, day_number(calendar.ends) + 1)
    mondays = list(range(first, over - WEEK.days + 1, WEEK.days))
    shape = len(people), until - day_number(calendar.logging_starts)
    log = Log(
        people,
        calendar,
        mondays,
        weighed=np.zeros(shape, bool),
        noted=np.zeros(shape, bool),
        minutes=np.zeros((len(people), len(mondays)), np.int64),
        traits={trait: np.zeros((len(people), 2), np.int64) for trait in Trait},
    )
    if len(people):
        _add_days(log, moment)
        _add_minutes(log, moment)
        _add_traits(log, moment)
    return log


def _add_days(log: Log, moment: Moment) -> None:
    own = ReadingRow.source == Source.SELF
    every = literal(value=True)
    for table, counts, trait, grid in (
        (ReadingRow, own, Trait.LATE_WEIGHT, log.weighed),
        (EntryRow, every, Trait.LATE_EXERCISE, log.noted),
    ):
        for columns in _batches(moment, _days(moment, table, counts)):
            place, late, of, *masks = log.known(columns)
            log.traits[trait][place] = np.stack([late, of], axis=1)
            for day in range(grid.shape[1]):
                mask, bit = divmod(day, MASK_DAYS)
                grid[place, day] = masks[mask] >> bit & 1
    log.noted |= log.weighed


def _add_minutes(log: Log, moment: Moment) -> None:
    shape = int(log.units.max()) + 1, len(log.mondays)
    for columns in _batches(moment, _minutes(moment, log)) if log.mondays else ():
        place, kind, *weeks = log.known(columns)
        minutes = np.stack(weeks, axis=1) * log.counted[place]
        np.add.at(log.minutes, place, minutes)
        for name in np.unique(kind).tolist():
            these = kind == name
            total = log.kinds.setdefault(name, np.zeros(shape, np.int64))
            np.add.at(total, log.units[place[these]], minutes[these])


def _add_traits(log: Log, moment: Moment) -> None:
    for columns in _batches(moment, _own_weights(moment)):
        place, weights, pairs, corrected, same, rounded = log.known(columns)
        for trait, part, whole in (
            (Trait.CORRECTED, corrected, weights),
            (Trait.SAME, same, pairs),
            (Trait.ROUND, rounded, weights),
        ):
            log.traits[trait][place] = np.stack([part, whole], axis=1)


def _batches(moment: Moment, query: Query) -> Iterator[list[Any]]:
    """The columns of a query as arrays, some rows at a time."""
    result = moment.session.execute(query, execution_options={"yield_per": BATCH})
    for rows in result.partitions():
        yield [
            np.array(column, None if isinstance(column[0], str) else np.int64)
            for column in zip(*rows, strict=True)
        ]


def _days(moment: Moment, log: Any, counts: ColumnElement[bool]) -> Query:
    """By person: records that count and were noted late, those that count, and masks of days."""
    day = type_coerce(log.day, Integer)
    first, until = day_number(moment.season.calendar.logging_starts), day_number(moment.as_of)
    masks = [
        func.sum(case((day.between(begins, begins + MASK_DAYS - 1), bit), else_=0).distinct())
        for begins in range(first, until, MASK_DAYS)
        for bit in [literal(1, BigInteger).bitwise_lshift(day - begins)]
    ]
    late = counts & _is_late(log)
    return (
        select(log.participant_id, _sum(late), _sum(counts), *masks)
        .where(*_dated(moment, log))
        .group_by(log.participant_id)
    )


def _minutes(moment: Moment, log: Log) -> Query:
    """By person and kind: equivalent minutes of each week."""
    day = type_coerce(EntryRow.day, Integer)
    times = case((EntryRow.effort == Effort.VIGOROUS, 2), else_=1)
    weeks = [
        func.sum(case((day.between(begins, ends), EntryRow.minutes * times), else_=0))
        for days in map(log.days_of, log.mondays)
        for begins, ends in [(log.first + days.start, log.first + days.stop - 1)]
    ]
    starts = EntryRow.day >= moment.season.calendar.starts
    return (
        select(EntryRow.participant_id, EntryRow.kind, *weeks)
        .where(*_dated(moment, EntryRow), EntryRow.effort != Effort.LIGHT, starts)
        .group_by(EntryRow.participant_id, EntryRow.kind)
    )


def _own_weights(moment: Moment) -> Query:
    """By person: own weights, those with one before, corrected, the same as before, round ones."""
    before = func.lag(ReadingRow.grams).over(
        partition_by=ReadingRow.participant_id, order_by=ReadingRow.day
    )
    rows = (
        select(
            ReadingRow.participant_id,
            ReadingRow.grams,
            ReadingRow.corrections,
            before.label("before"),
        )
        .where(*_dated(moment, ReadingRow), ReadingRow.source == Source.SELF)
        .subquery()
        .c
    )
    return select(
        rows.participant_id,
        func.count(),
        func.count(rows.before),
        _sum(rows.corrections > 0),
        _sum(rows.before == rows.grams),
        _sum(rows.grams % HALF_KILOGRAM_G == 0),
    ).group_by(rows.participant_id)


def _dated(moment: Moment, log: Any) -> tuple[ColumnElement[bool], ...]:
    """Only this season's, of days before the moment on which anybody could note."""
    ids = select(ParticipantRow.id).where(
        ParticipantRow.season_id == moment.season.id, ParticipantRow.limited_at.is_(None)
    )
    starts = moment.season.calendar.logging_starts
    return log.participant_id.in_(ids), log.day >= starts, log.day < moment.as_of


def _is_late(log: Any) -> ColumnElement[bool]:
    """Noted on a later day in Beijing than the day it is dated."""
    next_day = (type_coerce(log.day, Integer) + 1) * DAY_SECONDS - BEIJING_SECONDS
    late: ColumnElement[bool] = extract("epoch", log.noted_at) >= next_day
    return late


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
