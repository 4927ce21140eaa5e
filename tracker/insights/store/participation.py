"""Counts of participation read back: of teams and units from their rows, of areas from districts'.

No query here knows of a weight: the roll-ups hold numbers of people and minutes of exercise. None
about a district or the city reads a person or a team.
"""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, select

from tracker.database import db
from tracker.insights.models import (
    DistrictDay,
    DistrictWeek,
    DistrictWeekKind,
    TeamDay,
    TeamEnrolled,
    TeamWeek,
    TeamWeekKind,
)
from tracker.insights.rules import Activity, Group, Participation, Roster, roster_of
from tracker.insights.store.stays import stays_and_pauses, teams_in


class Exercise(NamedTuple):
    """Minutes of one kind in a week, and how many they are toward the weekly 150."""

    minutes: int
    equivalent: int


def counted(group: Group, until: date) -> Participation:
    """Everybody and everything counted of a group up to a day."""
    if group.is_area:
        return _of_area(group, until)
    return Participation(
        roster=roster_of(*stays_and_pauses(group), until),
        active=_team_days(group, until),
        weeks=_team_weeks(group, until),
    )


def exercise_by_week(group: Group, until: date) -> dict[date, dict[str, Exercise]]:
    """Minutes of exercise and what they are worth, by Monday and kind."""
    table: Any = DistrictWeekKind if group.is_area else TeamWeekKind
    query = (
        select(table.monday, table.kind, func.sum(table.minutes), func.sum(table.equivalent))
        .where(*_rows(table, group), table.monday <= until)
        .group_by(table.monday, table.kind)
        .order_by(table.monday, table.kind)
    )
    found: dict[date, dict[str, Exercise]] = {}
    for monday, kind, minutes, equivalent in db.session.execute(query):
        found.setdefault(monday, {})[kind] = Exercise(int(minutes), int(equivalent))
    return found


def parts_in_week(group: Group, monday: date) -> tuple[dict[str, int], dict[str, int]]:
    """Active and enrolled people of one week by part.

    The parts are the districts of the city by code, or the teams of a district or unit by id.
    """
    if group.is_area and group.district_code is None:
        columns: tuple[Any, ...] = (
            DistrictWeek.district_code,
            DistrictWeek.active,
            DistrictWeek.enrolled,
        )
        query = select(*columns).where(
            DistrictWeek.season_id == group.season_id, DistrictWeek.monday == monday
        )
    else:
        same = and_(
            TeamWeek.team_id == TeamEnrolled.team_id, TeamWeek.monday == TeamEnrolled.monday
        )
        query = (
            select(
                cast(TeamEnrolled.team_id, String),
                func.coalesce(TeamWeek.active, 0),
                TeamEnrolled.enrolled,
            )
            .select_from(TeamEnrolled)
            .outerjoin(TeamWeek, same)
            .where(teams_in(group, TeamEnrolled.team_id), TeamEnrolled.monday == monday)
        )
    rows = db.session.execute(query).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _of_area(group: Group, until: date) -> Participation:
    active, members, joined = Counter[date](), Counter[date](), Counter[date]()
    sums = map(func.sum, (DistrictDay.active, DistrictDay.members, DistrictDay.joined))
    days = (
        select(DistrictDay.day, *sums).where(*_rows(DistrictDay, group)).group_by(DistrictDay.day)
    )
    for day, *counts in db.session.execute(days.where(DistrictDay.day <= until)):
        active[day], members[day], joined[day] = map(int, counts)
    weeks, enrolled, away = dict[date, Activity](), dict[date, int](), dict[date, int]()
    found = select(
        DistrictWeek.monday,
        func.sum(DistrictWeek.enrolled),
        func.sum(DistrictWeek.on_leave),
        *map(func.sum, (DistrictWeek.active, DistrictWeek.regular, DistrictWeek.enough)),
    ).where(*_rows(DistrictWeek, group), DistrictWeek.monday <= until)
    for monday, people, paused, *did in db.session.execute(found.group_by(DistrictWeek.monday)):
        enrolled[monday], away[monday] = int(people), int(paused)
        weeks[monday] = Activity(*map(int, did))
    return Participation(Roster(members, joined, enrolled, away), active, weeks)


def _team_days(group: Group, until: date) -> dict[date, int]:
    query = (
        select(TeamDay.day, func.sum(TeamDay.active))
        .where(teams_in(group, TeamDay.team_id), TeamDay.day <= until)
        .group_by(TeamDay.day)
    )
    return {day: int(active) for day, active in db.session.execute(query)}


def _team_weeks(group: Group, until: date) -> dict[date, Activity]:
    columns = TeamWeek.active, TeamWeek.regular, TeamWeek.enough
    query = (
        select(TeamWeek.monday, *map(func.sum, columns))
        .where(teams_in(group, TeamWeek.team_id), TeamWeek.monday <= until)
        .group_by(TeamWeek.monday)
    )
    return {row[0]: Activity(*map(int, row[1:])) for row in db.session.execute(query)}


def _rows(table: Any, group: Group) -> tuple[ColumnElement[bool], ...]:
    """Which rows of a table are the group's."""
    if not group.is_area:
        return (teams_in(group, table.team_id),)
    of_season = table.season_id == group.season_id
    if group.district_code is None:
        return (of_season,)
    return of_season, table.district_code == group.district_code
