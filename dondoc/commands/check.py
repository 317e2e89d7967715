"""`dondoc check`: every problem of every file of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.open import say_json
from dondoc.settings import PREFIX, BadSettings, read_settings
from rules.problem import Problem

ENV = ".env"


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, as_json: bool) -> int:
    """Soát mọi tệp quy tắc và dữ liệu, liệt kê mọi lỗi cùng lúc."""
    if not workspace.is_dir():
        raise Stop(f"Không có thư mục làm việc: {workspace}", COULD_NOT)
    problems = problems_of(workspace)
    for problem in problems:
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


def _of_settings(workspace: Path) -> Iterator[Problem]:
    """Settings may come from the environment too: then they stand at the file's first line."""
    try:
        settings = read_settings(workspace)
    except BadSettings as error:
        for said in error.problems:
            yield Problem(ENV, _line_of(workspace, said), 1, "error", "V701", said)
    except (OSError, UnicodeDecodeError) as error:
        yield Problem(ENV, 1, 1, "error", "V702", f"không đọc được tệp: {error}")
    else:
        for said in settings.warnings:
            yield Problem(ENV, _line_of(workspace, said), 1, "warning", "V751", said)


def _line_of(workspace: Path, said: str) -> int:
    """The line of `.env` that gives the setting a sentence names first."""
    name = next((word.strip(":;,?") for word in said.split() if word.startswith(PREFIX)), None)
    path = workspace / ENV
    if name is None or not path.is_file():
        return 1
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    places = (number for number, line in enumerate(lines, 1) if _gives(line, name))
    return next(places, 1)


def _gives(line: str, name: str) -> bool:
    return line.removeprefix("export ").split("=", 1)[0].strip() == name


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "Không có lỗi."
    return f"{errors} lỗi, {warnings} cảnh báo."
