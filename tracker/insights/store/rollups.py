"""Roll-ups of participation by team, brought up to date from marks of what became stale.

Nothing here reads a weight: a reading counts as an entry dated that day and no more.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    MetaData,
    Select,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow, SeasonRow
from tracker.campaign.rules import Calendar, first_monday, week_days, week_monday
from tracker.campaign.store import calendar_of
from tracker.clock import now
from tracker.database import Day, Moment, by_turns, day_number, db, monday_number, writing
from tracker.exercise.models import EntryRow
from tracker.insights.models import RolledUpTeam, TeamDay, TeamWeek, TeamWeekKind
from tracker.insights.rules import REGULAR_DAYS
from tracker.teams.models import Membership, StaleTeamDay, TeamRow, UnitRow
from tracker.weight.models import ReadingRow

SUNDAY = timedelta(days=6)
TABLES: tuple[Any, ...] = (TeamDay, TeamWeek, TeamWeekKind)
SCRATCH = Table(
    "scratch_person_day",
    MetaData(),
    Column("participant_id", BigInteger),
    Column("day", Day),
    Column("exercised", Integer),
    prefixes=["TEMPORARY"],
)
"""Who noted something on which day, kept for the length of one build."""

Query = Select[*tuple[Any, ...]]
Teams = Collection[int] | Select[int]


def refresh(season_id: int, team_ids: Collection[int] | None = None) -> None:
    """Bring the roll-ups of these teams, or of the whole season, up to date with the logs."""
    for some in by_turns(stale_teams(season_id, team_ids)):
        with writing() as session:
            add_refreshed(session, season_id, some)


def rebuild(season_id: int) -> None:
    """Throw a season's roll-ups away and count everything again."""
    for some in by_turns(db.session.scalars(teams_of(season_id)).all()):
        with writing() as session:
            for table in (*TABLES, RolledUpTeam):
                session.execute(delete(table).where(table.team_id.in_(some)))
            add_refreshed(session, season_id, some)


def stale_teams(season_id: int, team_ids: Collection[int] | None) -> Sequence[int]:
    """Those of these teams that have a mark, or were never rolled up."""
    marked = exists().where(StaleTeamDay.team_id == TeamRow.id)
    stale = teams_of(season_id, team_ids).where(or_(marked, _is_unbuilt()))
    return db.session.scalars(stale).all()


def add_refreshed(session: Session, season_id: int, team_ids: Collection[int]) -> None:
    """Inside a caller's transaction: take the marks first, then count what they name again.

    A mark that comes after its deletion stays for the next time, so nothing is ever lost. One
    refresh of a season runs at a time: the lock makes another wait, and then see the new rows.
    """
    lock = select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
    session.execute(lock)
    teams = teams_of(season_id, team_ids)
    taken = session.execute(
        delete(StaleTeamDay)
        .where(StaleTeamDay.team_id.in_(teams))
        .returning(StaleTeamDay.team_id, StaleTeamDay.day)
        .execution_options(synchronize_session=False)
    ).all()
    calendar = calendar_of(season_id)
    _recount(session, calendar, [(row.team_id, row.day) for row in taken])
    _build(session, calendar, teams.where(_is_unbuilt()))


def teams_of(season_id: int, team_ids: Collection[int] | None = None) -> Select[int]:
    """SQL for the teams of a season, or for those of them that are named."""
    query = (
        select(TeamRow.id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == season_id)
    )
    return query if team_ids is None else query.where(TeamRow.id.in_(list(team_ids)))


def _is_unbuilt() -> ColumnElement[bool]:
    return ~exists().where(RolledUpTeam.team_id == TeamRow.id)


def _build(session: Session, calendar: Calendar, teams: Select[int]) -> None:
    """Count teams from all their entries; the people's days are gathered once and used twice."""
    if session.scalar(teams.limit(1)) is None:
        return
    connection = session.connection()
    SCRATCH.create(connection)
    days = _person_days(teams)
    session.execute(insert(SCRATCH).from_select(["participant_id", "day", "exercised"], days))
    _insert(session, calendar, SCRATCH, teams, [])
    SCRATCH.drop(connection)
    done = teams.add_columns(literal(now(), Moment))
    session.execute(insert(RolledUpTeam).from_select(["team_id", "at"], done))


def _recount(session: Session, calendar: Calendar, marks: Iterable[tuple[int, date]]) -> None:
    """Count again the weeks that the marks name."""
    weeks: dict[date, set[int]] = {}
    for team_id, day in marks:
        weeks.setdefault(week_monday(calendar, day), set()).add(team_id)
    for monday, team_ids in sorted(weeks.items()):
        teams = team_ids | _where_they_were(session, monday, team_ids)
        inside = week_days(calendar, monday)
        for table in TABLES:
            dated = TeamDay.day.between(*inside) if table is TeamDay else table.monday == monday
            session.execute(
                delete(table)
                .where(table.team_id.in_(teams), dated)
                .execution_options(synchronize_session=False)
            )
        built = select(RolledUpTeam.team_id).where(RolledUpTeam.team_id.in_(teams))
        days = _person_days(built, inside).subquery()
        _insert(session, calendar, days, built, [EntryRow.day.between(*inside)])


