"""The six numbers of a group, and of its parts side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.insights.rules.participation import (
    COUNTED_FROM,
    Activity,
    DayCount,
    Enrolment,
    Roster,
    WeekCount,
    WeekState,
    weeks_of,
)
from tracker.insights.rules.releases import State


@dataclass(frozen=True)
class Change:
    """What is shown of a group's change as of a moment, however it was released; all rounded."""

    as_of: date
    state: State
    people: str = ""
    """How many have complete data: a number, or for a team a range."""
    mean: float | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None
    """The 95 % interval of the mean."""
    median_since: date | None = None
    """As of when the median is, where it waits for ten people behind a difference."""


@dataclass(frozen=True)
class Overview:
    """What comes first on a group's page; None where there is nothing, or too little, to show."""

    enrolled: int | None = None
    """Everybody who ever enrolled into the group, whoever left since included."""
    target: int | None = None
    week: WeekCount | None = None
    """The last week that is over."""
    check_ins: int | None = None
    """One person's one day with at least one entry; the sum over the days that are shown."""
    change: Change | None = None
    """The last mean that may be shown, or else why there is none."""
    latest: Change | None = None
    """The newest moment, where its value is not the one shown."""

    @property
    def reached(self) -> float | None:
        """Enrolled people in percent of the target."""
        if self.enrolled is None or not self.target:
            return None
        return 100 * self.enrolled / self.target


@dataclass(frozen=True)
class PartOverview:
    """A district of the city, or a team of a district or a unit, beside the others."""

    key: str
    name: str
    overview: Overview
    weeks: tuple[WeekCount, ...] = ()
    """Its weeks so far, for a drawing of them."""
    note: str = ""
    """Where it belongs: a team's unit."""


@dataclass(frozen=True)
class Tally:
    """What is counted of one part of a group, however few people it has."""

    key: str
    enrolled: int
    check_ins: int
    """Over the days with so many members that the day may be shown."""
    weeks: Mapping[date, Activity]
    roster: Roster
    """Of which only what belongs to weeks is filled in."""


@dataclass(frozen=True)
class UnitCount:
    """How many teams and people a unit has in a week; None where fewer than 10 are enrolled."""

    name: str
    teams: int
    enrolled: int | None
    active: int | None


class Order(StrEnum):
    """By what parts can be put in order; without a wish they stand by name."""

    ENROLLED = "enrolled"
    ACTIVE = "active"
    REGULAR = "regular"
    COMPLETE = "complete"
    CHANGE = "change"
    CHECK_INS = "check-ins"


def overview_of(
    enrolment: Sequence[Enrolment],
    days: Iterable[DayCount],
    weeks: Iterable[WeekCount],
    frozen: Sequence[Change] = (),
    target: int | None = None,
) -> Overview:
    """The six numbers, from what may be shown of each."""
    over = [week for week in weeks if week.state is not WeekState.RUNNING]
    known = [each for each in frozen if each.mean is not None]
    newest = frozen[-1] if frozen else None
    change = known[-1] if known else newest
    counted = list(days)
    return Overview(
        enrolled=enrolment[-1].total if enrolment else None,
        target=target,
        week=over[-1] if over else None,
        check_ins=sum(day.active for day in counted) if counted else None,
        change=change,
        latest=newest if newest != change else None,
    )


def part_overview(
    tally: Tally, name: str, as_of: date, change: Change | None, target: int | None, note: str = ""
) -> PartOverview:
    """A part's numbers as they may be shown: counts from 10 people on."""
    weeks = weeks_of(tally.roster, tally.weeks, as_of, COUNTED_FROM)
    over = [week for week in weeks if week.state is not WeekState.RUNNING]
    enough = tally.enrolled >= COUNTED_FROM
    overview = Overview(
        enrolled=tally.enrolled if enough else None,
        target=target,
        week=over[-1] if over else None,
        check_ins=tally.check_ins if enough else None,
        change=change,
    )
    return PartOverview(tally.key, name, overview, weeks, note)


def unit_count(name: str, teams: Sequence[Tally], monday: date) -> UnitCount:
    """A unit's teams together in the week of a Monday, as far as they may be counted."""
    enrolled = sum(each.roster.enrolled.get(monday, 0) for each in teams)
    active = sum(each.weeks[monday].active for each in teams if monday in each.weeks)
    if enrolled < COUNTED_FROM:
        return UnitCount(name, len(teams), None, None)
    return UnitCount(name, len(teams), enrolled, active)


def share_of(count: int, whole: int) -> float | None:
    """A count in percent of a whole; None where there is nobody."""
    return 100 * count / whole if whole else None


def _share(count: Callable[[WeekCount], int]) -> Callable[[Overview], float | None]:
    def value(of: Overview) -> float | None:
        return None if of.week is None else share_of(count(of.week), of.week.enrolled)

    return value


def _complete(of: Overview) -> float | None:
    """Only where the number itself is shown, which a team's range is not."""
    people = of.change.people if of.change else ""
    return float(people) if people.isdigit() else None


VALUES: dict[Order, Callable[[Overview], float | None]] = {
    Order.ENROLLED: lambda of: of.enrolled,
    Order.ACTIVE: _share(lambda week: week.active),
    Order.REGULAR: _share(lambda week: week.regular),
    Order.COMPLETE: _complete,
    Order.CHANGE: lambda of: of.change.mean if of.change else None,
    Order.CHECK_INS: lambda of: of.check_ins,
}
"""What each order compares: shares where groups differ in size, and only what is shown."""


def in_order(parts: Sequence[PartOverview], order: Order | None) -> list[PartOverview]:
    """The largest value first and whoever has none last; equal ones, or all, as they stood."""
    if order is None:
        return list(parts)
    value = VALUES[order]
    found = [(value(each.overview), each) for each in parts]
    known = [(number, each) for number, each in found if number is not None]
    ranked = sorted(known, key=lambda pair: -pair[0])
    return [each for _, each in ranked] + [each for number, each in found if number is None]
