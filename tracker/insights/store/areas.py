"""Roll-ups of districts: their teams' sums, and how many people there are in each.

A week's mark says that sums must be made again. A team's roster mark says that people came, went
or paused: then its district is made anew, in time that grows with that district alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.campaign.models import SeasonRow
from tracker.campaign.rules import Calendar, week_days
from tracker.campaign.store import calendar_of
from tracker.clock import now
from tracker.database import by_turns, db, random_key, writing
from tracker.database import insert as upsert
from tracker.insights.models import (
    DistrictDay,
    DistrictWeek,
    DistrictWeekKind,
    RolledUpArea,
    RolledUpTeam,
    StaleDistrictWeek,
    TeamDay,
    TeamEnrolled,
    TeamWeek,
    TeamWeekKind,
)
from tracker.insights.rules import Activity, Group, Stay, roster_of
from tracker.insights.store.stays import stays_and_pauses, teams_in
from tracker.insights.store.sums import Row, active, activity, add_kinds, day_rows, week_rows
from tracker.teams.models import StaleRoster, TeamRow, UnitRow

AREA_SECONDS = 0.02
"""Many districts in one transaction would keep others from writing; a few may share one."""

TABLES: tuple[Any, ...] = (DistrictDay, DistrictWeek, DistrictWeekKind)


def refresh_districts(season_id: int, codes: Collection[str] | None = None) -> None:
    """Bring these districts, or all of a season, up to date with their teams."""
    for some in by_turns(stale_districts(season_id, codes), AREA_SECONDS, smallest=1):
        with writing() as session:
            for code in some:
                _add_district(session, season_id, code)


def stale_districts(season_id: int, codes: Collection[str] | None = None) -> Sequence[str]:
    """Those of these districts that have a mark, or were never rolled up."""
    marked = select(StaleDistrictWeek.district_code).where(StaleDistrictWeek.season_id == season_id)
    moved = (
        select(UnitRow.district_code)
        .join(TeamRow, TeamRow.unit_id == UnitRow.id)
        .join(StaleRoster, StaleRoster.team_id == TeamRow.id)
        .where(UnitRow.season_id == season_id)
    )
    built = select(RolledUpArea.scope).where(RolledUpArea.season_id == season_id)
    scope = literal(district_scope("")) + UnitRow.district_code
    query = (
        select(UnitRow.district_code)
        .where(
            UnitRow.season_id == season_id,
            or_(
                UnitRow.district_code.in_(marked),
                UnitRow.district_code.in_(moved),
                scope.not_in(built),
            ),
        )
        .distinct()
        .order_by(UnitRow.district_code)
    )
    if codes is not None:
        query = query.where(UnitRow.district_code.in_(list(codes)))
    return db.session.scalars(query).all()


def add_stale_weeks(
    session: Session, season_id: int, team_ids: Collection[int], monday: date
) -> None:
    """Inside a caller's transaction: a week of these teams' districts must be summed again."""
    query = select(UnitRow.district_code).join(TeamRow, TeamRow.unit_id == UnitRow.id)
    codes = session.scalars(query.where(TeamRow.id.in_(list(team_ids))).distinct())
    marks = [
        {"season_id": season_id, "district_code": code, "monday": monday} for code in sorted(codes)
    ]
    if marks:
        statement = upsert(StaleDistrictWeek).on_conflict_do_nothing()
        # Only a refresh leaves or takes these marks, and one of a season runs at a time.
        session.connection().execute(statement, marks)


def note_season(season_id: int, at: datetime) -> None:
    """Every mark that was there before this moment has been taken."""
    with writing() as session:
        _note(session, season_id, CITY_SCOPE, at=at)


def _add_district(session: Session, season_id: int, code: str) -> None:
    lock = select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
    session.execute(lock)
    group, calendar = Group(season_id, code), calendar_of(season_id)
    moved = _taken_rosters(session, group)
    mondays = _taken_weeks(session, season_id, code)
    is_built = _is_built(session, season_id, code)
    if moved or not is_built:
        _make_anew(session, calendar, group, moved if is_built else None)
    elif mondays:
        _sum_again(session, calendar, group, mondays)
    changed = bool(moved or mondays or not is_built)
    _note(session, season_id, district_scope(code), at=now(), changed=changed)
    if changed:
        _note(session, season_id, CITY_SCOPE, changed=True)


def _is_built(session: Session, season_id: int, code: str) -> bool:
    built = exists().where(
        RolledUpArea.season_id == season_id, RolledUpArea.scope == district_scope(code)
    )
    return bool(session.scalar(select(built)))


def _note(
    session: Session,
    season_id: int,
    scope: str,
    at: datetime | None = None,
    *,
    changed: bool = False,
) -> None:
    values: Row = {"version": random_key()} if changed else {}
    values |= {"at": at} if at else {}
    new = {"version": random_key(), "at": None} | values
    statement = upsert(RolledUpArea).values(season_id=season_id, scope=scope, **new)
    session.execute(
        statement.on_conflict_do_update(index_elements=["season_id", "scope"], set_=values)
    )


def _taken_rosters(session: Session, group: Group) -> list[int]:
    """The district's teams whose people changed; the marks are taken away, in key order."""
    query = (
        select(StaleRoster.team_id)
        .where(teams_in(group, StaleRoster.team_id))
        .order_by(StaleRoster.team_id)
        .with_for_update()
    )
    found = list(session.scalars(query))
    if found:
        session.connection().execute(
            delete(StaleRoster).where(StaleRoster.team_id == bindparam("team")),
            [{"team": team_id} for team_id in found],
        )
    return found