def _where_they_were(session: Session, monday: date, team_ids: set[int]) -> set[int]:
    """Teams that count somebody's week since she was in them on its Monday, and moved since."""
    here, before = Membership.__table__.alias(), Membership.__table__.alias()
    query = (
        select(before.c.team_id)
        .join(here, here.c.participant_id == before.c.participant_id)
        .where(
            here.c.team_id.in_(team_ids),
            here.c.first > monday,
            here.c.first <= monday + SUNDAY,
            before.c.first <= monday,
            or_(before.c.last.is_(None), before.c.last >= monday),
        )
    )
    return set(session.scalars(query))


def _insert(
    session: Session,
    calendar: Calendar,
    days: FromClause,
    teams: Teams,
    entries: list[ColumnElement[bool]],
) -> None:
    session.execute(
        insert(TeamDay).from_select(["team_id", "day", "active"], _active_by_day(days, teams))
    )
    columns = ["team_id", "monday", "active", "regular"]
    session.execute(insert(TeamWeek).from_select(columns, _by_week(calendar, days, teams)))
    columns = ["team_id", "monday", "kind", "minutes"]
    session.execute(insert(TeamWeekKind).from_select(columns, _minutes(calendar, teams, entries)))


def _person_days(teams: Teams, inside: tuple[date, date] | None = None) -> Query:
    """Each day on which a member of these teams noted anything, and whether it was exercise."""
    members = select(Membership.participant_id).where(Membership.team_id.in_(teams))
    noted = [
        select(log.participant_id, log.day, literal(exercise, Integer).label("exercised")).where(
            log.participant_id.in_(members),
            *([log.day.between(*inside)] if inside else []),
        )
        for log, exercise in ((ReadingRow, 0), (EntryRow, 1))
    ]
    found = union_all(*noted).subquery()
    return select(
        found.c.participant_id, found.c.day, func.max(found.c.exercised).label("exercised")
    ).group_by(found.c.participant_id, found.c.day)


def _active_by_day(days: FromClause, teams: Teams) -> Query:
    """Members with an entry dated a day, in the team they were in that day."""
    return (
        select(Membership.team_id, days.c.day, func.count())
        .select_from(days)
        .join(Membership, _member_on(days.c.participant_id, days.c.day))
        .where(Membership.team_id.in_(teams))
        .group_by(Membership.team_id, days.c.day)
    )


def _by_week(calendar: Calendar, days: FromClause, teams: Teams) -> Query:
    """Active and regular people by week, in the team they were in on its Monday."""
    monday = _monday(calendar, days.c.day)
    exercised = func.sum(days.c.exercised).label("exercised")
    weeks = (
        select(days.c.participant_id, monday.label("monday"), exercised)
        .group_by(days.c.participant_id, monday)
        .subquery()
    )
    regular = func.sum(case((weeks.c.exercised >= REGULAR_DAYS, 1), else_=0))
    day = type_coerce(weeks.c.monday, Day)
    return (
        select(Membership.team_id, weeks.c.monday, func.count(), regular)
        .select_from(weeks)
        .join(Membership, _member_on(weeks.c.participant_id, day))
        .join(ParticipantRow, ParticipantRow.id == weeks.c.participant_id)
        .where(
            Membership.team_id.in_(teams),
            ParticipantRow.enrolled_on < day,
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > day),
        )
        .group_by(Membership.team_id, weeks.c.monday)
    )


def _minutes(calendar: Calendar, teams: Teams, entries: list[ColumnElement[bool]]) -> Query:
    """Minutes by week and kind, in the team they were done in."""
    monday = _monday(calendar, EntryRow.__table__.c.day)
    return (
        select(Membership.team_id, monday, EntryRow.kind, func.sum(EntryRow.minutes))
        .select_from(EntryRow)
        .join(Membership, _member_on(EntryRow.participant_id, EntryRow.day))
        .where(Membership.team_id.in_(teams), *entries)
        .group_by(Membership.team_id, monday, EntryRow.kind)
    )


def _member_on(participant_id: Any, day: Any) -> ColumnElement[bool]:
    return and_(
        Membership.participant_id == participant_id,
        Membership.first <= day,
        or_(Membership.last.is_(None), Membership.last >= day),
    )


def _monday(calendar: Calendar, day: ColumnElement[Any]) -> ColumnElement[int]:
    """SQL for `week_monday`: the Monday of the week a day counts in, as a day number."""
    first = day_number(first_monday(calendar))
    number = type_coerce(day, Integer)
    early = number.between(day_number(calendar.starts), first - 1)
    return case((early, first), else_=monday_number(day))
