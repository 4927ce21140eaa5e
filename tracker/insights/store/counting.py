"""What teams' members noted, counted from the two logs by day, by week and by kind.

Nothing here reads a weight: a reading counts as an entry dated that day and no more.
"""

from datetime import date
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
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Calendar, first_monday
from tracker.campaign.store import limited_people
from tracker.database import Day, day_number, monday_number
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import WEEKLY_TARGET, Effort, equivalent_minutes
from tracker.insights.models import TeamDay, TeamWeek, TeamWeekKind
from tracker.insights.rules import REGULAR_DAYS
from tracker.teams.models import Membership
from tracker.weight.models import ReadingRow

SCRATCH = Table(
    "scratch_person_day",
    MetaData(),
    Column("participant_id", BigInteger),
    Column("day", Day),
    Column("exercised", Integer),
    Column("equivalent", Integer),
    prefixes=["TEMPORARY"],
)
"""Who noted something on which day, kept for the length of one build."""

EQUIVALENT = EntryRow.minutes * case(
    {effort: equivalent_minutes(effort, 1) for effort in Effort}, value=EntryRow.effort
)
"""Minutes of an entry toward the weekly target."""

Query = Select[*tuple[Any, ...]]
Teams = Select[int]
Span = tuple[date, date]


def add_counted(
    session: Session, calendar: Calendar, teams: Teams, inside: Span | None = None
) -> None:
    """Inside a caller's transaction: count these teams' rows, of all days or of a week's days."""
    if inside:
        days = _person_days(teams, inside).subquery()
        _insert(session, calendar, days, teams, [EntryRow.day.between(*inside)])
        return
    connection = session.connection()
    SCRATCH.create(connection)
    columns = [column.name for column in SCRATCH.c]
    session.execute(insert(SCRATCH).from_select(columns, _person_days(teams)))
    _insert(session, calendar, SCRATCH, teams, [])
    SCRATCH.drop(connection)


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
    columns = ["team_id", "monday", "active", "regular", "enough"]
    session.execute(insert(TeamWeek).from_select(columns, _by_week(calendar, days, teams)))
    columns = ["team_id", "monday", "kind", "minutes", "equivalent"]
    session.execute(insert(TeamWeekKind).from_select(columns, _minutes(calendar, teams, entries)))


def _person_days(teams: Teams, inside: Span | None = None) -> Query:
    """Each day on which a member of these teams noted anything, and what of it was exercise."""
    members = select(Membership.participant_id).where(
        Membership.team_id.in_(teams), Membership.participant_id.not_in(limited_people())
    )
    nothing, something = literal(0, Integer), literal(1, Integer)
    noted = [
        select(
            log.participant_id,
            log.day,
            exercise.label("exercised"),
            equivalent.label("equivalent"),
        ).where(
            log.participant_id.in_(members),
            *([log.day.between(*inside)] if inside else []),
        )
        for log, exercise, equivalent in (
            (ReadingRow, nothing, nothing),
            (EntryRow, something, EQUIVALENT),
        )
    ]
    found = union_all(*noted).subquery()
    return select(
        found.c.participant_id,
        found.c.day,
        func.max(found.c.exercised).label("exercised"),
        func.sum(found.c.equivalent).label("equivalent"),
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
    """Active people by week, and what they did, in the team they were in on its Monday."""
    monday = _monday(calendar, days.c.day)
    exercised = func.sum(days.c.exercised).label("exercised")
    equivalent = func.sum(days.c.equivalent).label("equivalent")
    weeks = (
        select(days.c.participant_id, monday.label("monday"), exercised, equivalent)
        .group_by(days.c.participant_id, monday)
        .subquery()
    )
    regular = func.sum(case((weeks.c.exercised >= REGULAR_DAYS, 1), else_=0))
    enough = func.sum(case((weeks.c.equivalent >= WEEKLY_TARGET, 1), else_=0))
    day = type_coerce(weeks.c.monday, Day)
    return (
        select(Membership.team_id, weeks.c.monday, func.count(), regular, enough)
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
    sums = func.sum(EntryRow.minutes), func.sum(EQUIVALENT)
    return (
        select(Membership.team_id, monday, EntryRow.kind, *sums)
        .select_from(EntryRow)
        .join(Membership, _member_on(EntryRow.participant_id, EntryRow.day))
        .where(
            Membership.team_id.in_(teams),
            EntryRow.participant_id.not_in(limited_people()),
            *entries,
        )
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
