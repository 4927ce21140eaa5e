"""PostgreSQL: every table as of one moment, by COPY; restored in a schema of its own first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask_migrate import upgrade
from psycopg import Connection, Cursor
from psycopg.sql import SQL, Identifier
from sqlalchemy import MetaData, inspect

from tracker.backups.rules import BackupError, Contents
from tracker.backups.rules.archive import Reader, Words, Writer
from tracker.backups.store.elsewhere import elsewhere
from tracker.database import db

ASIDE = "tracker_restoring"
VERSION = "alembic_version"
ALIKE = "SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'"
"""Text means the same on every server."""
WAIT = "SET LOCAL lock_timeout = '30s'"
SEQUENCES = (
    "SELECT sequencename, last_value FROM pg_sequences"
    " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
)
FUNCTIONS = (
    "SELECT proname, pg_get_function_identity_arguments(oid) FROM pg_proc"
    " WHERE pronamespace = to_regnamespace(%s)"
)


class Source:
    """The database as of one moment, in one transaction that only reads."""

    def __init__(self) -> None:
        if VERSION not in inspect(db.engine).get_table_names():
            raise BackupError(
                "The database has no tables of this product: apply the migrations first."
            )
        self._tables = MetaData()
        self._pooled = db.engine.raw_connection()
        self._cursor: Cursor[Any] = self._pooled.cursor()  # type: ignore[assignment]
        self._cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._cursor.execute(ALIKE)

    def about(self) -> dict[str, Any]:
        """The revision of its tables, and how far each sequence has counted."""
        revision = self._cursor.execute("SELECT version_num FROM alembic_version").fetchall()
        self._tables.reflect(db.engine)
        sequences = self._cursor.execute(SEQUENCES).fetchall()
        return {"revision": str(revision[0][0]), "sequences": dict(sequences)}

    def put(self, writer: Writer) -> dict[str, int]:
        """Each table, those pointed at before those that point; how many rows each has."""
        rows = {}
        for table in self._tables.sorted_tables:
            if table.name != VERSION:
                columns = [column.name for column in table.columns]
                writer.words({"table": table.name, "columns": columns})
                with self._cursor.copy(_copy(table.name, columns, "TO STDOUT")) as copy:
                    writer.part(bytes(piece) for piece in copy)
                rows[table.name] = self._cursor.rowcount
        writer.words({"table": None})
        return rows

    def close(self) -> None:
        """End the transaction."""
        self._pooled.close()


def counted(reader: Reader) -> dict[str, int]:
    """Rows of each table in a backup: one a line."""
    return {
        table["table"]: sum(piece.count(b"\n") for piece in reader.part())
        for table in _tables_in(reader)
    }


@contextmanager
def rebuilt(reader: Reader, contents: Contents) -> Iterator[None]:
    """The tables of a backup to work on, which take our tables' place when all went well."""
    ours = db.engine
    _without_aside()
    with ours.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {ASIDE}")
    try:
        path = {"options": f"-csearch_path={ASIDE}"}
        with elsewhere(ours.url, connect_args=path):
            upgrade(revision=contents.revision)
            _fill(reader, contents)
            yield
        _take_place()
    finally:
        _without_aside()


def _tables_in(reader: Reader) -> Iterator[Words]:
    while (table := reader.words())["table"] is not None:
        yield table


def _copy(table: str, columns: list[str], direction: str) -> Any:
    names = SQL(", ").join(map(Identifier, columns))
    return SQL("COPY {} ({}) ").format(Identifier(table), names) + SQL(direction)


def _fill(reader: Reader, contents: Contents) -> None:
    """Put every row into the empty tables of its revision, in one transaction."""
    tables = MetaData()
    tables.reflect(db.engine)
    names = [name for name in tables.tables if name != VERSION]
    pooled = db.engine.raw_connection()
    try:
        connection = cast("Connection[Any]", pooled.driver_connection)
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(ALIKE)
            cursor.execute(SQL("TRUNCATE {}").format(SQL(", ").join(map(Identifier, names))))
            for table in _tables_in(reader):
                with cursor.copy(_copy(table["table"], table["columns"], "FROM STDIN")) as copy:
                    for piece in reader.part():
                        copy.write(piece)
                if cursor.rowcount != contents.rows[table["table"]]:
                    raise BackupError(f"{table['table']} did not take every row.")
            for name, value in contents.sequences.items():
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", (name, value))
    finally:
        pooled.close()


def _take_place() -> None:
    """In one transaction our tables go and the restored ones are ours."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql(WAIT)
        (home,) = connection.exec_driver_sql("SELECT current_schema()").one()
        look = inspect(connection)
        new, old = look.get_table_names(schema=ASIDE), set(look.get_table_names(schema=home))
        for name in sorted(old & {*new, *db.metadata.tables}):
            connection.exec_driver_sql(f'DROP TABLE "{home}"."{name}" CASCADE')
        for name, takes in connection.exec_driver_sql(FUNCTIONS, (ASIDE,)).all():
            connection.exec_driver_sql(
                f'DROP FUNCTION IF EXISTS "{home}"."{name}"({takes}) CASCADE'
            )
            connection.exec_driver_sql(
                f'ALTER FUNCTION {ASIDE}."{name}"({takes}) SET SCHEMA "{home}"'
            )
        for name in new:
            connection.exec_driver_sql(f'ALTER TABLE {ASIDE}."{name}" SET SCHEMA "{home}"')


def _without_aside() -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
