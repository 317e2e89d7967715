"""How one report enters the record: kept for ever, and every line it concerns looked at anew."""

from __future__ import annotations

from data.sql.store import Writer
from data.sql.writing import AT_ONCE
from rules.action import Action
from scheduler.inforce import InForce, task_of
from scheduler.known import base_of


def keep(tx: Writer, files: InForce, action: Action) -> Action:
    """The report as kept, with its number; one of a whole task, an assignment, wakes all its lines."""
    base = base_of(action.deadline, files)
    kept = tx.record(action, base)
    tx.reschedule({line: AT_ONCE for line in files.lines if task_of(line) == base})
    return kept
