"""Participation as it is frozen with a snapshot, and read back: counts only, of areas only.

Every number is there, of however few people: what may be shown of it is decided on reading, as it
is for live counts.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights.rules import Activity, Group, Participation, Roster
from tracker.insights.rules.overview import Tally
from tracker.insights.store.participation import Exercise, counted, exercise_by_week
from tracker.insights.store.parts import tallies, tally
from tracker.insights.store.targets import TARGETS, frozen_targets
from tracker.teams.rules import districts

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment

PARTICIPATION, EXERCISE, PARTS = "participation", "exercise", "parts"
"""The sections: days and weeks; minutes by week and kind; the parts side by side."""

Kept = Mapping[str, Any]
DAY = timedelta(days=1)


def participation(moment: "Moment") -> dict[str, Kept]:
    """Days and weeks of the city and each district up to the day before the moment."""
    return {
        scope: _days_and_weeks(counted(group, moment.as_of - DAY))
        for scope, group in _areas(moment).items()
    }


def exercise(moment: "Moment") -> dict[str, Kept]:
    """Minutes by week and kind, and what they are toward the weekly 150."""
    return {
        scope: {
            monday.isoformat(): {kind: list(did) for kind, did in kinds.items()}
            for monday, kinds in exercise_by_week(group, moment.as_of - DAY).items()
        }
        for scope, group in _areas(moment).items()
    }


def parts(moment: "Moment") -> dict[str, Kept]:
    """The city's districts by code, each district's teams by id."""
    return {
        scope: {key: _part(each) for key, each in tallies(group, moment.as_of - DAY).items()}
        for scope, group in _areas(moment).items()
    }


COUNTED_SECTIONS: dict[str, Callable[["Moment"], Mapping[str, Kept]]] = {
    PARTICIPATION: participation,
    EXERCISE: exercise,
    PARTS: parts,
    TARGETS: frozen_targets,
}


def participation_from(kept: Kept) -> Participation:
    """Days and weeks as they were frozen."""
    days = {date.fromisoformat(day): counts for day, *counts in kept["days"]}
    weeks = _weeks_from(kept["weeks"])
    return Participation(
        roster=Roster(
            members={day: members for day, (_, members, _) in days.items()},
            joined={day: joined for day, (_, _, joined) in days.items()},
            enrolled={monday: people for monday, (_, people, _) in weeks.items()},
            on_leave={monday: away for monday, (_, _, away) in weeks.items()},
        ),
        active={day: active for day, (active, _, _) in days.items()},
        weeks={monday: did for monday, (did, _, _) in weeks.items()},
    )


def exercise_from(kept: Kept) -> dict[date, dict[str, Exercise]]:
    """Minutes by week and kind as they were frozen."""
    return {
        date.fromisoformat(monday): {kind: Exercise(*did) for kind, did in kinds.items()}
        for monday, kinds in sorted(kept.items())
    }


def tallies_from(kept: Kept) -> dict[str, Tally]:
    """The parts as they were frozen, by key."""
    return {
        key: tally(key, each["enrolled"], each["check_ins"], _weeks_from(each["weeks"]))
        for key, each in sorted(kept.items())
    }


def _areas(moment: "Moment") -> dict[str, Group]:
    season_id = moment.season.id
    return {CITY_SCOPE: Group(season_id)} | {
        district_scope(each.code): Group(season_id, each.code) for each in districts()
    }


def _days_and_weeks(found: Participation) -> Kept:
    roster = found.roster
    days = sorted(roster.members.keys() | roster.joined.keys() | found.active.keys())
    return {
        "days": [
            [
                day.isoformat(),
                found.active.get(day, 0),
                roster.members.get(day, 0),
                roster.joined.get(day, 0),
            ]
            for day in days
        ],
        "weeks": _weeks(found.weeks, roster),
    }


def _part(found: Tally) -> Kept:
    return {
        "enrolled": found.enrolled,
        "check_ins": found.check_ins,
        "weeks": _weeks(found.weeks, found.roster),
    }


def _weeks(weeks: Mapping[date, Activity], roster: Roster) -> list[list[Any]]:
    """By Monday: enrolled, on leave, and what they did."""
    return [
        [
            monday.isoformat(),
            people,
            roster.on_leave.get(monday, 0),
            *weeks.get(monday, Activity()),
        ]
        for monday, people in sorted(roster.enrolled.items())
    ]


def _weeks_from(kept: list[list[Any]]) -> dict[date, tuple[Activity, int, int]]:
    return {
        date.fromisoformat(monday): (Activity(*did), people, away)
        for monday, people, away, *did in kept
    }
