"""How a statement is run: on SQLite straight on the driver, its words and conversions made once.

SQLAlchemy's own execution costs several times what SQLite needs for an answer. With PostgreSQL the way over
the wire outweighs both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update

Statement: TypeAlias = Select[Any] | Insert | Update | Delete
Values: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = Sequence[Any]  # the selected columns of one row
Conversion: TypeAlias = tuple[int, Callable[[Any], Any]]  # a place and what happens to its value


class Prepared(NamedTuple):
    """A statement in SQLite's words."""

    sql: str
    constants: Values  # parameters that the statement gives itself
    pick: Callable[[Values], Sequence[Any]]  # the parameters in their order
    inward: Sequence[Conversion]
    outward: Sequence[Conversion]

    def parameters(self, values: Values) -> Sequence[Any]:
        found = self.pick({**self.constants, **values} if self.constants else values)
        return converted(found, self.inward) if self.inward else found

    def answers(self, rows: list[Answer]) -> list[Answer]:
        return [converted(row, self.outward) for row in rows] if self.outward else rows


def ask(connection: Connection, statement: Statement, values: Values) -> list[Answer]:
    """The rows that a question finds, or that a change returns."""
    if connection.dialect.name != "sqlite":
        return list(connection.execute(statement, values).all())
    made = prepared(statement, tuple(values), connection.dialect)
    return made.answers(driver_of(connection).execute(made.sql, made.parameters(values)).fetchall())


def change(connection: Connection, statement: Statement, rows: Sequence[Values]) -> int:
    """Run a change once for each row; all rows have the same names. Returns how many rows it met."""
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, rows).rowcount
    made = prepared(statement, tuple(rows[0]), connection.dialect)
    return driver_of(connection).executemany(made.sql, map(made.parameters, rows)).rowcount


def driver_of(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


@lru_cache(maxsize=256)
def prepared(statement: Statement, names: tuple[str, ...], dialect: Dialect) -> Prepared:
    """The statement, with parameters of these names. It cannot hold `in_`: that is written per value."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup or []
    kinds = [compiled.binds[name].type.dialect_impl(dialect) for name in order]
    columns = [column.type.dialect_impl(dialect) for column in statement.exported_columns.values()]
    return Prepared(
        str(compiled),
        {name: value for name, value in compiled.params.items() if name not in names},
        picker(order),
        conversions(kind.bind_processor(dialect) for kind in kinds),
        conversions(kind.result_processor(dialect, None) for kind in columns),
    )


def picker(names: Sequence[str]) -> Callable[[Values], Sequence[Any]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def conversions(processors: Iterable[Callable[[Any], Any] | None]) -> list[Conversion]:
    return [(place, convert) for place, convert in enumerate(processors) if convert is not None]


def converted(row: Sequence[Any], conversions: Sequence[Conversion]) -> tuple[Any, ...]:
    values = list(row)
    for place, convert in conversions:
        values[place] = convert(values[place])
    return tuple(values)
