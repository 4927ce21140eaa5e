"""To which season a row belongs: found by following foreign keys, whatever table it is in."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, ForeignKey, Table, select

from tracker.database import db

NO_WAY = frozenset({"account"})
"""An account is in every season; a table that knows no more is in none."""


def in_seasons(name: str, seasons: Collection[int]) -> ColumnElement[bool] | None:
    """SQL for the rows of a table that belong to these seasons; None: it belongs to no season."""
    return _inside(db.metadata.tables[name], list(seasons), frozenset())


def _inside(table: Table, seasons: list[int], seen: frozenset[str]) -> ColumnElement[bool] | None:
    if "season_id" in table.c:
        return table.c.season_id.in_(seasons)
    for key in sorted(table.foreign_keys, key=_nearest):
        parent = key.column.table
        if parent.name in seen | NO_WAY | {table.name}:
            continue
        inside = _inside(parent, seasons, seen | {table.name})
        if inside is not None:
            return key.parent.in_(select(key.column).where(inside))
    return None


def _nearest(key: ForeignKey) -> tuple[bool, bool, str]:
    """Her own part in a season first; a way that may lead nowhere last."""
    column = key.parent
    return column.name != "participant_id", bool(column.nullable), column.name
