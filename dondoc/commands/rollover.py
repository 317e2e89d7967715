"""`dondoc plan rollover`: next year's draft of a plan, with everything a person must decide."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.exits import COULD_NOT, Stop
from dondoc.open import say_json, settings_of
from rules.systemwords import system_words

if TYPE_CHECKING:
    from data.rollover.decision import Decision
    from data.rollover.draft import Draft
    from rules.problem import Problem


@click.command("rollover")
@click.argument("id_", metavar="ID")
@click.option(
    "--year", required=True, type=click.IntRange(1901, 2198), metavar="NĂM", help="Năm của dự thảo."
)
@click.option(
    "-o", "out", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
    help="Ghi dự thảo vào tệp này; mặc định in ra màn hình.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="In việc cần xem, mỗi dòng một đối tượng JSON.")
@click.pass_obj
def rollover(workspace: Path, id_: str, year: int, out: Path | None, as_json: bool) -> None:
    """Lập dự thảo kế hoạch năm khác từ kế hoạch này; không sửa kế hoạch cũ."""
    if out is not None and out.exists():
        raise Stop(f"Tệp {out} đã có; chọn tên khác để không ghi đè.")
    draft = _draft(settings_of(workspace).workspace, id_, year)
    if out is not None:
        _write(out, draft.text)
    if as_json:
        for decision in draft.decisions:
            say_json(_row(decision))
        return
    if out is None:
        click.echo(draft.text, nl=False)
    _tell(draft, out)


def _draft(root: Path, id_: str, year: int) -> Draft:
    from data.files.archive import archived_texts
    from data.rollover.draft import draft_of
    from data.workspace import CALENDAR, UNITS, read_folder
    from rules.days.calendar import WorkCalendar

    files, unreadable = read_folder(root)
    if unreadable:
        raise Stop("\n".join(map(str, unreadable)), COULD_NOT)
    try:
        old = _plan(files | archived_texts(root), id_)
    except OSError as error:
        raise Stop(f"Không đọc được kho lưu trữ kế hoạch: {system_words(error)}", COULD_NOT) from error
    heading: Any = old["plan"]
    if year == heading["year"]:
        raise Stop(f"Kế hoạch {id_} đã là của năm {year}; chọn năm khác.")
    directory, problems = _directory(files.get(UNITS))
    if directory is None:
        raise Stop("\n".join(map(str, problems)))
    return draft_of(old, year, directory, WorkCalendar(_years(files.get(CALENDAR))))


def _plan(files: Mapping[str, str], id_: str) -> Mapping[str, object]:
    """The values of the plan file with this id; its units are not looked at, they may be gone."""
    from data.files.planfile import read_plan
    from rules.yaml.text import parse

    known: list[str] = []
    for name, text in files.items():
        if not name.startswith("data/plans/"):
            continue
        value: Any = parse(name, text).value
        found = value.get("plan") if isinstance(value, dict) else None
        if not isinstance(found, dict):
            continue
        known.append(str(found.get("id")))
        if found.get("id") == id_:
            read, problems = read_plan(name, text, None)
            if read is None:
                raise Stop(_errors(problems))
            return dict(value)
    raise Stop(f"Không có kế hoạch “{id_}”; hiện có: {', '.join(known) or 'chưa có kế hoạch nào'}")


def _errors(problems: list[Problem]) -> str:
    return "\n".join(str(problem) for problem in problems if problem.level == "error")


def _directory(text: str | None) -> tuple[Any, list[Problem]]:
    from data.files.unitfile import read_units
    from data.workspace import UNITS

    if text is None:
        raise Stop(f"Không có tệp {UNITS}.")
    return read_units(UNITS, text)


def _years(text: str | None) -> tuple[Any, ...]:
    from data.files.calendarfile import read_calendar
    from data.workspace import CALENDAR

    if text is None:
        return ()
    years, problems = read_calendar(CALENDAR, text)
    if years is None:
        raise Stop(_errors(problems))
    return years


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Stop(f"Không ghi được {out}: {system_words(error)}", COULD_NOT) from error


def _row(decision: Decision) -> dict[str, Any]:
    """One line of `--json`."""
    place = decision.path
    number = place[3] if len(place) > 3 and place[2] == "deadlines" else None
    return {
        "about": decision.about,
        "task": decision.task,
        "deadline": number,
        "field": str(place[-1]) if not isinstance(place[-1], int) else str(place[-2]),
        "message": decision.message,
    }


def _tell(draft: Draft, out: Path | None) -> None:
    """The decisions by consequence; beside the draft itself they go to stderr."""
    from data.rollover.decision import TITLES

    aside = out is None
    for problem in draft.problems:
        click.echo(str(problem), err=aside)
    where = f"ghi vào {out}" if out else "in ở trên"
    count = len(draft.decisions)
    click.echo(f"Dự thảo {draft.id} đã {where}; {count} việc cần xem, theo mức độ hệ trọng:", err=aside)
    for about, found in itertools.groupby(draft.decisions, key=lambda one: one.about):
        decisions = list(found)
        click.echo(f"\n{TITLES[about]} ({len(decisions)})", err=aside)
        for decision in decisions:
            task = f"{decision.task}: " if decision.task else ""
            click.echo(f"  {task}{decision.message}", err=aside)
