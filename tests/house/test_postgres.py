"""The PostgreSQL that the tests run on: private, empty for each test, and really PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import (
    PostgresServer,
    bundled_binaries,
    cluster,
    private_folder,
    source,
)


def last_value(url: str, *statements: str) -> object:
    """The first cell of the last statement's first row."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            value: object = results[-1].scalar()
            return value
    finally:
        engine.dispose()


def test_a_test_gets_a_database_in_which_it_may_create_tables(postgres_url: str) -> None:
    assert str(last_value(postgres_url, "SELECT version()")).startswith("PostgreSQL")
    assert last_value(postgres_url, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1) RETURNING n") == 1


def test_two_tests_never_share_a_database(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as one, postgres_server.database() as other:
        last_value(one, "CREATE TABLE t (n int)", "SELECT 1")
        assert last_value(other, "SELECT to_regclass('t')") is None


def test_vietnamese_text_survives(database_url: str) -> None:
    assert last_value(database_url, "SELECT 'đôn đốc, quý I'") == "đôn đốc, quý I"


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_of_both_databases_finds_an_empty_one_each_time(turn: str, database_url: str) -> None:
    made = last_value(database_url, f"CREATE TABLE t AS SELECT '{turn}' AS turn", "SELECT turn FROM t")
    assert made == turn


@pytest.mark.slow
@pytest.mark.postgres
def test_the_bundled_server_starts_where_the_system_has_none() -> None:
    binaries = bundled_binaries()
    assert binaries is not None
    with private_folder() as folder, cluster(binaries, folder) as server, server.database() as url:
        assert str(last_value(url, "SELECT version()")).startswith("PostgreSQL")
    assert source() in {"url", "system", "bundled"}
