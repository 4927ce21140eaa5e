"""A new key for phones, names and sealed secrets: everything written anew by turns.

Nobody waits for it and nothing is unreadable meanwhile, since both keys are read. Whatever is cut
off is taken up by the next run: what has the new key already is passed over.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    Text,
    func,
    select,
    tuple_,
    type_coerce,
)

from tracker.database import by_turns, db, writing
from tracker.database.encryption import (
    INDEX_SUFFIX,
    Encrypted,
    EncryptedBytes,
    UnreadableError,
    blind_index,
    key_id,
    key_ids,
)

__all__ = [
    "UnreadableError",
    "encrypted_columns",
    "keys_in_use",
    "left",
    "reseal",
    "rotate",
]

BEGIN = 10
"""So many letters or bytes of a stored value say which key it has."""
Progress = tuple[str, int, int]
"""A table, how many of its rows are done, and of how many."""


def encrypted_columns() -> dict[str, list[Column[Any]]]:
    """Every table that holds something encrypted, with those columns."""
    found = {
        table.name: [each for each in table.c if isinstance(each.type, Encrypted | EncryptedBytes)]
        for table in db.metadata.sorted_tables
    }
    return {name: columns for name, columns in found.items() if columns}


def rotate() -> Iterator[Progress]:
    """Encrypt with the key in force whatever has a former one, until nothing is left."""
    for name, columns in encrypted_columns().items():
        table = db.metadata.tables[name]
        while keys := _former(table, columns):
            done = 0
            for turn in by_turns(keys):
                with writing() as session:
                    for row in session.execute(_rows(table, columns).where(_among(table, turn))):
                        session.execute(_renewed(table, columns, row))
                done += len(turn)
                yield name, done, len(keys)


def left() -> dict[str, int]:
    """How many rows of each table still have a former key."""
    found = {
        name: len(_former(db.metadata.tables[name], columns))
        for name, columns in encrypted_columns().items()
    }
    return {name: rows for name, rows in found.items() if rows}


def keys_in_use() -> list[str]:
    """The ids of all keys that something stored has: without one of them it is unreadable."""
    found = {key_ids()[0]}
    for name, columns in encrypted_columns().items():
        for column in columns:
            begin = select(func.substr(_raw(column), 1, BEGIN)).where(_raw(column).is_not(None))
            found.update(
                map(key_id, db.session.scalars(begin.select_from(db.metadata.tables[name])))
            )
    db.session.rollback()
    return sorted(found)


def reseal(
    sealed: Mapping[tuple[str, str], str], how: Callable[[str, str], str]
) -> Iterator[Progress]:
    """Seal what stands in these columns anew, unless somebody changes it at this moment."""
    for (name, field), purpose in sealed.items():
        table = db.metadata.tables[name]
        column = table.c[field]
        (key_column,) = table.primary_key
        keys = db.session.scalars(select(key_column).where(column.is_not(None))).all()
        done = 0
        for turn in by_turns(keys):
            with writing() as session:
                rows = session.execute(select(key_column, column).where(key_column.in_(turn)))
                for key, text in rows.all():
                    mine = table.update().where(key_column == key, column == text)
                    session.execute(mine.values({column.name: how(text, purpose)}))
            done += len(turn)
            yield f"{table.name}.{column.name}", done, len(keys)


def _key(table: Table) -> list[Column[Any]]:
    """Its columns, one or more."""
    return list(table.primary_key)


def _among(table: Table, keys: Collection[Any]) -> ColumnElement[bool]:
    return tuple_(*_key(table)).in_(keys)


def _raw(column: Column[Any]) -> Any:
    kind = LargeBinary() if isinstance(column.type, EncryptedBytes) else Text()
    return type_coerce(column, kind)


def _rows(table: Table, columns: list[Column[Any]]) -> Any:
    """Each row's key, what it holds in the clear, and as it is stored."""
    stored = [_raw(column).label(f"stored_{column.name}") for column in columns]
    return select(*_key(table), *columns, *stored)


def _former(table: Table, columns: list[Column[Any]]) -> list[tuple[Any, ...]]:
    key = _key(table)
    query = select(*key, *(_raw(column) for column in columns))
    current = {None, key_ids()[0]}
    rows = map(tuple, db.session.execute(query))
    return [row[: len(key)] for row in rows if not set(map(_key_of, row[len(key) :])) <= current]


def _key_of(stored: str | bytes | None) -> str | None:
    return None if stored is None else key_id(stored)


def _renewed(table: Table, columns: list[Column[Any]], row: Any) -> Any:
    """The UPDATE of one row: nothing happens where somebody else has just written it."""
    first, many = len(_key(table)), len(columns)
    plain = {
        column.name: value for column, value in zip(columns, row[first : first + many], strict=True)
    }
    change = table.update().where(_among(table, [tuple(row[:first])]))
    for column, stored in zip(columns, row[first + many :], strict=True):
        change = change.where(_raw(column) == stored)
    for name in list(plain):
        if name + INDEX_SUFFIX in table.c:
            plain[name + INDEX_SUFFIX] = blind_index(plain[name])
    return change.values(plain)
