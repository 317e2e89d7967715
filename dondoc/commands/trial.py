"""`dondoc trial end`: the trial run is over, from now on mails go to their true readers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from dondoc.asof import local
from dondoc.exits import Stop
from dondoc.open import last_good, now_in, record_of, settings_of
from dondoc.phrasing import told_moment
from dondoc.types import MOMENT, WORDS


@click.group("trial")
def command() -> None:
    """Kết thúc chạy thử để bắt đầu gửi thật."""


@command.command("end")
@click.option("--by", required=True, type=WORDS, metavar="AI", help="Người quyết định.")
@click.option("--at", "moment", type=MOMENT, help="Thời điểm kết thúc; mặc định bây giờ.")
@click.pass_obj
def end(workspace: Path, by: str, moment: dt.datetime | None) -> None:
    """Quên mọi lời nhắc đã gửi thử và bắt đầu gửi thật; kết quả đã ghi nhận vẫn giữ."""
    from scheduler.trial import NoTrial, end_trial

    settings = settings_of(workspace)
    if settings.redirect_to is not None:
        raise Stop(
            f"Vẫn còn thiết lập DONDOC_REDIRECT_TO={settings.redirect_to}: bỏ nó đi (trong .env hoặc môi"
            " trường), rồi chạy lại lệnh này và khởi động lại dịch vụ."
        )
    files = last_good(settings)
    now = local(moment, settings) if moment else now_in(settings)
    try:
        with record_of(settings, files) as store:
            ended = end_trial(store, files, by, now)
    except NoTrial as error:
        raise Stop("Hiện không chạy thử, không có gì để kết thúc.") from error
    since = told_moment(ended.trial.since.astimezone(settings.zone))
    click.echo(
        f"Đã kết thúc chạy thử (từ {since}, {ended.mails} thư đã chuyển về {ended.trial.address})."
        " Từ lượt tới thư đến người nhận thật: ai chưa được báo thì nhận thư thông báo thời hạn đầu tiên;"
        " các lần nhắc trong thời gian chạy thử không tính. Xem trước: dondoc preview"
    )
    for plan in ended.opened:
        click.echo(
            f"Kế hoạch {plan} mở trong thời gian chạy thử: danh mục nhiệm vụ chưa đến đơn vị nào."
            f" Gửi trước khi dịch vụ chạy lại: dondoc plan open {plan} --by AI"
        )
