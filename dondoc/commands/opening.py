"""`dondoc plan open` and `close`: a plan begins with a list for each unit, and ends with what stays open."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.exits import COULD_NOT, GOOD, Stop
from dondoc.open import files_of, now_in, settings_of
from dondoc.phrasing import told_moment
from dondoc.planediting import plan_called, say_in_file
from dondoc.settings import Settings
from dondoc.types import DAY, WORDS
from rules.days.vietnam import spoken
from rules.opening import Order
from rules.plan import Plan
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from dondoc.app import App
    from scheduler.closing import Closing
    from scheduler.kickoff import Kickoff


@click.command("open")
@click.argument("id_", metavar="ID")
@click.option("--by", type=WORDS, metavar="AI", help="Người quyết định; không cần khi --dry-run.")
@click.option(
    "--done-before", "before", type=DAY, help="Mốc có ngày cuối cùng trước ngày này coi là đã xong."
)
@click.option(
    "--results", type=click.Path(path_type=Path), metavar="TỆP.xlsx", help="Nhập kết quả trước khi mở."
)
@click.option("--dry-run", is_flag=True, help="Xem các thư sẽ gửi; không ghi, không gửi gì.")
@click.pass_context
def open_(
    context: click.Context,
    id_: str,
    by: str | None,
    before: dt.date | None,
    results: Path | None,
    dry_run: bool,
) -> int:
    """Mở một kế hoạch: gửi mỗi đơn vị chủ trì một danh mục nhiệm vụ, chỉ một lần."""
    if by is None and not dry_run:
        raise click.UsageError("thiếu --by AI: người quyết định mở kế hoạch")
    settings = settings_of(context.obj)
    files = files_of(settings, templates=True)
    plan = _openable(files, id_, before, now_in(settings).date())
    if results is not None:
        from dondoc.commands.results import import_

        if context.invoke(import_, file=results, by=by, dry_run=dry_run, as_json=False):
            raise Stop(f"Chưa mở kế hoạch {plan.id}: sửa bảng kết quả rồi chạy lại.")
    order = Order(plan, by or "", before)
    _tell(_opened(app_of(settings, files), order, keep=not dry_run), order, files, dry_run=dry_run)
    if not dry_run and not plan.opened:
        note = f"Mở kế hoạch ngày {spoken(now_in(settings).date())}, người quyết định: {by}"
        say_in_file(settings.workspace / plan.file, plan, "opened", note)
        click.echo(f"Đã ghi “opened: true” vào {plan.file}: từ nay các thời hạn được nhắc.")
    return GOOD


def _openable(files: InForce, id_: str, before: dt.date | None, today: dt.date) -> Plan:
    plan = plan_called(files, id_)
    if plan.closed:
        raise Stop(f"Kế hoạch {plan.id} đã kết thúc đôn đốc nên không mở được.")
    if before is not None and before > today:
        raise Stop(f"Chưa mở: ngày {spoken(before)} chưa đến, việc chưa đến hạn chưa thể coi là đã xong.")
    return plan


def app_of(settings: Settings, files: InForce) -> App:
    """The record and the channels; what goes wrong with them is one line and exit 3."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from dondoc.app import open_app
    from notifiers.registry import BrokenNotifier, UnknownNotifier

    try:
        return open_app(settings, files, f"open-{socket.gethostname()}-{os.getpid()}")
    except (DatabaseUnavailable, DatabaseTooNew, UnknownNotifier, BrokenNotifier) as error:
        raise Stop(str(error), COULD_NOT) from error


def _opened(app: App, order: Order, *, keep: bool) -> Kickoff:
    from scheduler.kickoff import kickoff_of, open_plan

    now = now_in(app.settings)
    with _failures():
        if keep:
            return open_plan(app.way, app.post, app.files, order, now)
        with app.store.read() as tx:
            return kickoff_of(tx, app.files, order, app.post.domain, now)


