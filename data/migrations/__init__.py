"""How a database of an older schema becomes one of the newest; forward only."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def known(revision: str) -> bool:
    """Is it one of ours, so that there is a way forward from it?"""
    return any(script.revision == revision for script in scripts().walk_revisions())


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run what is missing, in the caller's transaction."""
    config = settings()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(settings())


def settings() -> Config:
    """Made by hand: a file would have to know where it is installed."""
    config = Config()
    folder = str(Path(__file__).parent).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    return config
