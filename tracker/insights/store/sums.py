"""The sums of a district: what its teams' roll-ups and its people's dates come to."""

from datetime import date
from typing import Any

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from tracker.insights.models import DistrictWeekKind, TeamDay, TeamWeek, TeamWeekKind
from tracker.insights.rules import Activity, Group, Roster
from tracker.insights.store.stays import teams_in

Row = dict[str, Any]


def day_rows(session: Session, group: Group, roster: Roster) -> list[Row]:
    """A district's days: members, who enrolled, and how many noted something."""
    noted = active(session, group)
    return [
        _keys(group)
        | {
            "day": day,
            "active": noted.get(day, 0),
            "members": roster.members.get(day, 0),
            "joined": roster.joined.get(day, 0),
        }
        for day in sorted(roster.members.keys() | roster.joined.keys())
    ]


def week_rows(session: Session, group: Group, roster: Roster) -> list[Row]:
    """A district's weeks: everyone enrolled before the Monday, and what they did."""
    counts = activity(session, group)
    return [
        _keys(group)
        | counts.get(monday, Activity())._asdict()
        | {"monday": monday, "enrolled": people, "on_leave": roster.on_leave.get(monday, 0)}
        for monday, people in roster.enrolled.items()
    ]


def _keys(group: Group) -> Row:
    return {"season_id": group.season_id, "district_code": group.district_code}


def active(session: Session, group: Group, *where: Any) -> dict[date, int]:
    """How many noted something, by day."""
    query = (
        select(TeamDay.day, func.sum(TeamDay.active))
        .where(teams_in(group, TeamDay.team_id), *where)
        .group_by(TeamDay.day)
    )
    return {day: int(people) for day, people in session.execute(query)}


def activity(session: Session, group: Group, *where: Any) -> dict[date, Activity]:
    """What people did, by week."""
    columns = TeamWeek.active, TeamWeek.regular, TeamWeek.enough
    query = (
        select(TeamWeek.monday, *map(func.sum, columns))
        .where(teams_in(group, TeamWeek.team_id), *where)
        .group_by(TeamWeek.monday)
    )
    return {row[0]: Activity(*map(int, row[1:])) for row in session.execute(query)}


def add_kinds(session: Session, group: Group, *where: Any) -> None:
    """Inside a caller's transaction: a district's minutes by week and kind."""
    keys = literal(group.season_id), literal(group.district_code)
    sums = func.sum(TeamWeekKind.minutes), func.sum(TeamWeekKind.equivalent)
    query = (
        select(*keys, TeamWeekKind.monday, TeamWeekKind.kind, *sums)
        .where(teams_in(group, TeamWeekKind.team_id), *where)
        .group_by(TeamWeekKind.monday, TeamWeekKind.kind)
    )
    columns = ["season_id", "district_code", "monday", "kind", "minutes", "equivalent"]
    session.execute(insert(DistrictWeekKind).from_select(columns, query))
