"""What every test shares: a clean environment, fixed randomness, the corpus and a database of its own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.postgres"]

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every machine; a slow CI host is no failure.
settings.register_profile("dondoc", deadline=None, derandomize=True, database=None)
settings.load_profile("dondoc")

# Seven hours from Vietnam: code that reads the machine's zone shows at once.
os.environ["TZ"] = "UTC"
time.tzset()

# What a shell, a unit or a CI slot may set and no test means.
FOREIGN = ("CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "NO_COLOR", "COLUMNS")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs PostgreSQL, and puts the slow ones last."""
    for item in items:
        if {"postgres_server", "postgres_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("postgres")
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name in FOREIGN or (name.startswith("DONDOC_") and not name.startswith("DONDOC_TEST_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project, itself a workspace."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The plan's text, its rows as read by a person, phrases and holidays."""
    return ROOT / "tests" / "corpus"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; a test that asks for it runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))
