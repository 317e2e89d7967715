"""`dondoc task`: what an amending document changes, and tasks that come up in the year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.commands.adding import add
from dondoc.commands.report import Desk, desk_of, refusals, say
from dondoc.open import record_of
from dondoc.types import DAY, WORDS
from rules.action import Action
from rules.called import full_title
from rules.days.vietnam import spoken
from rules.subject import same_time
from scheduler.references import person_named, task_named, unit_named

if TYPE_CHECKING:
    from scheduler.amending import Taken


@click.group("task")
def command() -> None:
    """Bổ sung nhiệm vụ phát sinh; chuyển đơn vị, điều chỉnh thời hạn theo văn bản."""


command.add_command(add)


@command.command("change-date")
@click.argument("id_", metavar="ID")
@click.option("--to", "to", type=DAY, required=True, help="Ngày mới (tính cả ngày ấy).")
@click.option("--document", required=True, type=WORDS, metavar="SỐ", help="Số, ký hiệu văn bản điều chỉnh.")
@click.option("--on", "on", type=DAY, help="Ngày văn bản; mặc định hôm nay.")
@click.option("--by", required=True, type=WORDS, metavar="AI", help="Người ghi nhận.")
@click.option("--note", metavar="CÂU", help="Ghi chú.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ đổi gì; không ghi.")
@click.pass_obj
def change_date(workspace: Path, /, id_: str, to: dt.date, dry_run: bool, **values: Any) -> None:  # noqa: ANN401
    """Điều chỉnh thời hạn theo văn bản: không tính là gia hạn, ngày cũ vẫn giữ trong lịch sử."""
    if dry_run:
        _foretell_date(desk_of(workspace), id_, to=to, **values)
        return
    say(workspace, "amend", id_, to=to.isoformat(), **values)
    _tell_inputs(workspace, id_)


def _tell_inputs(workspace: Path, id_: str) -> None:
    """Until when units now owe what the report needs: its day moves along."""
    from scheduler.known import actions_by_line, subjects_on
    from scheduler.references import subject_named

    desk = desk_of(workspace)
    with refusals(), record_of(desk.settings, desk.files) as store, store.read() as tx:
        actions = actions_by_line(tx.actions(), desk.files)
        report = subject_named(id_, desk.files, actions).deadline
        for inputs in report.spec.inputs:
            for one in subjects_on(f"{report.base}/{inputs.slug}", actions, desk.files):
                if same_time(report, one.deadline) and not one.progress.closed and one.deadline.last_day:
                    day = spoken(one.deadline.last_day)
                    click.echo(f"Hạn gửi {inputs.what} để làm báo cáo này: ngày {day} ({one.id}).")


def _foretell_date(
    desk: Desk, id_: str, *, to: dt.date, by: str, on: dt.date | None, document: str, note: str | None
) -> None:
    """What recording it would say, refusals included; nothing is kept."""
    from scheduler.known import actions_by_line
    from scheduler.record import judged

    today = desk.now.date()
    report = Action("amend", id_, by, desk.now, on or today, document=document, note=note, to=to.isoformat())
    with refusals(), record_of(desk.settings, desk.files) as store, store.read() as tx:
        known = actions_by_line(tx.actions(), desk.files)
        subject, _ = judged(report, desk.files, known, today)
        stated, calendar = subject.deadline.stated, desk.files.world.calendar
        old = f"từ ngày {spoken(stated)} " if stated else ""
        last = spoken(calendar.on_or_before(to))
        click.echo(
            f"Sẽ điều chỉnh {subject.id} {old}thành ngày {spoken(to)} theo văn bản {document};"
            f" ngày làm việc cuối cùng trong hạn: {last}."
        )


@command.command("move")
@click.argument("key", metavar="NHIỆM_VỤ")
@click.option("--to", "to", required=True, metavar="ĐƠN_VỊ", help="Đơn vị chủ trì mới.")
@click.option("--from", "former", metavar="ĐƠN_VỊ", help="Đơn vị thôi chủ trì, khi có nhiều đơn vị.")
@click.option("--document", required=True, type=WORDS, metavar="SỐ", help="Số, ký hiệu văn bản.")
@click.option("--on", "on", type=DAY, help="Ngày văn bản; mặc định hôm nay.")
@click.option("--by", required=True, type=WORDS, metavar="AI", help="Người ghi nhận.")
@click.option("--person", metavar="CÁN_BỘ", help="Chuyên viên của đơn vị mới.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ đổi gì; không ghi.")
@click.pass_obj
def move(workspace: Path, /, key: str, to: str, former: str | None, dry_run: bool, **values: Any) -> None:  # noqa: ANN401
    """Chuyển nhiệm vụ sang đơn vị khác; mốc đã hoàn thành vẫn của đơn vị cũ."""
    desk = desk_of(workspace)
    directory = desk.files.workspace.directory
    with refusals():
        report = Action(
            do="move",
            deadline=task_named(key, desk.files),
            by=values["by"],
            at=desk.now,
            on=values["on"] or desk.now.date(),
            unit=unit_named(former, directory).id if former else None,
            document=values["document"],
            to=unit_named(to, directory).id,
        )
        officer = person_named(values["person"], directory).id if values["person"] else None
        taken = _moved(desk, report, officer, keep=not dry_run)
        _tell(desk, taken, dry_run=dry_run)


def _moved(desk: Desk, report: Action, officer: str | None, *, keep: bool) -> Taken:
    from scheduler.amending import keep_move, move_of
    from scheduler.record import keep_assignment

    with record_of(desk.settings, desk.files) as store:
        if not keep:
            with store.read() as tx:
                return move_of(tx, desk.files, report, desk.now.date())
        taken = keep_move(store, desk.files, report, desk.now.date())
        if officer is not None:
            named = Action("assign", report.deadline, report.by, report.at, report.on, report.to, to=officer)
            keep_assignment(store, desk.files, named)
    return taken


def _tell(desk: Desk, taken: Taken, *, dry_run: bool) -> None:
    directory, action = desk.files.workspace.directory, taken.action
    names = [unit.name if (unit := directory.unit(id or "")) else id for id in (action.unit, action.to)]
    done = "Sẽ chuyển" if dry_run else "Đã chuyển"
    click.echo(
        f"{done} {action.deadline} từ {names[0]} sang {names[1]} theo văn bản {action.document}"
        f" ngày {spoken(action.on)}:"
    )
    for subject in taken.subjects:
        last = subject.deadline.last_day
        until = f", ngày làm việc cuối cùng {spoken(last)}" if last else ""
        click.echo(f"- {full_title(subject.deadline)} ({subject.id}{until})")
    click.echo(f"{names[1]} sẽ nhận thư giao nhiệm vụ; {names[0]} không được nhắc các mốc này nữa.")
