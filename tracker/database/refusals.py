"""What SQL cannot do with an encrypted column, refused before it does it wrongly.

Ordering by ciphertext gives another order with each writing, and a phone without its index is found
by nobody. It is looked at where a statement is compiled: once, not each time it is executed.
"""

from collections.abc import Iterable
from typing import Any, NoReturn

from sqlalchemy import CompoundSelect, Select, Update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import Function
from sqlalchemy.sql.visitors import iterate

from tracker.database.encryption import INDEX_SUFFIX, Encrypted, EncryptedBytes

HARMLESS = frozenset({"count", "coalesce"})
"""Functions that look at nothing but whether there is a value, and give back one of them whole."""


def install() -> None:
    """For every statement of the process from now on."""
    for kind, look in (
        (Select, _select),
        (CompoundSelect, _union),
        (Function, _function),
        (Update, _update),
    ):
        compiles(kind)(look)


def _select(statement: Any, compiler: Any, **named: Any) -> Any:
    sorted_by = (*statement._order_by_clauses, *statement._group_by_clauses)  # noqa: SLF001
    found = [each for clause in sorted_by for each in _hidden(iterate(clause))]
    if statement._distinct:  # noqa: SLF001 (the compiler reads them there too)
        found += _hidden(statement.selected_columns)
    if found:
        _refuse(found[0], "sorted, grouped or told apart")
    return compiler.visit_select(statement, **named)


def _union(statement: Any, compiler: Any, **named: Any) -> Any:
    parts = [list(each.selected_columns) for each in statement.selects]
    keeps_all = statement.keyword.name == "UNION_ALL"
    for columns in zip(*parts, strict=True):
        places = {getattr(column.type, "place", None) for column in columns}
        if places != {None} and (len(places) > 1 or not keeps_all):
            _refuse(columns[0], "put together with another column, or told apart")
    return compiler.visit_compound_select(statement, **named)


def _function(function: Any, compiler: Any, **named: Any) -> Any:
    found = _hidden(function.clauses)
    if found and function.name.lower() not in HARMLESS:
        _refuse(found[0], f"given to {function.name}()")
    return compiler.visit_function(function, **named)


def _update(statement: Any, compiler: Any, **named: Any) -> Any:
    values = statement._values or ()  # noqa: SLF001 (the compiler reads them there too)
    given = {getattr(each, "name", each) for each in values} | set(compiler.column_keys or ())
    columns = statement.table.c
    for column in columns:
        index = column.name + INDEX_SUFFIX
        is_found = isinstance(column.type, Encrypted) and index in columns
        if is_found and column.name in given and index not in given:
            _refuse(column, f"changed without {index}")
    return compiler.visit_update(statement, **named)


def _hidden(elements: Iterable[Any]) -> list[Any]:
    kinds = (Encrypted, EncryptedBytes)
    return [each for each in elements if isinstance(getattr(each, "type", None), kinds)]


def _refuse(what: Any, how: str) -> NoReturn:
    raise TypeError(f"{what} is encrypted and cannot be {how} by SQL: do it in Python.")
