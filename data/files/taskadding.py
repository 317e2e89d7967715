"""Decides how a task is added to the text of a plan file: at the end of its tasks, all else as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias, cast

from data.files.planwriting import SCHEMA
from rules.yaml.text import Document, parse
from rules.yaml.write import written

TaskValue: TypeAlias = Mapping[str, object]
GROUP = "PS"
GROUP_TITLE = "NHIỆM VỤ PHÁT SINH"
_NOTHING = re.compile(r"^(tasks\s*:)\s+(?:\[\s*\]|null|~)(?=\s|$)")
_HEAD = re.compile(r"^tasks\s*:\s*(?:#.*)?$")


class CannotAdd(Exception):
    """The file could not be edited safely; the message is Vietnamese."""


def new_plan(year: int) -> str:
    """A plan of what comes up in the year, without tasks yet."""
    heading = {
        "plan": {
            "id": f"phat-sinh-{year}",
            "title": f"Nhiệm vụ phát sinh năm {year}",
            "year": year,
            "number": None,
            "signed": None,
            "set_by": "own",
        },
        "groups": {GROUP: GROUP_TITLE},
    }
    said = f"# Nhiệm vụ phát sinh trong năm {year}, ghi bằng lệnh dondoc task add."
    kept = "# Sửa tay được: lần ghi sau giữ nguyên mọi chỗ đã sửa và mọi chú thích."
    plan, groups = (written({key: value}) for key, value in heading.items())
    return f"{SCHEMA}\n{said}\n{kept}\n\n{plan}\n{groups}\ntasks: []\n"


def next_key(text: str) -> str:
    """The first number of the group of such tasks that was never used in the file."""
    numbers = [int(found) for found in re.findall(rf"\bkey:\s*[\"']?{GROUP}\.(\d+)", text)]
    return f"{GROUP}.{max(numbers, default=0) + 1}"


def with_task(file: str, text: str, task: TaskValue) -> str:
    """The text with one task more; raises CannotAdd. Every line that was there stays."""
    document = parse(file, text)
    value = document.value
    if document.broken or not isinstance(value, dict) or "tasks" not in value:
        raise CannotAdd(f"{file}: không tìm thấy danh sách “tasks:”; chạy dondoc check")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    tasks = cast("list[TaskValue]", value["tasks"] or [])
    start = document.key_at(("tasks",))[0]
    if not tasks:
        lines[start - 1] = _opened(file, lines[start - 1])
    end, indent = _end(document, lines, start), _indent(file, document, lines, tasks)
    block = written({"tasks": [task]}).splitlines()[1:]
    added = [f"{indent}{line.removeprefix('  ')}" if line.strip() else line for line in block]
    gap = [""] if tasks and not lines[end - 1].startswith("tasks") else []
    edited = newline.join([*lines[:end], *gap, *added, *lines[end:]]) + newline
    return _checked(file, edited, value, [*tasks, task])


def _opened(file: str, line: str) -> str:
    """`tasks: []` as the head of a list."""
    head = _NOTHING.sub(r"\1", line)
    if not _HEAD.match(head):
        raise CannotAdd(f"{file}: không thêm được vào “{line.strip()}”; viết “tasks:” trên một dòng riêng")
    return head


def _end(document: Document, lines: list[str], start: int) -> int:
    """How many lines stand before the new task."""
    names = document.value if isinstance(document.value, dict) else {}
    later = [line for name in names if (line := document.key_at((name,))[0]) > start]
    end = min(later, default=len(lines) + 1) - 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _indent(file: str, document: Document, lines: list[str], tasks: list[TaskValue]) -> str:
    """As the tasks that are there are indented."""
    if not tasks:
        return "  "
    line, column = document.at(("tasks", 0))
    before = lines[line - 1][: column - 1]
    if not before.rstrip().endswith("-"):
        raise CannotAdd(
            f"{file}: danh sách tasks viết trên một dòng nên không thêm được; viết mỗi việc một mục"
        )
    return before[: len(before) - len(before.lstrip())]


def _checked(file: str, text: str, before: Mapping[str, object], tasks: list[TaskValue]) -> str:
    """Only an edit that reads back as meant is handed out."""
    document = parse(file, text)
    if document.broken or document.value != {**before, "tasks": tasks}:
        raise CannotAdd(f"{file}: không thêm được tự động; ghi nhiệm vụ vào tệp bằng tay")
    return text
