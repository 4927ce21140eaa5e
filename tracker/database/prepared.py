"""Statements that are built and compiled once and run on the driver: for what runs all the time.

To build a statement takes SQLAlchemy three times as long as a database needs to answer it, and a
session costs as much again. So what every request asks, and what a save writes, is prepared here;
everything else stays with the ORM, which reads better.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.orm import Session

Row = tuple[Any, ...] | list[Any]


@dataclass(frozen=True, slots=True)
class Direct:
    """A driver's connection and what kind it is, without a session around it."""

    driver: Any
    dialect: Dialect


Connected = Direct | Session
"""Where a statement runs: on a driver's connection, or inside a session's transaction."""


class Prepared:
    """One statement; `build` makes it when it is first needed, once for each kind of database.

    Its values are bound by name with `bindparam`; an INSERT without values takes them by column.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, on: Connected, /, **values: Any) -> list[Row]:
        """Run it and fetch every row, its values as the columns' types have them in Python."""
        compiled, cursor = self._run(on, values)
        found: list[Row] = cursor.fetchall()
        return [_outward(row, compiled.outward) for row in found] if compiled.outward else found

    def row(self, on: Connected, /, **values: Any) -> Row | None:
        """Run it and fetch the first row, if there is one."""
        found = self.rows(on, **values)
        return found[0] if found else None

    def run(self, on: Connected, /, **values: Any) -> None:
        """Run it where nothing is answered."""
        self._run(on, values)

    def _run(self, on: Connected, values: Mapping[str, Any]) -> "tuple[_Compiled, Any]":
        direct = on if isinstance(on, Direct) else _inside(on)
        compiled = self._compiled.get(direct.dialect.name)
        if compiled is None:
            compiled = _Compiled(self._build(), direct.dialect)
            self._compiled[direct.dialect.name] = compiled
        return compiled, execute(direct.driver, compiled.sql, compiled.bound(values))


def execute(driver: Any, sql: str, bound: Any) -> Any:
    """The one place where a prepared statement meets the driver, so that tests can count."""
    return driver.execute(sql, bound)


class _Compiled:
    """A statement's text for one kind of database, and what turns its values in and out."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql: str = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._given = {name: compiled.params[name] for name in binds}
        self._inward = _existing(
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in binds.items()
        )
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self.outward = _existing(
            (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for place, column in enumerate(columns)
        )

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them: in the order of their places, or by name."""
        found = {**self._given, **values}
        for name, convert in self._inward:
            found[name] = convert(found[name])
        return found if self._order is None else [found[name] for name in self._order]


def _existing(pairs: Iterable[tuple[Any, Callable[[Any], Any] | None]]) -> list[tuple[Any, Any]]:
    return [(key, convert) for key, convert in pairs if convert is not None]


def _outward(row: Row, outward: list[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for place, convert in outward:
        values[place] = convert(values[place])
    return values


def _inside(session: Session) -> Direct:
    connection = session.connection()
    return Direct(connection.connection.driver_connection, connection.dialect)
