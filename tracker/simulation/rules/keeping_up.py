"""How people kept up, counted from the simulation's own arrays, before any rule of release."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.campaign.rules import first_monday
from tracker.simulation.rules.health import Results
from tracker.simulation.rules.logs import BEIJING_MINUTES, KINDS, Entries, Readings
from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.plan import Flags, Integers, Plan, day_of, number

WEEK, DAY_MINUTES, TARGET, OFTEN = 7, 1_440, 150, 3
HALF_G = 500
Figures = dict[str, Any]
Pairs = tuple[Integers, Flags]
"""Whose a record is, and whether it is of a kind."""


@dataclass(frozen=True)
class Kept:
    """Everybody by week and by record, as of the beginning of a Monday."""

    results: Results
    mondays: Integers
    cohort: Integers
    counted: Flags
    weighings: Integers
    noted: Flags
    """By person and day."""
    active: Flags
    minutes: Integers
    """By person, week and kind."""
    records: dict[str, Pairs]

    def figures(self, group: Flags) -> Figures:
        """The counts of a group."""
        group = group & self.results.enrolled
        noted = self.noted[group]
        return {
            "enrolled": int(group.sum()),
            "late": int((group & (self.cohort >= self.mondays[0])).sum()),
            "with_baseline": int((group & self.results.baseline.there).sum()),
            "weeks": [self._week(group, place) for place in range(len(self.mondays))],
            "cohorts": [self._cohort(group, each) for each in np.unique(self.cohort[group])],
            "noted": int(noted.any(axis=1).sum()),
            "longest_gaps": sorted(_gap(np.flatnonzero(row)) for row in noted if row.any()),
            "records": {name: _count(group, *each) for name, each in self.records.items()},
        }

    def _week(self, group: Flags, place: int) -> Figures:
        who = group & self.counted[:, place]
        weighings, minutes = self.weighings[who, place], self.minutes[who, place]
        return {
            "monday": day_of(self.mondays[place]).isoformat(),
            "enrolled": int(who.sum()),
            "active": int(self.active[who, place].sum()),
            "weighed": int((weighings > 0).sum()),
            "often": int((weighings >= OFTEN).sum()),
            "weighings": int(weighings.sum()),
            "reached": int((minutes.sum(axis=1) >= TARGET).sum()),
            "minutes": {
                kind: int(total)
                for kind, total in zip(KINDS, minutes.sum(axis=0), strict=True)
                if total
            },
        }

    def _cohort(self, group: Flags, monday: int) -> Figures:
        who = group & (self.cohort == monday)
        active = (self.active & self.counted)[who].sum(axis=0)
        return {
            "monday": day_of(monday).isoformat(),
            "people": int(who.sum()),
            "active": active.tolist(),
        }


def kept(
    plan: Plan, people: People, readings: Readings, entries: Entries, results: Results
) -> Kept:
    """Everybody's log, of days before the moment that the results are of."""
    as_of, first = results.as_of, number(first_monday(plan.calendar))
    mondays = np.arange(first, min(as_of, number(plan.calendar.ends) + 1) - WEEK + 1, WEEK)
    days = np.arange(number(plan.calendar.logging_starts), as_of)
    weighed, moved = (
        _grid(len(people.id), days, log.person, log.day) for log in (readings, entries)
    )
    starts = number(plan.calendar.starts)
    week = _weeks(days, starts, mondays)
    inside = week[:, None] == np.arange(len(mondays))
    noted = weighed | moved
    gone = (people.left[:, None] != NOBODY) & (people.left[:, None] < mondays)
    early = (people.enrolled >= starts) & (people.enrolled < first)
    return Kept(
        results=results,
        mondays=mondays,
        cohort=np.where(early, first, people.enrolled - (people.enrolled + 3) % WEEK),
        counted=(people.enrolled[:, None] < mondays) & ~gone,
        weighings=weighed.astype(np.int64) @ inside,
        noted=noted,
        active=(noted.astype(np.int64) @ inside) > 0,
        minutes=_minutes(len(people.id), entries, starts, mondays),
        records=_records(readings, entries, as_of),
    )


def _weeks(days: Integers, starts: int, mondays: Integers) -> Integers:
    """Which of the weeks each day counts in, -1 for none; days from the start on are in the 1st."""
    since = days - mondays[0] if len(mondays) else np.full(len(days), -1)
    place = np.where((days >= starts) & (since < 0), 0, since // WEEK)
    return np.where((place >= 0) & (place < len(mondays)), place, -1)


def _grid(people: int, days: Integers, person: Integers, day: Integers) -> Flags:
    cells = np.zeros((people, len(days)), bool)
    before = day < days[0] + len(days)
    cells[person[before], day[before] - days[0]] = True
    return cells


def _minutes(people: int, entries: Entries, starts: int, mondays: Integers) -> Integers:
    """Light exercise counts nothing, vigorous twice: as the place of its effort says."""
    total = np.zeros((people, len(mondays), len(KINDS)), np.int64)
    week = _weeks(entries.day, starts, mondays)
    there = week >= 0
    where = entries.person[there], week[there], entries.kind[there]
    np.add.at(total, where, (entries.minutes * entries.effort)[there])
    return total


def _records(readings: Readings, entries: Entries, as_of: int) -> dict[str, Pairs]:
    own = (readings.source == 0) & (readings.day < as_of)
    person, grams = readings.person[own], readings.grams[own]
    done = entries.day < as_of
    again = person[1:] == person[:-1]
    return {
        "corrected": (person, readings.corrections[own] > 0),
        "same": (person[1:][again], (grams[1:] == grams[:-1])[again]),
        "round": (person, grams % HALF_G == 0),
        "late_weight": (person, _late(readings.noted_minute[own], readings.day[own])),
        "late_exercise": (
            entries.person[done],
            _late(entries.noted_minute[done], entries.day[done]),
        ),
    }


def _late(minute: Integers, day: Integers) -> Flags:
    late: Flags = (minute + BEIJING_MINUTES) // DAY_MINUTES > day
    return late


def _count(group: Flags, person: Integers, is_so: Flags) -> dict[str, int]:
    inside = group[person]
    return {
        "part": int((inside & is_so).sum()),
        "whole": int(inside.sum()),
        "people": len(np.unique(person[inside & is_so])),
        "of_people": len(np.unique(person[inside])),
    }


def _gap(days: Integers) -> int:
    return int(np.diff(days).max() - 1) if len(days) > 1 else 0
