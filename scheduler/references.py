"""Decides which deadline, unit or person somebody means by what they typed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from rules.action import Action
from rules.directory import Directory, Person, Unit
from rules.plan import UNLABELLED
from rules.subject import Subject
from scheduler.inforce import InForce, task_of
from scheduler.known import subjects_on

SHOWN = 6


class Unknown(Exception):
    """Nothing is called that; the message (Vietnamese) names what comes near."""


def line_named(typed: str, files: InForce) -> tuple[str, str]:
    """The plan's line that `typed` belongs to, and the rest: a period, an event's number, or nothing.

    Accepts "plan/task/slug", "plan/task/slug/rest", and without the slug where the task has one deadline.
    Raises Unknown.
    """
    parts = typed.strip().strip("/").split("/")
    task, rest = "/".join(parts[:2]), parts[2:]
    if "/".join(parts[:4]) in files.lines and len(parts) > 3:  # an input of a report
        return "/".join(parts[:4]), "/".join(parts[4:])
    if rest and f"{task}/{rest[0]}" in files.lines:
        return f"{task}/{rest[0]}", "/".join(rest[1:])
    bases = lines_of(task, files)
    if not bases:
        raise Unknown(_no_deadline(typed, files))
    if rest and f"{task}/{UNLABELLED}" in bases:
        return f"{task}/{UNLABELLED}", "/".join(rest)
    if len(bases) > 1:
        raise Unknown(_several(typed, bases))
    return bases[0], "/".join(rest)


def lines_of(task: str, files: InForce) -> list[str]:
    """The lines of one task."""
    return [base for base in files.lines if task_of(base) == task]


def subject_named(typed: str, files: InForce, actions: Mapping[str, list[Action]]) -> Subject:
    """The deadline that `typed` names, as the actions (by line) have made it. Raises Unknown."""
    base, rest = line_named(typed, files)
    subjects = {subject.id: subject for subject in subjects_on(base, actions, files)}
    found = subjects.get(f"{base}/{rest}") or subjects.get(f"{task_of(base)}/{rest}" if rest else base)
    if found is None and not rest and len(subjects) == 1:
        found = next(iter(subjects.values()))
    if found is None:
        raise Unknown(_no_part(typed, subjects) if rest else _several(typed, subjects))
    return found


def task_named(typed: str, files: InForce) -> str:
    """The task's id, from its own id or that of one of its deadlines. Raises Unknown."""
    parts = typed.strip().strip("/").split("/")
    if "/".join(parts[:4]) in files.lines and len(parts) > 3:
        return task_of("/".join(parts[:4]))
    task = "/".join(parts[:2])
    if not lines_of(task, files):
        raise Unknown(_no_deadline(typed, files))
    return task


def unit_named(typed: str, directory: Directory) -> Unit:
    """By id, name or alias. Raises Unknown."""
    if (unit := directory.unit(typed)) is not None:
        return unit
    wanted = typed.strip().casefold()
    for unit in directory.units.values():
        if wanted in {name.casefold() for name in (unit.id, unit.name, *unit.aliases)}:
            return unit
    names = {
        name: unit.id for unit in directory.units.values() for name in (unit.id, unit.name, *unit.aliases)
    }
    near = [names[name] for name in difflib.get_close_matches(typed, names, SHOWN, 0.5)]
    raise Unknown(f"không có đơn vị “{typed}”{_listed('; gần giống', near)}")


def person_named(typed: str, directory: Directory) -> Person:
    """By id, name or address. Raises Unknown."""
    if (person := directory.person(typed)) is not None:
        return person
    wanted = typed.strip().casefold()
    found = [
        person
        for person in directory.people.values()
        if wanted in {person.id.casefold(), person.name.casefold(), (person.address or "").casefold()}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Unknown(f"có nhiều người tên “{typed}”{_listed('; ghi mã', [p.id for p in found])}")
    near = difflib.get_close_matches(typed, directory.people, SHOWN, 0.5)
    raise Unknown(f"không có cán bộ “{typed}”{_listed('; gần giống', near)}")


def _no_deadline(typed: str, files: InForce) -> str:
    names = [*files.lines, *dict.fromkeys(map(task_of, files.lines))]
    near = difflib.get_close_matches(typed, names, SHOWN, 0.4)
    return f"không có thời hạn “{typed}”{_listed('; gần giống', near)}"


def _no_part(typed: str, ids: Iterable[str]) -> str:
    return f"không có thời hạn “{typed}”{_listed('; nhiệm vụ này có', list(ids))}"


def _several(typed: str, ids: Iterable[str]) -> str:
    return f"“{typed}” chưa chỉ rõ một thời hạn{_listed('; hiện có', list(ids))}"


def _listed(words: str, names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    more = f" và {len(names) - SHOWN} mã khác" if len(names) > SHOWN else ""
    return f"{words}: {', '.join(names[:SHOWN])}{more}" if names else ""
