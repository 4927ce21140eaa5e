"""Who counts in a group on a day and in a week, and what may be said of how many took part."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.accounts.rules import CITY_SCOPE, district_scope, team_scope, unit_scope
from tracker.campaign.rules import WEEK, monday_of

REGULAR_DAYS = 3
"""Exercising regularly in a week: exercise on so many of its days."""
COUNTED_FROM = 10
"""A district's or the city's participation is counted from so many people."""
DAY = timedelta(days=1)

Span = tuple[date, date]
"""First and last day, both included; none when the last comes before the first."""


@dataclass(frozen=True)
class Group:
    """Whom a figure is about: a team, a unit, a district, or the whole city, in one season."""

    season_id: int
    district_code: str | None = None
    team_id: int | None = None
    counted_from: int = COUNTED_FROM
    """Counts are shown from so many people; a team's own members see them from the first."""
    unit_id: int | None = None

    @property
    def scope(self) -> str:
        """The key its releases are kept under, the same as a grant's."""
        if self.team_id is not None:
            return team_scope(self.team_id)
        if self.unit_id is not None:
            return unit_scope(self.unit_id)
        return district_scope(self.district_code) if self.district_code else CITY_SCOPE

    @property
    def is_area(self) -> bool:
        """Whether it is a district or the city: counted from roll-ups of districts alone."""
        return self.team_id is None and self.unit_id is None


@dataclass(frozen=True)
class Stay:
    """So many people with the same dates: days in a team, day of enrolment, day of leaving."""

    first: date
    last: date | None
    enrolled_on: date
    left_on: date | None
    people: int
    part: str = ""
    """Where in the group: a district's code in the city, a team's id in a district."""
    pause: tuple[date, date] | None = None
    """Days of leave; only in a list of pauses, never of everybody."""

    @property
    def is_first(self) -> bool:
        """Whether they enrolled into this team: enrolment is counted there and nowhere else."""
        return self.first == self.enrolled_on

    @property
    def member_days(self) -> Span:
        """First and last day as members; `left_on` is the first day without them."""
        ends = [self.last or date.max, self.left_on - DAY if self.left_on else date.max]
        return self.first, min(ends)

    @property
    def mondays(self) -> Span:
        """Between these days a Monday counts them: members on it who enrolled before it."""
        first, last = self.member_days
        return max(first, self.enrolled_on + DAY), last

    @property
    def paused_mondays(self) -> Span:
        """Mondays that count them and find them on leave: shown beside, never subtracted."""
        (first, last), (away, back) = self.mondays, self.pause or (date.max, date.min)
        return max(first, away), min(last, back)


@dataclass(frozen=True)
class Roster:
    """How many people there are: the denominators of everything counted."""

    members: Mapping[date, int]
    """By day, every day from the first member's on."""
    joined: Mapping[date, int]
    """Who enrolled into the group, by the day of enrolment; days without anybody may be absent."""
    enrolled: Mapping[date, int]
    """By Monday, everyone enrolled before it, every Monday from the first on."""
    on_leave: Mapping[date, int]
    """Of those, by Monday, how many are on leave; Mondays without anybody may be absent."""


class Activity(NamedTuple):
    """What the people counted in a week did."""

    active: int = 0
    regular: int = 0
    enough: int = 0
    """With the week's equivalent minutes that everybody is advised to reach."""


@dataclass(frozen=True)
class Participation:
    """Everything that is counted of a group's taking part."""

    roster: Roster
    active: Mapping[date, int]
    weeks: Mapping[date, Activity]


class WeekState(StrEnum):
    """How settled a week's counts are."""

    RUNNING = "running"
    PROVISIONAL = "provisional"
    FINAL = "final"


@dataclass(frozen=True)
class DayCount:
    """Participation on a day: members with an entry dated that day, of the members that day."""

    day: date
    active: int
    members: int


@dataclass(frozen=True)
class WeekCount:
    """A week's people: enrolled before its Monday, active, exercising regularly, on leave."""

    monday: date
    active: int
    regular: int
    enrolled: int
    on_leave: int
    state: WeekState
    enough: int = 0
    """How many reached the equivalent minutes that everybody is advised to."""


@dataclass(frozen=True)
class Enrolment:
    """How many enrolled on a day and up to it, whoever left since included."""

    day: date
    new: int
    total: int


