"""A unit's teams as its page shows them, and one team as its settings do: nothing about members."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from tracker.database import db
from tracker.teams.models import JoinCode, Membership, TeamRow, UnitRow
from tracker.teams.rules import Code, Team, TeamOnBoard, countable
from tracker.teams.store.codes import code_value
from tracker.teams.store.leading import leads
from tracker.teams.store.places import team_query, team_value


def unit_board(unit_id: int) -> list[TeamOnBoard]:
    """A unit's teams by name, those that are closed too."""
    return _board(UnitRow.id == unit_id)


def team_on_board(team_id: int) -> TeamOnBoard:
    """One team the same way; the guard has found that there is one."""
    return _board(TeamRow.id == team_id)[0]


def mergeable(team: Team, *, far: bool) -> list[Team]:
    """The open teams that a team may become part of: its unit's, or all its district's."""
    near = (
        (UnitRow.season_id == team.season_id) & (UnitRow.district_code == team.district_code)
        if far
        else UnitRow.id == team.unit_id
    )
    query = team_query().where(near, TeamRow.id != team.id, TeamRow.closed_at.is_(None))
    ordered = query.order_by(UnitRow.id != team.unit_id, UnitRow.name, TeamRow.name)
    return [team_value(row) for row in db.session.execute(ordered)]


def people_countable(team_id: int) -> int | None:
    """How many people are in a team for whoever is not, from ten on; below that None."""
    inside = select(func.count()).where(Membership.team_id == team_id, Membership.last.is_(None))
    return countable(db.session.scalar(inside) or 0)


def _board(where: ColumnElement[bool]) -> list[TeamOnBoard]:
    into = aliased(TeamRow)
    query = (
        team_query()
        .add_columns(TeamRow.places, TeamRow.closed_at, into.name.label("into"))
        .outerjoin(into, into.id == TeamRow.merged_into)
        .where(where)
        .order_by(TeamRow.name, TeamRow.id)
    )
    rows = db.session.execute(query).all()
    keys = [row.id for row in rows]
    codes, lead = _codes(keys), leads(db.session(), keys)
    return [
        TeamOnBoard(
            team_value(row),
            row.places,
            row.closed_at is not None,
            row.into,
            tuple(codes.get(row.id, ())),
            lead[row.id],
        )
        for row in rows
    ]


def _codes(team_ids: list[int]) -> Mapping[int, list[Code]]:
    """Codes in force by team, newest first."""
    query = (
        select(JoinCode)
        .where(JoinCode.team_id.in_(team_ids), JoinCode.revoked_at.is_(None))
        .order_by(JoinCode.created_at.desc(), JoinCode.code)
    )
    found: dict[int, list[Code]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.team_id, []).append(code_value(row))
    return found
