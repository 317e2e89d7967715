"""Decides which plan an id names, and how its file is written: all or nothing."""

from __future__ import annotations

import os
from pathlib import Path

from dondoc.exits import COULD_NOT, Stop
from rules.plan import Plan
from rules.systemwords import system_words
from scheduler.inforce import InForce


def plan_called(files: InForce, id_: str) -> Plan:
    """The loaded plan with this id; of an unknown one the known are told."""
    for plan in files.workspace.plans:
        if plan.id == id_:
            return plan
    known = ", ".join(plan.id for plan in files.workspace.plans) or "chưa có kế hoạch nào"
    raise Stop(f"Không có kế hoạch “{id_}”; hiện có: {known}")


def say_in_file(path: Path, plan: Plan, key: str, note: str) -> None:
    """Write `key: true` and a comment why into the plan's file."""
    from dondoc.planfile import CannotMark, marked

    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        write_whole(path, marked(plan.file, text, key, note))
    except CannotMark as error:
        raise Stop(str(error)) from error
    except OSError as error:
        raise Stop(f"Không sửa được {plan.file}: {system_words(error)}", COULD_NOT) from error


def write_whole(path: Path, text: str) -> None:
    """A reader never sees half a file, and a crash leaves the old one; a new file is made."""
    draft = path.with_name(f".{path.name}.dondoc")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        draft.chmod(path.stat().st_mode)
    draft.replace(path)