@dataclass(frozen=True)
class Part:
    """A district of the city, or a team of a district, in one week.

    `active` and `enrolled` are None where fewer than 10 people are enrolled.
    """

    key: str
    name: str
    active: int | None
    enrolled: int | None

    @property
    def share(self) -> float | None:
        """Active people in percent of those enrolled."""
        return (
            100 * self.active / self.enrolled if self.active is not None and self.enrolled else None
        )


def week_state(monday: date, as_of: date) -> WeekState:
    """Running until it is over, provisional for seven days more, then final."""
    if as_of < monday + WEEK:
        return WeekState.RUNNING
    return WeekState.PROVISIONAL if as_of < monday + 2 * WEEK else WeekState.FINAL


def last_finished_monday(as_of: date) -> date:
    """The Monday of the last week that is over."""
    return monday_of(as_of) - WEEK


def roster_of(stays: Iterable[Stay], pauses: Iterable[Stay], until: date) -> Roster:
    """The denominators of every day and Monday up to `until`, from everybody's dates."""
    stays = tuple(stays)
    joined: Counter[date] = Counter()
    for stay in stays:
        if stay.is_first and stay.enrolled_on <= until:
            joined[stay.enrolled_on] += stay.people
    members = _people((stay.member_days, stay.people) for stay in stays)
    enrolled = _people((stay.mondays, stay.people) for stay in stays)
    away = _people((stay.paused_mondays, stay.people) for stay in pauses)
    return Roster(
        members=dict(_running(members, until)),
        joined=dict(joined),
        enrolled=_on_mondays(enrolled, until),
        on_leave=_on_mondays(away, until),
    )


def days_of(
    members: Mapping[date, int], active: Mapping[date, int], counted_from: int
) -> tuple[DayCount, ...]:
    """Participation by day, days with too few members left out."""
    return tuple(
        DayCount(day, active.get(day, 0), people)
        for day, people in sorted(members.items())
        if people >= counted_from
    )


def weeks_of(
    roster: Roster, counts: Mapping[date, Activity], as_of: date, counted_from: int
) -> tuple[WeekCount, ...]:
    """What people did by week, and how settled it is; weeks with too few enrolled left out."""
    nobody = Activity()
    return tuple(
        WeekCount(
            monday,
            counts.get(monday, nobody).active,
            counts.get(monday, nobody).regular,
            enrolled=people,
            on_leave=roster.on_leave.get(monday, 0),
            state=week_state(monday, as_of),
            enough=counts.get(monday, nobody).enough,
        )
        for monday, people in sorted(roster.enrolled.items())
        if people >= counted_from
    )


def enrolment_of(
    joined: Mapping[date, int], as_of: date, counted_from: int
) -> tuple[Enrolment, ...]:
    """Enrolment by day, each person on her day and in her first team."""
    new = Counter(joined)
    return tuple(
        Enrolment(day, new[day], total)
        for day, total in _running(new, as_of)
        if total >= counted_from
    )


def _on_mondays(change: Counter[date], until: date) -> dict[date, int]:
    return {day: people for day, people in _running(change, until) if day.weekday() == 0}


def _people(spans: Iterable[tuple[Span, int]]) -> Counter[date]:
    """By how much a number of people changes on each day, given who is there from when to when."""
    change: Counter[date] = Counter()
    for (first, last), people in spans:
        if first <= last:
            change[first] += people
            change[min(last, date.max - DAY) + DAY] -= people
    return change


def _running(change: Counter[date], as_of: date) -> Iterator[tuple[date, int]]:
    """Every day from the first change to `as_of`, with the number reached on it."""
    day, total = min(change, default=as_of + DAY), 0
    while day <= as_of:
        total += change[day]
        yield day, total
        day += DAY


def parts_of(
    names: Mapping[str, str], active: Mapping[str, int], enrolled: Mapping[str, int]
) -> tuple[Part, ...]:
    """Every named part in the names' order; one with fewer than 10 people keeps its counts."""
    return tuple(
        Part(key, name, active.get(key, 0), enrolled[key])
        if enrolled.get(key, 0) >= COUNTED_FROM
        else Part(key, name, None, None)
        for key, name in names.items()
    )
