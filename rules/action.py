"""What people report about a deadline, and the history that is kept of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

Do: TypeAlias = Literal[
    "ack", "submit", "block", "done", "cancel", "reopen",
    "extend-ask", "extend-grant", "extend-refuse", "event", "assign",
    "done-before",  # finished before the plan was loaded, the day unknown
    "amend",  # an amending document moves the date
    "move",  # an amending document gives a whole task to another unit
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One report; never changed or deleted."""

    do: Do
    deadline: str  # deadline id; an event: the id of the waiting one
    by: str  # who reported it, as typed
    at: dt.datetime  # when it was recorded, aware
    on: dt.date  # the day it took effect (the document's date)
    unit: str | None = None  # move: the unit that leads no more
    document: str | None = None
    to: str | None = None  # a date (extend, amend, event), a person id (assign, submit), a unit (move)
    note: str | None = None
    no_output: bool = False  # "không phát sinh"
    seq: int = 0  # order of recording, given by the store
