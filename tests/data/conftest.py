"""The record and the outbox of one organisation, on each database in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data.sql.outbox import Outbox
from data.sql.store import Store
from tests.data.records import opened


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with opened(database_url) as engine:
        yield engine


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine, "sct")


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    return Outbox(engine, "sct")
