"""`dondoc preview`: what would be sent, to whom, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.open import chosen_plans, files_of, say_json, settings_of, today
from dondoc.phrasing import told_moment
from dondoc.types import DAY

if TYPE_CHECKING:
    from scheduler.inforce import InForce
    from scheduler.ledger import Line

KINDS = {
    "reminder": "nhắc",
    "escalation": "đôn đốc, báo cáo cấp trên",
    "waiting": "chờ thời hạn",
    "first": "giao nhiệm vụ",
    "digest": "tổng hợp",
}


@click.command("preview")
@click.option("--from", "first", type=DAY, help="Từ ngày; mặc định hôm nay.")
@click.option("--to", "last", type=DAY, help="Đến hết ngày; mặc định sau 30 ngày.")
@click.option("--plan", "plans", multiple=True, metavar="ID", help="Chỉ kế hoạch này; ghi được nhiều lần.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(
    workspace: Path, first: dt.date | None, last: dt.date | None, plans: tuple[str, ...], as_json: bool
) -> None:
    """Xem trước thư sẽ gửi, cho ai, vì sao; không gửi gì."""
    from dondoc.foresight import foreseen

    settings = settings_of(workspace)
    files = files_of(settings)
    first = first or today(settings)
    last = last or first + dt.timedelta(days=30)
    if last < first:
        raise click.UsageError(f"--to {last} đứng trước --from {first}")
    chosen = chosen_plans(files, plans)
    lines = [line for line in foreseen(settings, files, first, last) if _of_plans(line, chosen, files)]
    if as_json:
        for line in lines:
            say_json(line)
    else:
        _tell(lines)
    _tell_held(lines, files.world.directory.hold_above)


def _of_plans(line: Line, chosen: frozenset[str], files: InForce) -> bool:
    """Whether a line, or the digest it stands for, tells of one of these plans."""
    if line["deadline"] is not None:
        return str(line["deadline"]).split("/")[0] in chosen
    digest = next((one for one in files.world.rules.digests if one.id == line["rule"]), None)
    return digest is None or digest.plans is None or not digest.plans.isdisjoint(chosen)


def _mails(lines: Iterable[Line]) -> set[tuple[str, str]]:
    return {(message, address) for line in lines for address, message in line["messages"].items()}


def _tell_held(lines: Sequence[Line], most: int) -> None:
    """Passes that would wait for the admin's word."""
    for at, group in groupby(lines, key=lambda line: str(line["at"])):
        if (count := len(_mails(group))) > most:
            moment = told_moment(dt.datetime.fromisoformat(at))
            click.echo(
                f"Lượt {moment} có {count} thư, quá mức {most} thư một lượt (hold_above):"
                " sẽ được giữ lại, chờ xác nhận.",
                err=True,
            )


def _tell(lines: Sequence[Line]) -> None:
    for at, group in groupby(lines, key=lambda line: str(line["at"])):
        moment = dt.datetime.fromisoformat(at)
        click.echo(f"\n{told_moment(moment)}")
        for line in group:
            click.echo(f"  {_sentence(line)}")
    mails = _mails(lines)
    people = {address for _, address in mails}
    click.echo(f"\nTổng cộng {len(mails)} thư cho {len(people)} địa chỉ.", err=True)


def _sentence(line: Line) -> str:
    what = line["deadline"] or line["rule"]
    why = f"{line['rule']}/{line['step']}" if line["step"] else line["rule"]
    if line["superseded"]:
        return f"(bỏ qua, đã có lần nhắc sau) {what} [{why}]"
    to = ", ".join(line["recipients"]) + (f"; đồng gửi {', '.join(line['cc'])}" if line["cc"] else "")
    late = ", gửi muộn" if line["late"] else ""
    return f"{KINDS[line['kind']]}{late}: {what} → {to} [{why}]"
