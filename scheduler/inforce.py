"""The workspace in force: the last good files, indexed by the lines of the plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from data.workspace import Workspace
from rules.action import Action
from rules.engine import World
from rules.inputs import with_inputs
from rules.letter import DigestFacts
from rules.plan import DeadlineSpec, Task
from rules.subject import Subject


@dataclass(frozen=True, slots=True)
class InForce:
    """Files that were found good, as the passes use them. `base` = "plan/task/slug".

    `stands` and `summed` keep what was last worked out, beside all that it was worked out from.
    """

    workspace: Workspace
    world: World
    lines: Mapping[str, tuple[Task, DeadlineSpec]]  # base -> its task and spec
    stands: dict[str, tuple[tuple[Action, ...], tuple[Subject, ...]]] = field(
        init=False, default_factory=dict
    )  # by base
    summed: dict[str, tuple[tuple[dt.date, list[Action]], DigestFacts]] = field(
        init=False, default_factory=dict
    )  # by digest

    @property
    def organization(self) -> str:
        return self.workspace.directory.id

    @property
    def revision(self) -> str:
        return self.workspace.revision


def in_force(workspace: Workspace, zone: ZoneInfo) -> InForce:
    world = World(workspace.directory, workspace.calendar, workspace.rules, zone)
    lines = {
        f"{task.id}/{spec.slug}": (task, spec) for row in workspace.tasks for task, spec in with_inputs(row)
    }
    return InForce(workspace, world, lines)


def task_of(base: str) -> str:
    """The task's id of a base: assignments and what was asked once are kept under it."""
    return base.rsplit("/", 1)[0]


def kept_under(bases: Iterable[str]) -> set[str]:
    """Where what is told of these lines is kept: the line, its task, and of an input the report's task."""
    found: set[str] = set()
    for base in bases:
        parts = base.split("/")
        found |= {"/".join(parts[:length]) for length in range(min(2, len(parts)), len(parts) + 1)}
    return found
