"""Counts of participation, read from the roll-ups and from who was in which team when.

No query here knows of a weight: the roll-ups hold numbers of people and minutes of exercise.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select, union_all

from tracker.campaign.models import ParticipantRow
from tracker.database import Day, db
from tracker.insights.models import TeamDay, TeamWeek, TeamWeekKind
from tracker.insights.rules import Group, Stay
from tracker.insights.store.rollups import Query
from tracker.teams.models import Leave, Membership, TeamRow, UnitRow


def stays_and_pauses(group: Group) -> tuple[tuple[Stay, ...], tuple[Stay, ...]]:
    """Everybody who was ever in the group, counted by their dates and part of the group.

    And everybody who was ever on leave, counted likewise and by their days of leave.
    """
    nowhere = literal(None, Day)
    away = (
        _stays(group, Leave.first.label("away"), Leave.last.label("back"))
        .join(Leave, Leave.participant_id == ParticipantRow.id)
        .where(Membership.participant_id.in_(select(Leave.participant_id)))
    )
    everybody = _stays(group).add_columns(nowhere.label("away"), nowhere.label("back"))
    found = [_stay(row) for row in db.session.execute(union_all(everybody, away))]
    return (
        tuple(stay for stay in found if stay.pause is None),
        tuple(stay for stay in found if stay.pause is not None),
    )


def active_by_day(group: Group, as_of: date) -> dict[date, int]:
    """How many members noted something, by the day they noted it for."""
    query = (
        select(TeamDay.day, func.sum(TeamDay.active))
        .where(_of(group, TeamDay.team_id), TeamDay.day <= as_of)
        .group_by(TeamDay.day)
    )
    return {day: int(active) for day, active in db.session.execute(query)}


def counts_by_week(group: Group, as_of: date) -> dict[date, tuple[int, int]]:
    """Active and regularly exercising people, by Monday."""
    query = (
        select(TeamWeek.monday, func.sum(TeamWeek.active), func.sum(TeamWeek.regular))
        .where(_of(group, TeamWeek.team_id), TeamWeek.monday <= as_of)
        .group_by(TeamWeek.monday)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(query)}


def minutes_by_week(group: Group, as_of: date) -> dict[date, dict[str, int]]:
    """Minutes of exercise by Monday and kind."""
    # Adding nothing keeps SQLite from going team by team: the index by week needs no sorting.
    in_city = group.team_id is None and group.district_code is None
    team_id = TeamWeekKind.team_id + 0 if in_city else TeamWeekKind.team_id
    query = (
        select(TeamWeekKind.monday, TeamWeekKind.kind, func.sum(TeamWeekKind.minutes))
        .where(_of(group, team_id), TeamWeekKind.monday <= as_of)
        .group_by(TeamWeekKind.monday, TeamWeekKind.kind)
        .order_by(TeamWeekKind.monday)
    )
    found: dict[date, dict[str, int]] = {}
    for monday, kind, total in db.session.execute(query):
        found.setdefault(monday, {})[kind] = int(total)
    return found


def active_in_week(group: Group, monday: date) -> dict[str, int]:
    """Active people of one week by part: the districts of the city, the teams of a district."""
    part = _part(group)
    query = (
        select(part, func.sum(TeamWeek.active))
        .join(TeamRow, TeamRow.id == TeamWeek.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(_of(group, TeamWeek.team_id), TeamWeek.monday == monday)
        .group_by(part)
    )
    return {key: int(active) for key, active in db.session.execute(query)}


def _stay(row: Any) -> Stay:
    pause = (row.away, row.back) if row.away else None
    return Stay(
        row.first, row.last, row.enrolled_on, row.left_on, row.people, part=row.part, pause=pause
    )


def _stays(group: Group, *more: ColumnElement[Any]) -> Query:
    columns = (
        Membership.first,
        Membership.last,
        ParticipantRow.enrolled_on,
        ParticipantRow.left_on,
        _part(group),
    )
    return (
        select(*columns, func.count().label("people"), *more)
        .select_from(Membership)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .where(_of(group, Membership.team_id))
        .group_by(*columns, *more)
    )


def _part(group: Group) -> ColumnElement[str]:
    """A city's parts are districts by code, a district's are teams by id, a team has none."""
    if group.team_id is not None:
        return literal("").label("part")
    team = cast(TeamRow.id, String)
    return (team if group.district_code else UnitRow.district_code).label("part")


def _of(group: Group, team_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """Only rows of the group's teams."""
    if group.team_id is not None:
        return literal(group.team_id) == team_id
    teams = (
        select(TeamRow.id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == group.season_id)
        .correlate(None)
    )
    if group.district_code:
        teams = teams.where(UnitRow.district_code == group.district_code)
    found: ColumnElement[bool] = team_id.in_(teams)
    return found
