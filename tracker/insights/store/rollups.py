"""Roll-ups of participation, brought up to date from marks of what became stale.

First teams, from the logs; then districts, from their teams. Every step takes marks and counts
what they name in one transaction, so a crash between any two statements loses nothing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from tracker.campaign.models import SeasonRow
from tracker.campaign.rules import Calendar, week_days, week_monday
from tracker.campaign.store import calendar_of
from tracker.clock import now
from tracker.database import Moment, by_turns, db, random_key, writing
from tracker.insights.models import (
    RolledUpTeam,
    TeamDay,
    TeamEnrolled,
    TeamWeek,
    TeamWeekKind,
)
from tracker.insights.store.areas import add_stale_weeks, note_season, refresh_districts
from tracker.insights.store.counting import Query, add_counted
from tracker.teams.models import Membership, StaleTeamDay, TeamRow, UnitRow
from tracker.teams.store import add_roster_marks

__all__ = [
    "Query",
    "add_refreshed",
    "rebuild",
    "refresh",
    "refresh_teams",
    "stale_teams",
    "team_count",
    "teams_of",
]

TABLES: tuple[Any, ...] = (TeamDay, TeamWeek, TeamWeekKind)
REFRESH_SECONDS = 0.05
"""How long one transaction of a refresh should keep others from writing: many save meanwhile."""

Report = Callable[[int], None]


def refresh(season_id: int, team_ids: Collection[int] | None = None) -> None:
    """Bring the roll-ups of these teams and their districts, or of the season, up to date."""
    began = now()
    refresh_teams(season_id, team_ids)
    refresh_districts(season_id, None if team_ids is None else _districts_of(team_ids))
    if team_ids is None:
        note_season(season_id, began)


def refresh_teams(season_id: int, team_ids: Collection[int] | None = None) -> None:
    """Bring the roll-ups of these teams up to date; their districts keep a mark for later."""
    for some in by_turns(stale_teams(season_id, team_ids), REFRESH_SECONDS):
        with writing() as session:
            add_refreshed(session, season_id, some)


def rebuild(season_id: int, report: Report = lambda _teams: None) -> None:
    """Throw a season's roll-ups away and count everything again; says how many teams are done."""
    began = now()
    for some in by_turns(db.session.scalars(teams_of(season_id)).all()):
        with writing() as session:
            for table in (*TABLES, TeamEnrolled, RolledUpTeam):
                session.execute(delete(table).where(table.team_id.in_(some)))
            add_refreshed(session, season_id, some)
        report(len(some))
    refresh_districts(season_id)
    note_season(season_id, began)


def team_count(season_id: int) -> int:
    """How many teams a season has: what a rebuild goes through."""
    return db.session.scalar(select(func.count()).select_from(teams_of(season_id).subquery())) or 0


def stale_teams(season_id: int, team_ids: Collection[int] | None) -> Sequence[int]:
    """Those of these teams that have a mark, or were never rolled up."""
    marked = exists().where(StaleTeamDay.team_id == TeamRow.id)
    stale = teams_of(season_id, team_ids).where(or_(marked, _is_unbuilt()))
    return db.session.scalars(stale).all()


def add_refreshed(session: Session, season_id: int, team_ids: Collection[int]) -> None:
    """Inside a caller's transaction: take the marks first, then count what they name again.

    A mark that comes after it was taken stays for the next time, so nothing is ever lost. One
    refresh of a season runs at a time: the lock makes another wait, and then see the new rows.
    """
    lock = select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
    session.execute(lock)
    teams = teams_of(season_id, team_ids)
    calendar = calendar_of(season_id)
    _recount(session, season_id, calendar, _taken(session, teams))
    _build(session, calendar, teams.where(_is_unbuilt()))


def teams_of(season_id: int, team_ids: Collection[int] | None = None) -> Select[int]:
    """SQL for the teams of a season, or for those of them that are named."""
    query = (
        select(TeamRow.id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == season_id)
    )
    return query if team_ids is None else query.where(TeamRow.id.in_(list(team_ids)))


def _districts_of(team_ids: Collection[int]) -> Sequence[str]:
    query = select(UnitRow.district_code).join(TeamRow, TeamRow.unit_id == UnitRow.id)
    return db.session.scalars(query.where(TeamRow.id.in_(list(team_ids))).distinct()).all()


def _is_unbuilt() -> ColumnElement[bool]:
    return ~exists().where(RolledUpTeam.team_id == TeamRow.id)


def _taken(session: Session, teams: Select[int]) -> list[tuple[int, date]]:
    """The marks of these teams, taken away; in key order, as those who leave several lock them."""
    query = (
        select(StaleTeamDay.team_id, StaleTeamDay.day)
        .where(StaleTeamDay.team_id.in_(teams))
        .order_by(StaleTeamDay.team_id, StaleTeamDay.day)
        .with_for_update()
    )
    found = [(row.team_id, row.day) for row in session.execute(query)]
    if found:
        session.connection().execute(
            delete(StaleTeamDay).where(
                StaleTeamDay.team_id == bindparam("team"), StaleTeamDay.day == bindparam("on")
            ),
            [{"team": team, "on": day} for team, day in found],
        )
    return found


def _build(session: Session, calendar: Calendar, teams: Select[int]) -> None:
    """Count teams from all their entries; their districts are made anew from it."""
    fresh = session.scalars(teams).all()
    if not fresh:
        return
    add_counted(session, calendar, teams)
    done = teams.add_columns(literal(now(), Moment), literal(random_key()))
    session.execute(insert(RolledUpTeam).from_select(["team_id", "at", "version"], done))
    add_roster_marks(session, fresh)


def _recount(
    session: Session, season_id: int, calendar: Calendar, marks: Iterable[tuple[int, date]]
) -> None:
    """Count again the weeks that the marks name, and leave marks for their districts."""
    weeks: dict[date, set[int]] = {}
    for team_id, day in marks:
        weeks.setdefault(week_monday(calendar, day), set()).add(team_id)
    for monday, team_ids in sorted(weeks.items()):
        inside = week_days(calendar, monday)
        teams = team_ids | _where_they_were(session, monday, inside, team_ids)
        for table in TABLES:
            dated = TeamDay.day.between(*inside) if table is TeamDay else table.monday == monday
            session.execute(
                delete(table)
                .where(table.team_id.in_(teams), dated)
                .execution_options(synchronize_session=False)
            )
        built = select(RolledUpTeam.team_id).where(RolledUpTeam.team_id.in_(teams))
        add_counted(session, calendar, built, inside)
        session.execute(
            update(RolledUpTeam)
            .where(RolledUpTeam.team_id.in_(teams))
            .values(at=now(), version=random_key())
            .execution_options(synchronize_session=False)
        )
        add_stale_weeks(session, season_id, teams, monday)


def _where_they_were(
    session: Session, monday: date, inside: tuple[date, date], team_ids: set[int]
) -> set[int]:
    """Teams that count the week of somebody who was in one of these on another of its days."""
    here, then = aliased(Membership), aliased(Membership)
    begins, ends = inside
    query = (
        select(then.team_id)
        .join(here, and_(here.participant_id == then.participant_id, here.first != then.first))
        .where(
            here.team_id.in_(team_ids),
            here.first <= ends,
            or_(here.last.is_(None), here.last >= begins),
            then.first <= monday,
            or_(then.last.is_(None), then.last >= monday),
        )
        .distinct()
    )
    return set(session.scalars(query))
