"""Who took part, counted from the simulation's own arrays by the definitions."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.campaign.rules import first_monday
from tracker.simulation.rules.logs import KINDS, Entries, Readings
from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.plan import Flags, Integers, Plan, day_of, number

REGULAR_DAYS = 3
Figures = dict[str, Any]


@dataclass(frozen=True)
class Counts:
    """Matrices of counts by team and day, or by team and week of the season."""

    days: Integers
    mondays: Integers
    joined: Integers
    members: Integers
    noted: Integers
    enrolled: Integers
    """By team and week: enrolled before its Monday and not left by then."""
    active: Integers
    regular: Integers
    on_leave: Integers
    minutes: Integers
    """By team, week and kind."""

    def figures(self, teams: NDArray[Any]) -> Figures:
        """The counts of a group, which is the sum of its teams."""
        return {
            "enrolled_by_day": _by_day(self.days, self._enrolment(teams)),
            "participation_by_day": _by_day(
                self.days, {"active": _sum(self.noted, teams), "members": _sum(self.members, teams)}
            ),
            "weeks": _by_day(
                self.mondays,
                {
                    "active": _sum(self.active, teams),
                    "regular": _sum(self.regular, teams),
                    "enrolled": _sum(self.enrolled, teams),
                    "on_leave": _sum(self.on_leave, teams),
                },
            ),
            "minutes_by_kind": self._minutes_by_kind(teams),
        }

    def _enrolment(self, teams: NDArray[Any]) -> dict[str, Integers]:
        joined = _sum(self.joined, teams)
        return {"new": joined, "total": np.cumsum(joined)}

    def _minutes_by_kind(self, teams: NDArray[Any]) -> Figures:
        minutes = _sum(self.minutes, teams)
        return {
            day_of(monday).isoformat(): {
                kind: int(total) for kind, total in zip(KINDS, row, strict=True) if total
            }
            for monday, row in zip(self.mondays, minutes, strict=True)
        }


def count(plan: Plan, people: People, readings: Readings, entries: Entries) -> Counts:
    """Count every team's days and weeks up to the plan's day."""
    days = np.arange(number(plan.calendar.logging_starts), number(plan.today) + 1)
    mondays, week = np.unique(_mondays(plan, days), return_inverse=True)
    exercised = _grid(people, days, entries.person, entries.day)
    noted = exercised | _grid(people, days, readings.person, readings.day)
    here = _present(people, days)
    starting = (people.enrolled[:, None] < mondays) & _not_left(people, mondays)
    by_week = np.eye(len(mondays), dtype=np.int64)[week]
    active = starting & ((noted.astype(np.int64) @ by_week) > 0)
    regular = starting & ((exercised.astype(np.int64) @ by_week) >= REGULAR_DAYS)
    by_team = _TeamSums(people)
    return Counts(
        days=days,
        mondays=mondays,
        joined=by_team(people.enrolled[:, None] == days),
        members=by_team(here),
        noted=by_team(noted & here),
        enrolled=by_team(starting),
        active=by_team(active),
        regular=by_team(regular),
        on_leave=by_team(starting & _pausing(people, mondays)),
        minutes=_minutes(people, entries, week, days[0]),
    )


def _mondays(plan: Plan, days: Integers) -> Integers:
    """The Monday of the week each day counts in: a Sunday at the very start is in week 1."""
    starts, first = number(plan.calendar.starts), number(first_monday(plan.calendar))
    calendar_mondays = days - (days + 3) % 7
    return np.where((days >= starts) & (days < first), first, calendar_mondays)


class _TeamSums:
    """Adds rows of participants up to rows of teams."""

    def __init__(self, people: People) -> None:
        self.order = np.argsort(people.team, kind="stable")
        self.starts = np.searchsorted(people.team[self.order], np.arange(people.team.max() + 1))

    def __call__(self, by_person: Flags) -> Integers:
        totals: Integers = np.add.reduceat(by_person[self.order], self.starts, 0, np.int64)
        return totals


def _grid(people: People, days: Integers, person: Integers, day: Integers) -> Flags:
    cells = np.zeros((len(people.id), len(days)), bool)
    cells[person, day - days[0]] = True
    return cells


def _present(people: People, days: Integers) -> Flags:
    """Members on a day, the day of joining and the last one included."""
    present: Flags = (people.enrolled[:, None] <= days) & _not_left(people, days)
    return present


def _not_left(people: People, days: Integers) -> Flags:
    stays: Flags = (people.left[:, None] == NOBODY) | (people.left[:, None] >= days)
    return stays


def _pausing(people: People, mondays: Integers) -> Flags:
    """Whoever is on leave on a week's Monday."""
    cells = np.zeros((len(people.id), len(mondays)), bool)
    leaves = zip(people.leave_person, people.leave_first, people.leave_last, strict=True)
    for person, first, last in leaves:
        cells[person] |= (first <= mondays) & (mondays <= last)
    return cells


def _minutes(people: People, entries: Entries, week: Integers, first: int) -> Integers:
    shape = (int(people.team.max()) + 1, int(week.max()) + 1, len(KINDS))
    total = np.zeros(shape, np.int64)
    where = (people.team[entries.person], week[entries.day - first], entries.kind)
    np.add.at(total, where, entries.minutes)
    return total


def _sum(counts: Integers, teams: NDArray[Any]) -> Integers:
    total: Integers = counts[teams].sum(axis=0)
    return total


def _by_day(days: Integers, columns: dict[str, Integers]) -> Figures:
    return {
        day_of(day).isoformat(): {name: int(column[i]) for name, column in columns.items()}
        for i, day in enumerate(days)
    }
