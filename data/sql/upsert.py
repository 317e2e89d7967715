"""What an insert does with a row that is there already; both databases say it in the same words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Table

from data.sql.prepared import Statement

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert: TypeAlias = sqlite.Insert | postgresql.Insert


@cache
def insert_new(dialect: str, table: Table, *told: str) -> Statement:
    """Insert the rows whose key is new, leave the others as they are; `told`: columns of the new rows."""
    statement = plain_insert(dialect, table).on_conflict_do_nothing()
    return statement.returning(*(table.c[name] for name in told)) if told else statement


@cache
def insert_or_update(dialect: str, table: Table, key: tuple[str, ...], changed: str) -> Insert:
    """Insert, or set the one column `changed` where it differs."""
    statement = plain_insert(dialect, table)
    old, new = table.c[changed], statement.excluded[changed]
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={changed: new}, where=old.is_distinct_from(new)
    )


@cache
def insert_or_replace(dialect: str, table: Table) -> Insert:
    """Insert, or set every column that is no part of the key."""
    statement = plain_insert(dialect, table)
    key = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=others)


def plain_insert(dialect: str, table: Table) -> Insert:
    """Only the dialect in use is imported: the other one costs start-up time."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
