"""Decides which names a rule or a plan may use: units, groups, people and roles of the directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rules.directory import Directory
from rules.plan import Task
from rules.syntax.fields import fault, nearest


@dataclass(frozen=True, slots=True)
class Names:
    """What is known when a rule file is read.

    Without a directory no reference is checked (units.yaml itself could not be read). `used` holds, by key of
    `match`, the values that occur in some plan; None when a plan could not be read.
    """

    directory: Directory | None = None
    used: Mapping[str, frozenset[str]] | None = field(default_factory=dict)


def names_used(tasks: Iterable[Task], plans: Iterable[str]) -> dict[str, frozenset[str]]:
    """The values of `match` that some plan has."""
    rows = tuple(tasks)
    return {
        "plan": frozenset(plans),
        "group": frozenset(task.group for task in rows),
        "task": frozenset(name for task in rows for name in (task.key, task.id)),
        "tags": frozenset(tag for task in rows for tag in task.tags),
        "deadline": frozenset(
            name
            for task in rows
            for spec in task.deadlines
            for name in (spec.slug, f"{task.id}/{spec.slug}", spec.label)
            if name is not None
        ),
    }


def known_unit(directory: Directory | None, id: str) -> str:
    """The id of a unit; raises a fault for any other."""
    if directory is not None and id not in directory.units:
        hint = nearest(id, directory.units) or f"các đơn vị: {', '.join(sorted(directory.units))}"
        raise fault("10", f"không có đơn vị “{id}” trong data/units.yaml", hint)
    return id


def known_person(directory: Directory | None, id: str) -> str:
    """The id of a person; raises a fault for any other."""
    if directory is not None and id not in directory.people:
        hint = nearest(id, directory.people)
        raise fault("11", f"không có cán bộ “{id}” trong data/units.yaml", hint)
    return id


def known_role(directory: Directory | None, id: str) -> str:
    """The id of a role; raises a fault for any other."""
    if directory is not None and id not in directory.roles:
        hint = nearest(id, directory.roles) or f"các vai trò: {', '.join(sorted(directory.roles))}"
        raise fault("12", f"không có vai trò “{id}” trong data/units.yaml", hint)
    return id


def units_of(directory: Directory | None, id: str) -> tuple[str, ...]:
    """The unit ids that a unit or group id stands for; raises a fault for an unknown one."""
    if directory is None or id in directory.units:
        return (id,)
    if id in directory.groups:
        return directory.groups[id].members
    hint = nearest(id, [*directory.units, *directory.groups])
    raise fault("10", f"không có đơn vị hay nhóm “{id}” trong data/units.yaml", hint)
