"""What a look says, and what every look may ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.workspace import Workspace
from dondoc.settings import Settings
from rules.problem import Problem

Level: TypeAlias = Literal["good", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; a remedy goes with what is not good."""

    what: str
    level: Level
    said: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """An installation as of one moment."""

    settings: Settings
    problems: tuple[Problem, ...]  # of `dondoc check`
    workspace: Workspace | None  # None: with errors
    now: dt.datetime  # local
    send_to: str | None = None  # where a test mail is to go
    patience: float = 10.0  # seconds for each answer of a server


def judged(what: str, level: Level, said: str, remedy: str) -> Finding:
    """A finding whose remedy is only told when there is something to mend."""
    return Finding(what, level, said, None if level == "good" else remedy)
