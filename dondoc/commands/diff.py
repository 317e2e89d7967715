"""`dondoc diff`: how mails and dates change from another workspace, or a git revision, to this one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.exits import GOOD, PROBLEMS
from dondoc.open import files_of, say_json, settings_of, today
from dondoc.phrasing import plain
from dondoc.types import DAY
from rules.days.vietnam import spoken

if TYPE_CHECKING:
    from dondoc.diff.dates import Redated
    from dondoc.diff.other import Other
    from dondoc.settings import Settings
    from scheduler.inforce import InForce

SPAN = dt.timedelta(days=90)


@click.command("diff")
@click.argument("other", metavar="KHÁC")
@click.option("--from", "first", type=DAY, help="Từ ngày; mặc định hôm nay.")
@click.option("--to", "last", type=DAY, help="Đến hết ngày; mặc định sau 90 ngày.")
@click.option("--deadlines", "dates_only", is_flag=True, help="Chỉ so các mốc thời hạn, không so thư.")
@click.option("--exit-code", is_flag=True, help="Mã thoát 1 khi có khác nhau, 0 khi không; dùng trong CI.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(
    workspace: Path, other: str, first: dt.date | None, last: dt.date | None, dates_only: bool,
    exit_code: bool, as_json: bool,
) -> int:  # fmt: skip
    """So thư sẽ gửi của thư mục làm việc này với KHÁC; không gửi gì.

    KHÁC là một thư mục làm việc khác, hoặc một bản git của thư mục này (HEAD, HEAD~1, tên nhánh).
    “Trước” là KHÁC, “sau” là thư mục làm việc này: `dondoc diff HEAD` cho biết chỗ sửa chưa lưu vào git
    làm thêm, bớt, dời hay đổi người nhận những thư nào.

    Hai bên cùng đi tiếp từ tình trạng đã ghi nhận; chưa ghi nhận gì, hoặc từ một ngày đã qua, thì cùng như
    lần chạy đầu từ ngày ấy, và không ai báo cáo gì thêm. Thư vừa dời vừa đổi người nhận được kể là dời.
    """
    from dondoc.diff.other import read_other

    settings = settings_of(workspace)
    files = files_of(settings)
    first = first or today(settings)
    last = last or first + SPAN
    if last < first:
        raise click.UsageError(f"--to {last} đứng trước --from {first}")
    found = read_other(settings, other)
    differs = (
        _dates_alone(settings, found, files, first, as_json)
        if dates_only
        else tell_difference(settings, found, files, (first, last), as_json)
    )
    return PROBLEMS if exit_code and differs else GOOD


def _redated(settings: Settings, other: Other, files: InForce, first: dt.date) -> list[Redated]:
    from dondoc.diff.dates import redated
    from dondoc.foresight import reported_at_outset

    return redated(other.files, files, reported_at_outset(settings, files, first))


def _dates_alone(settings: Settings, other: Other, files: InForce, first: dt.date, as_json: bool) -> bool:
    from dondoc.diff.table import tell_dates, told_console

    found = _redated(settings, other, files, first)
    if as_json:
        for one in found:
            say_json(plain(one))
    else:
        tell_dates(found, told_console())
        if not found:
            click.echo("Không có thời hạn nào thay đổi.")
    return bool(found)


def tell_difference(
    settings: Settings, other: Other, files: InForce, span: tuple[dt.date, dt.date], as_json: bool
) -> bool:
    """Tell what differs over the days of `span`, both inclusive; whether anything does."""
    from dondoc.diff.dates import days_changed
    from dondoc.diff.table import tell_dates, tell_days, tell_mails, told_console, total
    from dondoc.foresight import foreseen_apart

    dates = _redated(settings, other, files, span[0])
    compared = foreseen_apart(settings, other.files, files, *span)
    if as_json:
        for change in compared.changes:
            say_json({"change": change.change, "before": change.before, "after": change.after})
    else:
        console = told_console()
        console.print(f"Trước: {other.called}; sau: thư mục làm việc {settings.workspace}.", markup=False)
        console.print(f"Thư từ ngày {spoken(span[0])} đến hết ngày {spoken(span[1])}.")
        tell_days(list(days_changed(other.files, files)), console)
        tell_dates(dates, console)
        tell_mails(compared, other.files, files, console)
        console.print(f"\n{total(compared)}")
    return bool(compared.changes or dates)
