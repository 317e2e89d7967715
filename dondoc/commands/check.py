"""`dondoc check`: every problem of every file of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.open import say_json
from dondoc.settings import BadSettings, read_settings
from rules.problem import Problem

NOBODY_OR_NO_DATE = frozenset({"W934", "W936"})  # no unit leads; the date is in doubt


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, as_json: bool) -> int:
    """Soát mọi tệp quy tắc và dữ liệu, liệt kê mọi lỗi cùng lúc."""
    if not workspace.is_dir():
        raise Stop(f"Không có thư mục làm việc: {workspace}", COULD_NOT)
    problems = problems_of(workspace)
    for problem in problems if as_json else sorted(problems, key=_consequence):
        if as_json:
            say_json(asdict(problem))
        else:
            click.echo(str(problem))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(_summary(errors, len(problems) - errors), err=True)
    return PROBLEMS if errors else GOOD


def problems_of(workspace: Path) -> list[Problem]:
    """Everything wrong with a workspace: its files, its templates, its settings."""
    from data.workspace import inspect
    from dondoc.app import template_problems

    _, found = inspect(workspace)
    return sorted({*found, *template_problems(workspace), *_of_settings(workspace)})


def _consequence(problem: Problem) -> tuple[int, Problem]:
    """What a person should look at first; the document's own slips come last."""
    if problem.level == "error":
        return 0, problem
    if problem.code in NOBODY_OR_NO_DATE:
        return 1, problem
    ranks = {"W93": 2, "W95": 4}
    return ranks.get(problem.code[:3], 3), problem


def _of_settings(workspace: Path) -> Iterator[Problem]:
    """Settings that cannot be read, those that would stop the service, and unknown ones."""
    from dondoc.settingsense import unusable

    try:
        settings = read_settings(workspace)
    except BadSettings as error:
        yield from error.problems
        settings = error.rest
    yield from settings.warnings
    yield from unusable(settings)


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "Không có lỗi."
    return f"{errors} lỗi, {warnings} cảnh báo."
