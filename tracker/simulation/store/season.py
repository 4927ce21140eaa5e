"""Writing a simulated season in one transaction, as many rows at a time as the driver takes."""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Table, inspect, select, text
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role
from tracker.accounts.store.passwords import hashed
from tracker.campaign.models import SeasonRow
from tracker.database import db, writing
from tracker.simulation.rules import World
from tracker.simulation.rules.staff import DEMO_PASSWORD, LEADER
from tracker.simulation.store.columns import Columns
from tracker.simulation.store.tables import tables
from tracker.teams.models import JoinCode

Report = Callable[[str, int], None]


class NotEmptyError(Exception):
    """There is somebody in the database already."""


def has_tables() -> bool:
    """Whether the database has been migrated at all."""
    return inspect(db.engine).has_table(Account.__tablename__)


def is_empty() -> bool:
    """Whether nobody and no season is in the database."""
    anybody = select(Account.id).limit(1)
    any_season = select(SeasonRow.id).limit(1)
    return db.session.scalar(anybody) is None and db.session.scalar(any_season) is None


def write(world: World, report: Report) -> None:
    """Store the whole season or, when anything goes wrong on the way, nothing of it.

    Raises NotEmptyError.
    """
    secret = hashed(DEMO_PASSWORD).encoded
    with writing() as session:
        if not is_empty():
            raise NotEmptyError
        for model, columns in tables(world, secret):
            _bulk_insert(session, cast(Table, model.__table__), columns)
            report(model.__tablename__, len(next(iter(columns.values()))))
        session.execute(text("ANALYZE"))


def demo_join_code() -> str | None:
    """A code that lets people into the demo leader's team, if there are demo people."""
    scope = (
        select(RoleGrant.scope)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(Account.phone == LEADER, RoleGrant.role == Role.LEADER)
        .where(RoleGrant.ended_at.is_(None))
        .limit(1)
    )
    found = db.session.scalar(scope)
    if found is None:
        return None
    team_id = int(found.removeprefix("team:"))
    return db.session.scalar(
        select(JoinCode.code).where(JoinCode.team_id == team_id, JoinCode.revoked_at.is_(None))
    )


def _bulk_insert(session: Session, table: Table, columns: Columns) -> None:
    """Hand plain values to the driver: a prepared INSERT on SQLite, COPY on PostgreSQL."""
    driver: Any = session.connection().connection.driver_connection
    names = ", ".join(columns)
    rows = zip(*columns.values(), strict=True)
    if db.engine.dialect.name == "postgresql":
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as to,
        ):
            for row in rows:
                to.write_row(row)
        return
    marks = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our names
    driver.executemany(statement, rows)
