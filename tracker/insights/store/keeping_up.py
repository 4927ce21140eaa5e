"""How everybody keeps up as of a moment, for a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import cattrs
import numpy as np

from tracker.accounts.rules import CITY_SCOPE
from tracker.campaign.rules import first_monday
from tracker.database import day_from_number, day_number
from tracker.exercise.rules import WEEKLY_TARGET
from tracker.insights.rules.keeping_up import (
    OFTEN_DAYS,
    Cohort,
    KeepingUp,
    KeptWeek,
    Records,
    in_classes,
    withheld,
)
from tracker.insights.rules.lasting import kept_lasting
from tracker.insights.rules.population import Flags, Integers
from tracker.insights.store.before import frozen_before
from tracker.insights.store.kept_logs import Log, log_of

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment

KEEPING_UP = "keeping_up"
"""The section with each area's `KeepingUp`."""
CONVERTER = cattrs.Converter()
CONVERTER.register_structure_hook(date, lambda value, _: date.fromisoformat(value))


def keeping_up(moment: Moment) -> dict[str, dict[str, Any]]:
    """How each area keeps up, exact, with what must be withheld beside the others.

    Whose data is gone is counted among who weighed in a past week until ten have gone.
    """
    log, before = log_of(moment), frozen_before(moment, KEEPING_UP)
    found = {
        scope: kept_lasting(kept_from(before.get(scope)), _kept(log, inside))
        for scope, inside in moment.scopes.items()
    }
    districts = {scope: each for scope, each in found.items() if scope != CITY_SCOPE}
    hidden = withheld(districts)
    return {
        scope: _plain(replace(each, withheld=hidden.get(scope, frozenset())))
        for scope, each in found.items()
    }


def kept_from(found: Any) -> KeepingUp:
    """As it was frozen; nobody, where it was frozen without this section."""
    return CONVERTER.structure(found, KeepingUp) if found else KeepingUp()


def _kept(log: Log, inside: Flags) -> KeepingUp:
    there = log.people.where(inside)
    week_1 = day_number(first_monday(log.calendar))
    gaps = _longest_gaps(log.noted[inside])
    return KeepingUp(
        enrolled=len(there),
        late=int((there.enrolled_on >= week_1).sum()),
        with_baseline=int(there.has_baseline.sum()),
        weeks=tuple(_week(log, inside, place) for place in range(len(log.mondays))),
        cohorts=tuple(_cohorts(log, inside)),
        noted=len(gaps),
        gaps=in_classes(gaps.tolist()),
        records={trait: _records(columns[inside]) for trait, columns in log.traits.items()},
    )


def _week(log: Log, inside: Flags, place: int) -> KeptWeek:
    counted = inside & log.counted[:, place]
    days = log.days_of(log.mondays[place])
    weighings = log.weighed[counted, days].sum(axis=1)
    units = np.unique(log.units[inside])
    totals = {kind: int(each[units, place].sum()) for kind, each in sorted(log.kinds.items())}
    return KeptWeek(
        monday=day_from_number(log.mondays[place]),
        enrolled=int(counted.sum()),
        active=int(log.noted[counted, days].any(axis=1).sum()),
        weighed=int((weighings > 0).sum()),
        often=int((weighings >= OFTEN_DAYS).sum()),
        weighings=int(weighings.sum()),
        reached=int((log.minutes[counted, place] >= WEEKLY_TARGET).sum()),
        minutes={kind: total for kind, total in totals.items() if total},
    )


def _cohorts(log: Log, inside: Flags) -> Iterator[Cohort]:
    enrolled = log.cohort
    weeks = [
        log.counted[:, place] & log.noted[:, log.days_of(monday)].any(axis=1)
        for place, monday in enumerate(log.mondays)
    ]
    for monday in np.unique(enrolled[inside]).tolist():
        those = inside & (enrolled == monday)
        active = tuple(int(week[those].sum()) for week in weeks)
        yield Cohort(day_from_number(monday), int(those.sum()), active)


def _longest_gaps(noted: Flags) -> Integers:
    """Of whoever noted anything, the most days in a row without, between her first and her last."""
    some = noted[noted.any(axis=1)]
    person, day = np.nonzero(some)
    gaps = np.zeros(len(some), np.int64)
    same = person[1:] == person[:-1]
    np.maximum.at(gaps, person[1:][same], (np.diff(day) - 1)[same])
    return gaps


def _records(columns: Integers) -> Records:
    (part, whole), (people, of_people) = columns.sum(axis=0), (columns > 0).sum(axis=0)
    return Records(int(part), int(whole), int(people), int(of_people))


def _plain(kept: KeepingUp) -> dict[str, Any]:
    """As JSON knows it."""
    found = asdict(kept)
    for each in (*found["weeks"], *found["cohorts"]):
        each["monday"] = each["monday"].isoformat()
    return found | {"withheld": sorted(kept.withheld)}