def _taken_weeks(session: Session, season_id: int, code: str) -> list[date]:
    taken = (
        delete(StaleDistrictWeek)
        .where(StaleDistrictWeek.season_id == season_id, StaleDistrictWeek.district_code == code)
        .returning(StaleDistrictWeek.monday)
        .execution_options(synchronize_session=False)
    )
    return sorted(session.scalars(taken))


def _make_anew(
    session: Session, calendar: Calendar, group: Group, moved: Collection[int] | None
) -> None:
    """Everything of a district; of its teams' denominators those that changed, or all."""
    stays, pauses = stays_and_pauses(group)
    roster = roster_of(stays, pauses, calendar.ends)
    for table in TABLES:
        session.execute(delete(table).where(*_of(table, group)))
    days, weeks = day_rows(session, group, roster), week_rows(session, group, roster)
    for table, rows in ((DistrictDay, days), (DistrictWeek, weeks)):
        if rows:
            session.execute(insert(table), rows)
    add_kinds(session, group)
    _enrol_teams(session, calendar, group, (stays, pauses), moved)


def _enrol_teams(
    session: Session,
    calendar: Calendar,
    group: Group,
    people: tuple[Iterable[Stay], Iterable[Stay]],
    moved: Collection[int] | None,
) -> None:
    stays, pauses = map(_by_team, people)
    teams = set(stays) if moved is None else set(moved)
    is_old = teams_in(group, TeamEnrolled.team_id)
    if moved is not None:
        is_old = TeamEnrolled.team_id.in_(moved)
        touched = update(RolledUpTeam).where(RolledUpTeam.team_id.in_(moved))
        session.execute(
            touched.values(version=random_key()).execution_options(synchronize_session=False)
        )
    session.execute(delete(TeamEnrolled).where(is_old))
    rows = [
        {
            "team_id": team_id,
            "monday": monday,
            "enrolled": count,
            "on_leave": roster.on_leave.get(monday, 0),
        }
        for team_id in sorted(teams)
        for roster in (roster_of(stays[team_id], pauses[team_id], calendar.ends),)
        for monday, count in roster.enrolled.items()
    ]
    if rows:
        session.execute(insert(TeamEnrolled), rows)


def _by_team(stays: Iterable[Stay]) -> Mapping[int, list[Stay]]:
    found = defaultdict(list)
    for stay in stays:
        found[int(stay.part)].append(stay)
    return found


def _sum_again(session: Session, calendar: Calendar, group: Group, mondays: Iterable[date]) -> None:
    """The sums of some weeks; the rows themselves are there since people are."""
    for monday in mondays:
        inside = week_days(calendar, monday)
        noted = active(session, group, TeamDay.day.between(*inside))
        weeks = activity(session, group, TeamWeek.monday == monday)
        _update(session, DistrictDay, group, {"active": 0}, DistrictDay.day.between(*inside))
        for day, people in noted.items():
            _update(session, DistrictDay, group, {"active": people}, DistrictDay.day == day)
        values = weeks.get(monday, Activity())._asdict()
        _update(session, DistrictWeek, group, values, DistrictWeek.monday == monday)
        of_week = DistrictWeekKind.monday == monday
        session.execute(delete(DistrictWeekKind).where(*_of(DistrictWeekKind, group), of_week))
        add_kinds(session, group, TeamWeekKind.monday == monday)


def _update(session: Session, table: Any, group: Group, values: Row, *where: Any) -> None:
    changed = update(table).where(*_of(table, group), *where).values(values)
    session.execute(changed.execution_options(synchronize_session=False))


def _of(table: Any, group: Group) -> tuple[Any, Any]:
    return table.season_id == group.season_id, table.district_code == group.district_code
