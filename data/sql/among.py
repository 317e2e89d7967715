"""How a statement asks for many names with one parameter, so that it stays the same for any number."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Names(TypeDecorator[Collection[str]]):
    """Texts as an array on PostgreSQL, as JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Text))

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        names = sorted(value or ())
        return json.dumps(names) if dialect.name == "sqlite" else names


class Among(FunctionElement[bool]):
    """True where the column holds one of the names."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: object = None) -> Among:  # noqa: ARG002
        """Stand as it is: SQLAlchemy would write `(...) = 1` for SQLite, which then uses no index."""
        return self


def among(column: ColumnElement[str], parameter: str) -> Among:
    """The column holds one of the texts given as the named parameter."""
    return Among(column, bindparam(parameter, type_=Names))


@compiles(Among, "sqlite")
def in_json(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, names = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({names}))"  # noqa: S608 - compiled parts, no values


@compiles(Among)
def any_of_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, names = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({names})"
