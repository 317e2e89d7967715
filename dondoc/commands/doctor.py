"""`dondoc doctor`: whether this installation can work, each failing line with its remedy."""

from __future__ import annotations

from pathlib import Path

import click

from dondoc.commands.check import problems_with
from dondoc.doctor import examined
from dondoc.doctor.finding import Finding, Patient
from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, WRONG_USE, Stop
from dondoc.open import now_in, say_json

SIGNS = {"good": "✓", "warning": "!", "bad": "✗"}


@click.command("doctor")
@click.option("--send-to", metavar="ĐỊA_CHỈ", help="Gửi một thư thử thật đến địa chỉ này.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, send_to: str | None, as_json: bool) -> int:
    """Kiểm tra cài đặt, nêu cách khắc phục."""
    if not workspace.is_dir():
        raise Stop(f"Không có thư mục làm việc: {workspace}", COULD_NOT)
    levels = []
    for found in examined(_patient(workspace, _address(send_to))):
        _tell(found, as_json)
        levels.append(found.level)
    click.echo(_summary(levels.count("bad"), levels.count("warning")), err=True)
    return PROBLEMS if "bad" in levels else GOOD


def _address(text: str | None) -> str | None:
    from pydantic_core import PydanticCustomError

    from rules.syntax.fields import read_address

    try:
        return None if text is None else read_address(text)
    except PydanticCustomError as error:
        raise Stop(f"--send-to: {error.message()}", WRONG_USE) from error


def _patient(root: Path, send_to: str | None) -> Patient:
    settings, workspace, problems = problems_with(root)
    return Patient(settings, tuple(problems), workspace, now_in(settings), send_to)


def _tell(found: Finding, as_json: bool) -> None:
    if as_json:
        say_json({
            "what": found.what, "level": found.level, "good": found.level != "bad",
            "said": found.said, "remedy": found.remedy,
        })  # fmt: skip
        return
    said = " ".join(found.said.split())  # what a library says may run over lines
    click.echo(f"{SIGNS[found.level]} {found.what}: {said}")
    if found.remedy:
        click.echo(f"    → {found.remedy}")


def _summary(bad: int, warnings: int) -> str:
    if not bad and not warnings:
        return "Mọi thứ sẵn sàng."
    return f"{bad} điểm cần khắc phục, {warnings} điểm cần lưu ý."
