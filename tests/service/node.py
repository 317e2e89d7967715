"""A warm process that forks one child for each command it reads: real processes, without their start-up time.

Reads a line of JSON `{"words", "environment", "out", "err", "die_at"}`, answers with `{"code"}`; a code below
zero is the signal that ended the child. `die_at`: the child kills itself with SIGKILL at that moment of its
work, counted over the beginnings and commits of all its transactions.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

import alembic
import jinja2
import psycopg
from sqlalchemy import Engine, event

import data.sql.outbox
import data.sql.store
import dondoc.alarm
import dondoc.commands.outbox
import dondoc.commands.status
import dondoc.commands.tick
import notifiers.email.channel
import notifiers.mailbox.channel
import scheduler.passes
from dondoc.cli import run

WARM = (
    alembic, jinja2, psycopg, data.sql.outbox, data.sql.store, dondoc.alarm, dondoc.commands.outbox,
    dondoc.commands.status, dondoc.commands.tick, notifiers.email.channel, notifiers.mailbox.channel,
    scheduler.passes,
)  # fmt: skip


def serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            live(asked)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps({"code": os.waitstatus_to_exitcode(status)}) + "\n")
        sys.stdout.flush()


def live(asked: dict[str, Any]) -> None:
    """The child's whole life; it never returns."""
    code = 70
    try:
        for number, name in ((1, "out"), (2, "err")):
            with Path(asked[name]).open("wb") as file:
                os.dup2(file.fileno(), number)
        os.environ.clear()
        os.environ.update(asked["environment"])
        if asked["die_at"] is not None:
            die_at(asked["die_at"])
        code = run(asked["words"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def die_at(moment: int) -> None:
    numbers = count(1)

    def passed(_connection: object) -> None:
        if next(numbers) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "begin", passed)
    event.listen(Engine, "commit", passed)


if __name__ == "__main__":
    serve()
