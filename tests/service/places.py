"""Workspaces on disk and real `dondoc` processes over them: commands, the service, and what systemd hears."""

from __future__ import annotations

import atexit
import datetime as dt
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from scheduler.clock import SystemClock
from tests.answers import Answer
from tests.conftest import ROOT
from tests.notifiers.relay import Relay

PATIENCE = 30.0  # seconds; a loaded host is slow to start anything
DONDOC = (sys.executable, "-m", "dondoc")


def until(holds: Callable[[], object], what: str) -> None:
    """Wait for a condition; what never comes is told by name."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited {PATIENCE} s for {what}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Nursery:
    """The warm process of node.py, which forks our short commands."""

    process: subprocess.Popen[str]

    def ask(self, **asked: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()

    def answer(self) -> int:
        """The exit code of the child asked for last."""
        assert self.process.stdout is not None
        code: int = json.loads(self.process.stdout.readline())["code"]
        return code


def new_nursery() -> Nursery:
    """It ends with us: its standard input closes."""
    words = [sys.executable, "-m", "tests.service.node"]
    return Nursery(
        subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    )


@cache
def nursery() -> Nursery:
    """One for all tests of this process."""
    made = new_nursery()
    atexit.register(made.process.communicate)
    return made


@dataclass(frozen=True)
class Place:
    """One workspace on disk and the settings its processes are started with."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def command(self, *words: str) -> list[str]:
        return [*DONDOC, "-C", str(self.folder), *words]

    def environment(self, **more: str) -> dict[str, str]:
        own = {f"DONDOC_{name}": value for name, value in self.settings.items()}
        return {**os.environ, **own, **more}

    def __call__(self, line: str, *more: str, die_at: int | None = None) -> Answer:
        """One command in a process of its own: the words of `line`, then `more` as they are.

        `die_at`: the moment at which it is killed, see node.py.
        """
        (answer,) = self.together(line, *more, nurseries=(nursery(),), die_at=die_at)
        return answer

    def together(
        self, line: str, *more: str, nurseries: Sequence[Nursery], die_at: int | None = None
    ) -> list[Answer]:
        """The same command at once in one process of each nursery."""
        words = ["-C", str(self.folder), *line.split(), *more]
        with tempfile.TemporaryDirectory() as folder:
            for number, one in enumerate(nurseries):
                out, err = f"{folder}/out{number}", f"{folder}/err{number}"
                one.ask(words=words, environment=self.environment(), out=out, err=err, die_at=die_at)
            codes = [one.answer() for one in nurseries]
            return [
                Answer(code, *(Path(folder, f"{name}{n}").read_text("utf-8") for name in ("out", "err")))
                for n, code in enumerate(codes)
            ]

    def tick(self, at: str, *, die_at: int | None = None) -> Answer:
        return self("tick --at", at, die_at=die_at)

    def outbox(self) -> list[dict[str, Any]]:
        return self("outbox list --json").objects

    @contextmanager
    def running(self, *words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """A process of this workspace; killed at the end when it still lives."""
        with subprocess.Popen(
            self.command(*words), cwd=ROOT, env=self.environment(**environment),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                process.kill()


def place(folder: Path, files: Mapping[str, str], **settings: str) -> Place:
    """A workspace of these files, with these settings."""
    made = Place(folder, settings)
    made.write(files)
    return made


def by_mail(relay: Relay) -> dict[str, str]:
    """The settings of a workspace that sends over a plain relay."""
    return {
        "NOTIFIERS": "email", "SMTP_HOST": relay.host, "SMTP_PORT": str(relay.port), "SMTP_TLS": "none",
        "MAIL_FROM": "Nhắc việc <nhacviec@so.example>",
    }  # fmt: skip


def message_id(content: bytes) -> str:
    found = re.search(rb"^Message-ID:\s*(<[^>]+>)", content, re.MULTILINE | re.IGNORECASE)
    assert found is not None
    return found[1].decode()


# A service runs on the machine's clock: these make any moment a working morning.


def noon_somewhere() -> str:
    """A time zone in which it is between noon and one o'clock now."""
    offset = 12 - SystemClock().now().hour
    return f"Etc/GMT{-offset:+d}"


def local_today() -> dt.date:
    now = SystemClock().now()
    return (now + dt.timedelta(hours=12 - now.hour)).date()


def calendar_of_today() -> str:
    """A calendar in which today and tomorrow are worked, whatever their weekday."""
    years: dict[int, list[str]] = {}
    for day in (local_today(), local_today() + dt.timedelta(days=1)):
        years.setdefault(day.year, []).extend([f"{day:%Y-%m-%d}"] if day.isoweekday() > 5 else [])
    lines = [
        f"  {year}: {{notice: TB, confirmed: true, off: [], worked: [{', '.join(worked)}]}}\n"
        for year, worked in years.items()
    ]
    return "years:\n" + "".join(lines)


def plan_of_today() -> str:
    day = local_today()
    return (
        f"plan: {{id: p, title: Kế hoạch thử, year: {day.year}, number: null, signed: {day.year}-01-01,"
        f" urge_until: {day.year + 2}-03-31}}\ngroups: {{I: NHÓM MỘT}}\n"
    )


# What systemd hears.


@dataclass
class Service:
    """A running `dondoc run` and every state it told the notify socket."""

    process: subprocess.Popen[str]
    ear: socket.socket
    log: Path
    heard: list[str] = field(default_factory=list)

    def listen(self) -> list[str]:
        """All that was told until now."""
        while True:
            try:
                self.heard.append(self.ear.recv(65536).decode())
            except BlockingIOError:
                return self.heard

    def told(self, state: str) -> int:
        """How many times a state such as READY=1 was told."""
        return sum(state in message.split("\n") for message in self.listen())

    def wait_told(self, state: str, times: int = 1) -> None:
        def told() -> bool:
            assert self.process.poll() is None, f"the service is gone:\n{self.logged()}"
            return self.told(state) >= times

        until(told, f"{state} ({times} times)")

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def reload(self) -> None:
        """SIGHUP, and wait until it says that it is ready again."""
        ready = self.told("READY=1")
        self.process.send_signal(signal.SIGHUP)
        self.wait_told("READY=1", ready + 1)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def serving(place: Place, address: str = "", **environment: str) -> Iterator[Service]:
    """`dondoc run`, ready; `address`: of the notify socket, an abstract one by default."""
    name = address or f"@dondoc-test-{uuid4().hex}"
    log = place.folder.resolve() / f"{uuid4().hex}.log"  # the folder may be exchanged
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, log.open("wb") as output:
        ear.bind("\0" + name[1:] if name.startswith("@") else name)
        ear.setblocking(False)
        process = subprocess.Popen(
            place.command("run"), cwd=ROOT, stdout=output, stderr=output, text=True,
            env=place.environment(NOTIFY_SOCKET=name, **environment),
        )  # fmt: skip
        service = Service(process, ear, log)
        try:
            service.wait_told("READY=1")
            yield service
        finally:
            process.kill()
            process.wait(PATIENCE)
