"""Migrations on both databases: to the tables of the code, from a filled earlier revision, back."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from tracker import create_app
from tracker.config import PROJECT
from tracker.database import db
from tracker.database.encryption import MARK, blind_index, decrypted, keyring

NUMBERS = {"grams": 66_600, "height_mm": 1650, "minutes": 30}
"""What a column with limits is filled with; every other number is 1, so that keys meet."""

SCRIPTS = ScriptDirectory(str(PROJECT / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
UNREACHABLE = ["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none"]


def app_for(database_url: str) -> Flask:
    """An application on a database as it is, without any table being made."""
    return create_app(
        {"TRACKER_ENV": "testing", "SECRET_KEY": "t" * 32, "DATABASE_URL": database_url}
    )


@pytest.fixture
def empty(empty_url: str) -> Iterator[Flask]:
    """The application on a database of its own, inside its context."""
    app = app_for(empty_url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def row_for(table: sa.Table) -> dict[str, Any]:
    """A row that fits a table as it is at some revision."""
    return {column.name: value_for(column) for column in table.columns}


def value_for(column: "sa.Column[Any]") -> Any:
    """Something that fits a column; keys are all 1, so that rows point at each other."""
    kind = column.type
    if isinstance(kind, sa.JSON):
        return {"n": 12}
    if isinstance(kind, sa.DateTime):
        return datetime(2024, 10, 16, 4, tzinfo=UTC)
    if isinstance(kind, sa.Time):
        return time(7, 30)
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.LargeBinary):
        return b"x"
    return "x" if isinstance(kind, sa.String) else NUMBERS.get(column.name, 1)


def tables() -> sa.MetaData:
    """The tables as the database has them."""
    found = sa.MetaData()
    found.reflect(db.engine)
    found.remove(found.tables["alembic_version"])
    return found


def fill() -> None:
    """A row in every table there is."""
    with db.engine.begin() as connection:
        for table in tables().sorted_tables:
            connection.execute(table.insert().values(row_for(table)))


def kept(names: set[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of these tables."""
    found = tables()
    with db.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(found.tables[name].select()).mappings()]
            for name in names
        }


def readable(table: str, row: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A row with its encrypted texts as they read; of an index only that it is the right one."""
    plain = dict(row)
    for name, value in row.items():
        if isinstance(value, str) and value.startswith(MARK):
            plain[name] = decrypted(value, f"{table}.{name}")
        elif name == "draft" and value != before.get(name):
            plain[name] = keyring().decrypt(value, f"{table}.{name}")
        elif name == "phone" and value == blind_index(str(before[name])):
            plain[name] = before[name]
    return plain


def shape() -> dict[str, Any]:
    """Columns, keys, checks and indexes of every table, as the database describes them."""
    look = sa.inspect(db.engine)
    return {
        name: {
            "columns": {
                (column["name"], str(column["type"]), column["nullable"])
                for column in look.get_columns(name)
            },
            "primary": look.get_pk_constraint(name),
            "foreign": sorted(str(key) for key in look.get_foreign_keys(name)),
            "unique": sorted(str(key) for key in look.get_unique_constraints(name)),
            "checks": sorted(str(check) for check in look.get_check_constraints(name)),
            "indexes": sorted(index_text(index) for index in look.get_indexes(name)),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def index_text(index: Any) -> str:
    """An index in words, the condition of a partial one written out."""
    options = {name: str(value) for name, value in index["dialect_options"].items()}
    return str({**index, "dialect_options": options})


@pytest.mark.usefixtures("empty")
def test_from_nothing_to_the_newest_gives_the_tables_of_the_code() -> None:
    upgrade()

    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), db.metadata)
    assert differences == []


@pytest.mark.usefixtures("empty")
def test_limits_and_indexes_are_also_those_of_the_code() -> None:
    upgrade()
    migrated = shape()
    downgrade(revision="base")

    db.create_all()

    assert shape() == migrated


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_an_earlier_revision_survive_the_way_up_and_back(revision: str) -> None:
    upgrade(revision=revision)
    fill()
    before = kept(set(tables().tables))

    upgrade()
    above = kept(set(before))
    downgrade(revision=revision)

    assert all(len(rows) == 1 for rows in before.values())
    for name, rows in before.items():
        assert rows[0].items() <= readable(name, above[name][0], rows[0]).items(), name
    after = kept(set(before))
    if revision < "0038":  # what is counted against a phone for minutes begins anew on the way back
        before |= {name: [] for name in ("sign_in_failure", "sign_in_lock")}
    assert after == before


@pytest.mark.usefixtures("empty")
def test_units_and_teams_that_share_a_name_are_told_apart_on_the_way_up() -> None:
    upgrade(revision="0004")
    fill()
    found = tables()
    long = "长" * 40
    with db.engine.begin() as connection:
        for table, names in (("unit", ["x", "x", "x 2"]), ("team", ["x", long, long])):
            row = row_for(found.tables[table])
            rows = [row | {"id": key, "name": name} for key, name in enumerate(names, start=2)]
            connection.execute(found.tables[table].insert(), rows)

    upgrade()

    found_names = {
        table: {row["name"] for row in rows} for table, rows in kept({"unit", "team"}).items()
    }
    assert found_names == {
        "unit": {"x", "x 2", "x 3", "x 4"},
        "team": {"x", "x 2", long, long[:38] + " 2"},
    }


@pytest.mark.usefixtures("empty")
def test_of_two_leaders_of_a_team_the_earlier_stays_on_the_way_up() -> None:
    upgrade(revision="0011")
    fill()
    grants = tables().tables["role_grant"]
    first = row_for(grants) | {"scope": "team:1", "ended_at": None}
    roles = ["leader", "leader", "deputy", "contact", "contact"]
    rows = [first | {"id": key, "role": role} for key, role in enumerate(roles, start=2)]
    with db.engine.begin() as connection:
        connection.execute(grants.insert(), rows)

    upgrade(revision="0012")

    found = kept({"role_grant"})["role_grant"]
    assert [row["id"] for row in found if row["ended_at"] is None] == [2, 4, 5]


@pytest.mark.usefixtures("empty")
def test_the_way_back_to_nothing_leaves_no_table() -> None:
    upgrade()
    fill()

    downgrade(revision="base")

    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]


def test_there_is_one_newest_revision() -> None:
    assert len(SCRIPTS.get_heads()) == 1


def answer(app: Flask, path: str) -> int:
    """The status of a page, asked as a server would: outside any context of the test."""
    return app.test_client().get(path).status_code


def test_ready_says_no_until_every_migration_is_applied(empty_url: str) -> None:
    app = app_for(empty_url)
    answers = [answer(app, "/readyz")]
    for revision in (REVISIONS[-2], "head"):
        with app.app_context():
            upgrade(revision=revision)
        answers.append(answer(app, "/readyz"))
    with app.app_context():
        db.engine.dispose()

    assert answers == [503, 503, 200]


@pytest.mark.parametrize("database_url", UNREACHABLE)
def test_ready_says_no_without_a_database_and_healthy_still_yes(database_url: str) -> None:
    app = app_for(database_url)

    assert [answer(app, "/readyz"), answer(app, "/healthz")] == [503, 200]
