"""`dondoc check`: every problem of every file of a workspace."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, WRONG_USE, Stop
from dondoc.open import say_json, today
from dondoc.settings import BadSettings, Settings, meant, read_settings
from dondoc.types import DAY
from rules.problem import Problem

if TYPE_CHECKING:
    from data.workspace import Workspace

NOBODY_OR_NO_DATE = frozenset({"W934", "W936"})  # no unit leads; the date is in doubt


@click.command("check")
@click.option("--at", type=DAY, help="Soát như vào ngày này; mặc định hôm nay.")
@click.option("--explain", "code", metavar="MÃ", help="Giải thích một mã lỗi, ví dụ W937; không soát gì.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, at: dt.date | None, code: str | None, as_json: bool) -> int:
    """Soát mọi tệp quy tắc và dữ liệu, liệt kê mọi lỗi cùng lúc."""
    if code is not None:
        return _explained(code, as_json)
    if not workspace.is_dir():
        raise Stop(f"Không có thư mục làm việc: {workspace}", COULD_NOT)
    problems = problems_of(workspace, at)
    for problem in problems if as_json else sorted(problems, key=_consequence):
        if as_json:
            say_json(asdict(problem))
        else:
            click.echo(str(problem))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(_summary(errors, len(problems) - errors), err=True)
    return PROBLEMS if errors else GOOD


def _explained(word: str, as_json: bool) -> int:
    """One entry of the table of codes."""
    from dondoc.codes import codes

    found = codes().get(word.upper())
    if found is None:
        raise Stop(f"không có mã “{word}”{meant(word.upper(), codes())}", WRONG_USE)
    if as_json:
        say_json(asdict(found))
    else:
        click.echo(f"{found.code}: {found.means}\nCách sửa: {found.mend}")
    return GOOD


def problems_of(root: Path, at: dt.date | None = None) -> list[Problem]:
    """Everything wrong with a workspace: its files, its templates, its settings."""
    return problems_with(root, at)[2]


def problems_with(root: Path, at: dt.date | None = None) -> tuple[Settings, Workspace | None, list[Problem]]:
    """As `problems_of`, with the settings and the workspace they are about."""
    from data.scrutiny import scrutinized
    from data.workspace import inspect
    from dondoc.app import template_problems

    settings, wrong = _settings(root)
    workspace, found = inspect(root)
    seen = scrutinized(workspace, at or today(settings)) if workspace is not None else ()
    problems = {*found, *seen, *template_problems(root), *wrong}
    return settings, workspace, sorted(map(_hinted, problems))


def _hinted(problem: Problem) -> Problem:
    """An error that has no hint of its own tells how its kind is mended."""
    if problem.hint is not None or problem.level != "error":
        return problem
    from dondoc.codes import codes

    mend = codes()[problem.code].mend
    return replace(problem, hint=mend[:1].lower() + mend[1:].rstrip("."))


def _consequence(problem: Problem) -> tuple[int, Problem]:
    """What a person should look at first; the document's own slips come last."""
    if problem.level == "error":
        return 0, problem
    if problem.code in NOBODY_OR_NO_DATE:
        return 1, problem
    ranks = {"W93": 2, "W95": 4}
    return ranks.get(problem.code[:3], 3), problem


def _settings(root: Path) -> tuple[Settings, list[Problem]]:
    """The settings, with what cannot be read, what would stop the service, and unknown ones."""
    from dondoc.settingsense import unusable

    problems: list[Problem] = []
    try:
        settings = read_settings(root)
    except BadSettings as error:
        settings, problems = error.rest, [*error.problems]
    return settings, [*problems, *settings.warnings, *unusable(settings)]


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "Không có lỗi."
    return f"{errors} lỗi, {warnings} cảnh báo. Nghĩa và cách sửa của một mã: dondoc check --explain MÃ"
