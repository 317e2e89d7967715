"""The shipped year 2021 as `dondoc replay` leaves it on disk, made once for all the tests of a run."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.conftest import ROOT
from tests.service.places import Place

Row: TypeAlias = dict[str, Any]
SPAN = "--from 2021-01-01 --to 2021-12-31"
SHIPPED = Place(ROOT)


@dataclass(frozen=True)
class Year:
    """What one replay left in its folder."""

    folder: Path

    @cached_property
    def ledger(self) -> list[Row]:
        return rows(self.folder / "ledger.jsonl")

    @cached_property
    def actions(self) -> list[Row]:
        return rows(self.folder / "actions.jsonl")

    @cached_property
    def mails(self) -> dict[str, EmailMessage]:
        """Message-ID -> the mail; two files never hold the same one."""
        paths = list((self.folder / "Maildir" / "new").iterdir())
        read = [message_from_bytes(path.read_bytes(), policy=default) for path in paths]
        found = {mail["Message-ID"].strip(): mail for mail in read}
        assert len(found) == len(paths)
        return found

    @cached_property
    def sent(self) -> set[tuple[str, str, str]]:
        """(day, address, Message-ID) of every mail, by the ledger."""
        return {
            (line["at"][:10], address, id_)
            for line in self.ledger
            for address, id_ in line["messages"].items()
        }


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first test process to ask for it makes, and the others wait for."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def replayed(factory: pytest.TempPathFactory, name: str, *more: str) -> Year:
    """The shipped workspace lived through from January to December."""

    def make(folder: Path) -> None:
        answer = SHIPPED(f"replay {SPAN} --out", str(folder), *more)
        assert answer.code == 0, answer.err

    return Year(once(factory, name, make))
