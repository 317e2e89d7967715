"""Makes the text of next year's plan file from this year's, with every question beside its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from data.files.planfile import read_plan
from data.files.planwriting import SCHEMA
from data.rollover.clashes import clashes
from data.rollover.dates import moved_date
from data.rollover.decision import Decision, by_consequence
from data.rollover.rows import Rolling, rolled_by_unit, rolled_task
from data.rollover.units import gone_members, renamed
from rules.days.calendar import WorkCalendar
from rules.directory import Directory
from rules.problem import Problem
from rules.yaml.write import Path, written

NAME = "draft.yaml"
LEFT_OUT = ("number", "signed", "source", "closed", "opened", "warnings")
MARK = "CẦN XEM"


@dataclass(frozen=True, slots=True)
class Draft:
    """The file to look over; `problems` are those of the draft itself, errors first of all."""

    id: str
    text: str
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]


def draft_of(old: Mapping[str, object], year: int, directory: Directory, calendar: WorkCalendar) -> Draft:
    """The draft for `year` of a plan file's values; `old` has passed the checks of its own file."""
    heading = cast("Mapping[str, object]", old["plan"])
    rolling = Rolling(year, year - int(str(heading["year"])), directory)
    value: dict[str, object] = {
        "plan": _heading(heading, rolling),
        **({"groups": dict(cast("Mapping[str, object]", old["groups"]))} if old.get("groups") else {}),
        "tasks": [
            rolled_task(task, ("tasks", index), rolling)
            for index, task in enumerate(cast("list[Mapping[str, object]]", old["tasks"]))
        ],
    }
    read, problems = read_plan(NAME, written(value), directory)
    if read is not None:
        rolling.decisions += clashes(*read, calendar)
    decisions = tuple(by_consequence(rolling.decisions))
    text = _opening(heading, year) + written(value, _above(decisions, old, value), rolling.beside)
    plan_id = str(cast("Mapping[str, object]", value["plan"])["id"])
    return Draft(plan_id, text, decisions, tuple(problems))


def _heading(old: Mapping[str, object], rolling: Rolling) -> dict[str, object]:
    """The plan's own fields: what a new document brings is left open."""
    path: Path = ("plan",)
    found: dict[str, object] = {}
    for key, value in old.items():
        if key == "assignees" and isinstance(value, Mapping):
            found[key] = rolled_by_unit(value, (*path, key), rolling)
        elif key == "title":
            found[key] = rolling.text(str(value), (*path, key))
        elif key == "urge_until" and value is not None:
            found[key] = moved_date(str(value), rolling.step)
        elif key not in LEFT_OUT:
            found[key] = value
    found["id"] = next_id(str(old["id"]), rolling.year - rolling.step, rolling.year)
    found["year"] = rolling.year
    if found["title"] == old["title"]:
        rolling.ask("heading", (*path, "title"), "tên kế hoạch không nêu năm của kế hoạch cũ")
    rolling.ask("heading", path, "khi kế hoạch được ký: ghi số (number), ngày ký (signed), văn bản (source)")
    changed = renamed(rolling.directory, rolling.year - rolling.step, rolling.year)
    for said in (*changed, *gone_members(rolling.directory, rolling.year)):
        rolling.ask("unit", path, said)
    return found


def next_id(old: str, old_year: int, year: int) -> str:
    """ "cchc-2021" is "cchc-2022"; an id without its year gets the new one."""
    moved = re.sub(rf"(?<!\d){old_year}(?!\d)", str(year), old)
    return moved if moved != old else f"{old}-{year}"


def _opening(heading: Mapping[str, object], year: int) -> str:
    lines = (
        f"Dự thảo kế hoạch năm {year}, lập từ kế hoạch {heading['id']} bằng lệnh plan rollover.",
        f"Mỗi dòng “{MARK}” là một việc người theo dõi phải quyết định; xem xong thì xóa dòng ấy.",
        "Ghi chú cuối dòng cho biết năm nào đã được chuyển; ngày của thời hạn chuyển theo năm.",
    )
    return "".join(f"{line}\n" for line in (SCHEMA, *(f"# {line}" for line in lines))) + "\n"


def _above(
    decisions: tuple[Decision, ...], old: Mapping[str, object], value: Mapping[str, object]
) -> dict[Path, list[str]]:
    """Questions above their lines; what last year's row warned of above the row."""
    found: dict[Path, list[str]] = {("groups",): [""], ("tasks",): [""]}
    heading = cast("Mapping[str, object]", old["plan"])
    for index, task in enumerate(cast("list[Mapping[str, object]]", old["tasks"])):
        said = task.get("warnings")
        warnings = said if isinstance(said, list) else [said] if said else []
        apart = [""] if index else []
        found[("tasks", index)] = [*apart, *(f"Năm {heading['year']} ghi nhận: {one}" for one in warnings)]
    for one in decisions:
        found.setdefault(_standing(one.path, value), []).append(f"{MARK}: {one.message}")
    return found


def _standing(path: Path, value: object) -> Path:
    """The path as far as it exists: a question about what was left out stands at what held it."""
    for length, part in enumerate(path):
        inside = dict(enumerate(value)) if isinstance(value, list) else value
        if not isinstance(inside, dict) or part not in inside:
            return path[:length]
        value = inside[part]
    return path
