"""Who was where from when to when, counted by dates: what denominators are made of."""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select, union_all

from tracker.campaign.models import ParticipantRow
from tracker.database import Day, db
from tracker.insights.rules import Group, Stay
from tracker.insights.store.counting import Query
from tracker.teams.models import Leave, Membership, TeamRow, UnitRow


def stays_and_pauses(group: Group) -> tuple[tuple[Stay, ...], tuple[Stay, ...]]:
    """Everybody who was ever in the group, counted by their dates and team.

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


def teams_in(group: Group, team_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """Only rows of the group's teams."""
    if group.team_id is not None:
        return literal(group.team_id) == team_id
    teams = (
        select(TeamRow.id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == group.season_id)
        .correlate(None)
    )
    if group.unit_id is not None:
        teams = teams.where(UnitRow.id == group.unit_id)
    elif group.district_code:
        teams = teams.where(UnitRow.district_code == group.district_code)
    found: ColumnElement[bool] = team_id.in_(teams)
    return found


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
        cast(Membership.team_id, String).label("part"),
    )
    return (
        select(*columns, func.count().label("people"), *more)
        .select_from(Membership)
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .where(teams_in(group, Membership.team_id))
        .group_by(*columns, *more)
    )
