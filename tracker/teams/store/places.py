"""Units and teams: where they are and what they are called."""

from sqlalchemy import ColumnElement, Row, Select, select

from tracker.database import db
from tracker.teams.models import JoinCode, TeamRow, UnitRow
from tracker.teams.rules import (
    Team,
    TeamClosedError,
    TeamFullError,
    Unit,
    UnknownCodeError,
    UnknownTeamError,
    UnknownUnitError,
)
from tracker.teams.store.room import people_inside

TeamQuery = Select[int, str, int, str, str, int]


def team(team_id: int) -> Team:
    """The team with this key; raises UnknownTeamError."""
    row = db.session.execute(team_query().where(TeamRow.id == team_id)).one_or_none()
    if row is None:
        raise UnknownTeamError(team_id)
    return team_value(row)


def team_by_code(code: str) -> Team:
    """The team a join code lets people into.

    Raises UnknownCodeError, also when it is revoked, TeamClosedError or TeamFullError.
    """
    query = (
        team_query()
        .add_columns(
            TeamRow.closed_at,
            (people_inside() >= TeamRow.places).label("full"),
        )
        .join(JoinCode, JoinCode.team_id == TeamRow.id)
        .where(JoinCode.code == code, JoinCode.revoked_at.is_(None))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise UnknownCodeError(code)
    if row.closed_at:
        raise TeamClosedError(row.id)
    if row.full:
        raise TeamFullError(row.id)
    return team_value(row)


def teams_in(season_id: int, district_code: str) -> list[Team]:
    """A district's teams in a season, by unit and name."""
    return _listed(UnitRow.season_id == season_id, UnitRow.district_code == district_code)


def teams_of_unit(unit_id: int) -> list[Team]:
    """A unit's teams by name."""
    return _listed(UnitRow.id == unit_id)


def unit(unit_id: int) -> Unit:
    """The unit with this key; raises UnknownUnitError."""
    row = db.session.get(UnitRow, unit_id)
    if row is None:
        raise UnknownUnitError(unit_id)
    into = db.session.get(UnitRow, row.merged_into) if row.merged_into else None
    return Unit(
        row.id,
        row.name,
        row.kind,
        row.district_code,
        row.season_id,
        closed=row.closed_at is not None,
        merged_into=into.name if into else None,
    )


def team_query() -> TeamQuery:
    """What a Team is read from; the place to add a condition."""
    query = select(
        TeamRow.id,
        TeamRow.name,
        UnitRow.id.label("unit_id"),
        UnitRow.name.label("unit_name"),
        UnitRow.district_code,
        UnitRow.season_id,
    )
    return query.join(UnitRow, UnitRow.id == TeamRow.unit_id)


def team_value(row: Row[int, str, int, str, str, int]) -> Team:
    """A row of `team_query` as a value."""
    return Team(
        id=row.id,
        name=row.name,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        district_code=row.district_code,
        season_id=row.season_id,
    )


def _listed(*where: ColumnElement[bool]) -> list[Team]:
    query = team_query().where(*where).order_by(UnitRow.name, TeamRow.name, TeamRow.id)
    return [team_value(row) for row in db.session.execute(query)]
