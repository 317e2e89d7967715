"""What people report about a deadline, and the history that is kept of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

Do: TypeAlias = Literal[
    "ack", "submit", "block", "done", "cancel", "reopen",
    "extend-ask", "extend-grant", "extend-refuse", "event", "assign",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One report; never changed or deleted."""

    do: Do
    deadline: str  # deadline id; an event: the id of the waiting one
    by: str  # who reported it, as typed
    at: dt.datetime  # when it was recorded, aware
    on: dt.date  # the day it took effect (the document's date)
    unit: str | None = None
    document: str | None = None
    to: str | None = None  # a date (extend, event of an external one), a person id (assign, submit)
    note: str | None = None
    no_output: bool = False  # "không phát sinh"
    seq: int = 0  # order of recording, given by the store
