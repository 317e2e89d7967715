"""`dondoc read`: the reading of one deadline phrase, or of one a line."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import click

from dondoc.exits import GOOD, PROBLEMS
from dondoc.open import say_json
from scheduler.clock import SystemClock

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
KINDS = {
    "by": "theo ngày",
    "period": "trong kỳ",
    "recurring": "định kỳ",
    "after_event": "tính từ sự kiện",
    "external": "chờ cấp trên ấn định",
    "continuous": "thường xuyên",
}


@click.command("read")
@click.argument("phrase", metavar='"CỤM_TỪ"|-')
@click.option(
    "--year", type=click.IntRange(1900, 2199), metavar="NĂM", help="Năm của kế hoạch; mặc định năm nay."
)
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
def command(phrase: str, year: int | None, as_json: bool) -> int:
    """Đọc một cụm từ thời hạn; dấu - đọc từ đầu vào chuẩn, mỗi dòng một cụm từ."""
    year = year or SystemClock().now().astimezone(HANOI).year
    if phrase == "-":
        return _read_lines(year)
    return _read_one(phrase, year, as_json)


def _read_lines(year: int) -> int:
    from rules.phrases import read

    for line in sys.stdin.buffer:
        found = read(line.decode("utf-8", "replace").rstrip("\r\n"), year)
        say_json(
            {
                "text": found.text,
                "deadlines": list(found.deadlines),
                "problems": list(found.problems),
                "warnings": list(found.warnings),
            }
        )
    return GOOD


def _read_one(phrase: str, year: int, as_json: bool) -> int:
    from rules.phrases import read

    found = read(phrase, year)
    for deadline in found.deadlines:
        if as_json:
            say_json(deadline)
        else:
            click.echo(_sentence(deadline))
    for word, notes in (("lỗi", found.problems), ("cảnh báo", found.warnings)):
        for note in notes:
            click.echo(f"{word}: {note}", err=True)
    return GOOD if found.deadlines else PROBLEMS


def _sentence(deadline: Mapping[str, object]) -> str:
    """ "định kỳ: every quarter, day 15": the keys are those of a plan file."""
    kind = str(deadline["kind"])
    rest = ", ".join(
        f"{key}: {_word(value)}" for key, value in deadline.items() if key not in ("kind", "label")
    )
    label = f"{deadline['label']}: " if deadline.get("label") else ""
    return f"{label}{KINDS.get(kind, kind)} (kind: {kind}{', ' if rest else ''}{rest})"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
