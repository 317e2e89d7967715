"""Decides in what words a change of files is told: what differs between two workspaces (Vietnamese)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from data.workspace import CALENDAR, TEMPLATES
from rules.plan import Plan, Task
from scheduler.inforce import InForce

FIRST_TIME = "nạp lần đầu"
ONLY_WORDS = "chỉ đổi chú thích, cách trình bày"
_NO_PLAN = Plan("", "", 0)  # the plan is compared by itself


def files_changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Name -> "added", "changed" or "removed"; the values are texts or their hashes."""
    marks = {name: "added" if name not in before else "changed" for name in after}
    marks |= dict.fromkeys(before.keys() - after.keys(), "removed")
    return {name: marks[name] for name in sorted(marks) if before.get(name) != after.get(name)}


def what_changed(former: InForce | None, files: InForce, moved: int, passed: int) -> str:
    """One line for the log, the status and the list of revisions.

    `moved`: deadlines whose last day is another one; `passed`: steps that the change put into the past.
    """
    if former is None:
        return FIRST_TIME
    told = [_counted(what, *counts) for what, *counts in _differences(former, files)]
    told += [f"{moved} mốc đổi ngày"] if moved else []
    told += [f"{passed} lần nhắc đã qua giờ được bỏ qua"] if passed else []
    return "; ".join(filter(None, told)) or ONLY_WORDS


def _differences(former: InForce, files: InForce) -> Iterator[tuple[str, int, int, int]]:
    """(what, added, changed, removed)"""
    before, after = _parts(former), _parts(files)
    for what in after:
        yield what, *_apart(before[what], after[what])


def _parts(files: InForce) -> dict[str, Mapping[str, object]]:
    """Everything that can differ, without its place in a file: a comment above a rule changes none."""
    rules, directory, texts = files.world.rules, files.world.directory, files.workspace.files
    return {
        "quy tắc": {rule.id: replace(rule, file="", line=0) for rule in rules.rules},
        "bản tổng hợp": {digest.id: replace(digest, file="", line=0) for digest in rules.digests},
        "kế hoạch": {plan.id: replace(plan, file="") for plan in files.workspace.plans},
        "nhiệm vụ": {task.id: _placeless(task) for task in files.workspace.tasks},
        "đơn vị": directory.units,
        "cán bộ": directory.people,
        "nhóm, vai trò": {**directory.groups, **{f"role {id}": ids for id, ids in directory.roles.items()}},
        "tệp lịch": {name: text for name, text in texts.items() if name == CALENDAR},
        "mẫu thư": {name: text for name, text in texts.items() if name.startswith(f"{TEMPLATES}/")},
    }


def _placeless(task: Task) -> Task:
    specs = tuple(replace(spec, line=0) for spec in task.deadlines)
    return replace(task, plan=_NO_PLAN, line=0, deadlines=specs)


def _apart(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[int, int, int]:
    both = before.keys() & after.keys()
    changed = sum(before[name] != after[name] for name in both)
    return len(after.keys() - before.keys()), changed, len(before.keys() - after.keys())


def _counted(what: str, added: int, changed: int, removed: int) -> str:
    """ "thêm 1, đổi 3 quy tắc" """
    counts = (("thêm", added), ("đổi", changed), ("bỏ", removed))
    told = ", ".join(f"{word} {count}" for word, count in counts if count)
    return f"{told} {what}" if told else ""