@contextmanager
def _failures() -> Iterator[None]:
    """A mail that cannot be written, or a record that cannot be reached, is one line and exit 3."""
    from data.sql.database import DatabaseUnavailable
    from notifiers.base import DeliveryFailure

    try:
        yield
    except DeliveryFailure as error:
        raise Stop(f"Không soạn được thư: {error.detail}", COULD_NOT) from error
    except DatabaseUnavailable as error:
        raise Stop(str(error), COULD_NOT) from error


def _tell(kickoff: Kickoff, order: Order, files: InForce, *, dry_run: bool) -> None:
    plan = order.plan
    if kickoff.opened is not None:
        when = told_moment(kickoff.opened.astimezone(files.world.zone))
        click.echo(f"Kế hoạch {plan.id} đã mở từ {when}; không gửi lại danh mục nhiệm vụ.")
        if order.before is not None:
            instead = "nay ghi bằng dondoc done hoặc dondoc results import"
            click.echo(f"Việc đã xong từ trước (--done-before) chỉ ghi khi mở lần đầu; {instead}.")
        return
    from notifiers.subject import subject

    for letter in kickoff.letters:
        told = "; ".join(
            f"{one.unit}: {len(one.tasks)} nhiệm vụ, {sum(len(t.items) for t in one.tasks)} mốc thời hạn"
            for one in letter.lists
        )
        click.echo(f"{letter.address}: {subject(letter)} ({told})")
    if kickoff.finished:
        _tell_finished(kickoff.finished, dry_run=dry_run)
    if kickoff.unled:
        click.echo(f"Chưa có đơn vị chủ trì, cần phân công: {', '.join(kickoff.unled)}")
    done = "Sẽ gửi" if dry_run else "Đã đưa vào hàng đợi"
    click.echo(f"{done} {len(kickoff.letters)} thư danh mục nhiệm vụ của kế hoạch {plan.id}.")


def _tell_finished(ids: tuple[str, ...], *, dry_run: bool) -> None:
    done = "Sẽ ghi nhận" if dry_run else "Đã ghi nhận"
    click.echo(f"{done} hoàn thành trước khi nạp, không rõ ngày, {len(ids)} mốc: {', '.join(ids)}")


@click.command("close")
@click.argument("id_", metavar="ID")
@click.option("--by", type=WORDS, metavar="AI", help="Người quyết định; không cần khi --dry-run.")
@click.option("--dry-run", is_flag=True, help="Xem việc còn lại; không ghi, không gửi gì.")
@click.pass_obj
def close(workspace: Path, id_: str, by: str | None, dry_run: bool) -> None:
    """Kết thúc đôn đốc một kế hoạch; báo Văn phòng việc còn lại và nơi chuyển tiếp."""
    if by is None and not dry_run:
        raise click.UsageError("thiếu --by AI: người quyết định kết thúc")
    settings = settings_of(workspace)
    files = files_of(settings, templates=True)
    plan = plan_called(files, id_)
    if plan.closed:
        click.echo(f"Kế hoạch {plan.id} đã kết thúc đôn đốc từ trước.")
        return
    closing = _closed(app_of(settings, files), plan, by or "", keep=not dry_run)
    _tell_left(closing, files)
    if dry_run:
        click.echo("Chưa ghi gì. Bỏ --dry-run để kết thúc.")
        return
    note = f"Kết thúc đôn đốc ngày {spoken(now_in(settings).date())}, người quyết định: {by}"
    say_in_file(settings.workspace / plan.file, plan, "closed", note)
    click.echo(f"Đã ghi “closed: true” vào {plan.file}. Dịch vụ đang chạy sẽ dừng nhắc khi nạp lại tệp.")


def _closed(app: App, plan: Plan, by: str, *, keep: bool) -> Closing:
    from scheduler.closing import close_plan, closing_of

    now = now_in(app.settings)
    with _failures():
        if keep:
            return close_plan(app.way, app.post, app.files, plan, by, now)
        with app.store.read() as tx:
            return closing_of(tx, app.files, plan, now)


def _tell_left(closing: Closing, files: InForce) -> None:
    from scheduler.closing import told_left

    for line in told_left(closing, files):
        click.echo(f"- {line}")
    click.echo(f"Còn {len(closing.left)} mốc thời hạn chưa xong.")
