"""`dondoc ack`, `submit`, `done` and the like: what people report about a deadline, kept for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dondoc.exits import Stop
from dondoc.open import last_good, now_in, record_of, settings_of
from dondoc.reported import told
from dondoc.settings import Settings
from dondoc.types import DAY
from rules.action import Action, Do
from rules.permits import Refused, Repeated
from scheduler.inforce import InForce
from scheduler.references import Unknown, person_named, task_named, unit_named

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The workspace a report is made in."""

    settings: Settings
    files: InForce

    @property
    def now(self) -> dt.datetime:
        return now_in(self.settings)


def options(*, unit: bool = True, by_needed: bool = True) -> Decorator:
    """ID and what nearly every report takes."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        made = click.pass_obj(function)
        made = click.option("--note", metavar="CÂU", help="Ghi chú.")(made)
        made = click.option("--document", metavar="SỐ", help="Số, ký hiệu văn bản.")(made)
        made = click.option(
            "--on", "on", type=DAY, help="Ngày có hiệu lực (ngày văn bản); mặc định hôm nay."
        )(made)
        made = click.option(
            "--by", required=by_needed, metavar="AI", help="Người báo: mã, họ tên hoặc đơn vị."
        )(made)
        if unit:
            made = click.option(
                "--unit", metavar="ĐƠN_VỊ", help="Chỉ phần của đơn vị này: mã, tên, tên gọi khác."
            )(made)
        return click.argument("id_", metavar="ID")(made)

    return decorate


@contextmanager
def refusals() -> Iterator[None]:
    """What may not be recorded is one line and exit 1; what was recorded before is no failure."""
    try:
        yield
    except (Unknown, Refused) as error:
        raise Stop(f"Không ghi nhận: {error}") from error
    except Repeated as error:
        click.echo(f"Không có gì mới: {error}.")


def desk_of(workspace: Path) -> Desk:
    settings = settings_of(workspace)
    return Desk(settings, last_good(settings))


def say(
    workspace: Path, do: Do, id_: str, *, correct: bool = False, **values: Any  # noqa: ANN401 - options
) -> None:  # fmt: skip
    """Record one report and tell what was recorded and how the deadline stands now."""
    desk = desk_of(workspace)
    with refusals():
        report = _action(desk, do, id_, **values)
        _keep(desk, report, correct=correct)


def _action(
    desk: Desk,
    do: Do,
    id_: str,
    *,
    by: str | None,
    on: dt.date | None = None,
    unit: str | None = None,
    to: str | None = None,
    **rest: Any,  # noqa: ANN401 - document, note, no_output
) -> Action:
    directory, now = desk.files.workspace.directory, desk.now
    return Action(
        do=do,
        deadline=id_,
        by=by or next(iter(directory.roles.get("office", ())), "office"),
        at=now,
        on=on or now.date(),
        unit=unit_named(unit, directory).id if unit else None,
        to=_signer(to, desk.files) if do == "submit" else to,
        **rest,
    )


def _keep(desk: Desk, report: Action, *, correct: bool) -> None:
    from scheduler.record import keep_report

    with record_of(desk.settings, desk.files) as store:
        kept = keep_report(store, desk.files, report, desk.now.date(), correct=correct)
    for line in told(kept, desk.files, desk.now.date()):
        click.echo(line)


@click.command("ack")
@options()
def ack(workspace: Path, id_: str, **values: Any) -> None:  # noqa: ANN401 - the shared options
    """Ghi nhận đơn vị đã tiếp nhận."""
    say(workspace, "ack", id_, **values)


@click.command("submit")
@options()
@click.option("--to", metavar="AI", help="Trình ai: mã cán bộ hoặc họ tên.")
def submit(workspace: Path, id_: str, **values: Any) -> None:  # noqa: ANN401 - the shared options
    """Ghi nhận đã trình ký."""
    say(workspace, "submit", id_, **values)


def _signer(to: str | None, files: InForce) -> str | None:
    """A person of the directory by id; anybody else as typed."""
    try:
        return person_named(to, files.workspace.directory).id if to else None
    except Unknown:
        return to


@click.command("block")
@options()
def block(workspace: Path, id_: str, **values: Any) -> None:  # noqa: ANN401 - the shared options
    """Ghi nhận vướng mắc; nêu lý do (--note) hoặc số văn bản (--document)."""
    say(workspace, "block", id_, **values)


@click.command("done")
@options()
@click.option("--no-output", is_flag=True, help="Không phát sinh: kết quả hợp lệ, thống kê riêng.")
@click.option("--correct", is_flag=True, help="Sửa ngày, số văn bản của kết quả đã ghi; lịch sử vẫn giữ.")
def done(workspace: Path, id_: str, **values: Any) -> None:  # noqa: ANN401 - the shared options
    """Ghi nhận hoàn thành."""
    say(workspace, "done", id_, **values)


@click.command("cancel")
@options(unit=False)
def cancel(workspace: Path, id_: str, **values: Any) -> None:  # noqa: ANN401 - the shared options
    """Dừng thực hiện một mốc thời hạn."""
    say(workspace, "cancel", id_, **values)


@click.command("reopen")
@options()
def reopen(workspace: Path, id_: str, **values: Any) -> None:  # noqa: ANN401 - the shared options
    """Mở lại một mốc thời hạn đã kết thúc."""
    say(workspace, "reopen", id_, **values)


@click.command("extend")
@options()
@click.option("--to", "to", type=DAY, help="Ngày xin gia hạn đến, hoặc được gia hạn đến (tính cả ngày ấy).")
@click.option("--ask", "answers", flag_value="extend-ask", multiple=True, help="Đơn vị xin gia hạn.")
@click.option("--grant", "answers", flag_value="extend-grant", multiple=True, help="Đồng ý gia hạn.")
@click.option("--refuse", "answers", flag_value="extend-refuse", multiple=True, help="Không đồng ý gia hạn.")
def extend(
    workspace: Path, id_: str, to: dt.date | None, answers: tuple[Do, ...], **values: Any  # noqa: ANN401
) -> None:  # fmt: skip
    """Xin gia hạn, đồng ý hoặc không đồng ý gia hạn."""
    if len(answers) != 1:
        raise click.UsageError("ghi đúng một trong --ask, --grant, --refuse")
    if to is None and answers[0] != "extend-refuse":
        raise click.UsageError("thiếu --to NGÀY")
    say(workspace, answers[0], id_, to=to.isoformat() if to else None, **values)


@click.command("event")
@options(unit=False, by_needed=False)
@click.option("--to", "to", type=DAY, help="Ngày cấp trên ấn định (thời hạn chờ chỉ đạo).")
def event(workspace: Path, id_: str, to: dt.date | None, **values: Any) -> None:  # noqa: ANN401 - shared
    """Ghi nhận văn bản đến làm bắt đầu một thời hạn."""
    if values["on"] is None:
        raise click.UsageError("thiếu --on NGÀY: ngày nhận văn bản")
    say(workspace, "event", id_, to=to.isoformat() if to else None, **values)


@click.command("assign")
@options(by_needed=False)
@click.option("--person", metavar="CÁN_BỘ", help="Chuyên viên thực hiện: mã, họ tên hoặc địa chỉ thư.")
def assign(workspace: Path, id_: str, person: str | None, **values: Any) -> None:  # noqa: ANN401 - shared
    """Phân công đơn vị chủ trì, chuyên viên thực hiện; ghi cho cả nhiệm vụ."""
    if values["unit"] is None:
        raise click.UsageError("thiếu --unit ĐƠN_VỊ")
    desk = desk_of(workspace)
    with refusals():
        found = person_named(person, desk.files.workspace.directory).id if person else None
        report = _action(desk, "assign", task_named(id_, desk.files), to=found, **values)
        if report.on > desk.now.date():
            raise Refused("ngày phân công chưa đến")
        _warn_of_assignment(report, desk.files)
        _assign(desk, report)


def _warn_of_assignment(report: Action, files: InForce) -> None:
    """What is odd about an assignment, although it may be meant so."""
    directory = files.workspace.directory
    unit = directory.unit(report.unit or "")
    task = next(task for task, _ in files.lines.values() if task.id == report.deadline)
    if unit is None:
        return
    if report.to is not None and not unit.has(report.to):
        said = f"{directory.titled(report.to)} ({report.to}) không phải chuyên viên hay trưởng đơn vị"
        click.echo(f"cảnh báo: {said} của {unit.name}", err=True)
    if task.leads and unit.id not in task.leads:
        said = f"{unit.name} chưa chủ trì {task.id} theo kế hoạch; từ nay được tính là đơn vị chủ trì"
        click.echo(f"cảnh báo: {said}", err=True)


def _assign(desk: Desk, report: Action) -> None:
    from scheduler.record import keep_assignment

    with record_of(desk.settings, desk.files) as store:
        kept = keep_assignment(store, desk.files, report)
    for line in told(kept, desk.files, desk.now.date()):
        click.echo(line)
