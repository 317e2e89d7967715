"""`dondoc pause` and `resume`: no mail goes out in between, and what was missed comes as after an outage."""

from __future__ import annotations

from pathlib import Path

import click

from dondoc.open import last_good, now_in, record_of, settings_of
from dondoc.types import WORDS
from rules.standing import Control, paused_words


@click.command("pause")
@click.option("--by", required=True, type=WORDS, metavar="AI", help="Người quyết định tạm dừng.")
@click.option("--reason", required=True, type=WORDS, metavar="CÂU", help="Lý do, ví dụ: nghỉ Tết.")
@click.pass_obj
def pause(workspace: Path, by: str, reason: str) -> None:
    """Tạm dừng: không thư nào được gửi cho đến khi chạy dondoc resume."""
    from data.sql import controls

    settings = settings_of(workspace)
    with record_of(settings, last_good(settings)) as store, store.begin() as tx:
        before = controls.standing(tx).pause
        order = Control("pause", by, now_in(settings), reason)
        if before is None:
            controls.note(tx, order)
    if before is not None:
        click.echo(f"Không có gì mới: {paused_words(before, settings.zone)}.")
        return
    click.echo(
        "Đã tạm dừng, trên mọi máy dùng chung cơ sở dữ liệu. Kết quả vẫn ghi nhận được."
        " Cho chạy lại: dondoc resume --by AI"
    )


@click.command("resume")
@click.option("--by", required=True, type=WORDS, metavar="AI", help="Người quyết định cho chạy lại.")
@click.pass_obj
def resume(workspace: Path, by: str) -> None:
    """Chạy lại sau khi tạm dừng: mỗi người chỉ nhận lần nhắc mới nhất trong những lần đã lỡ."""
    from data.sql import controls

    settings = settings_of(workspace)
    with record_of(settings, last_good(settings)) as store, store.begin() as tx:
        before = controls.standing(tx).pause
        if before is not None:
            controls.note(tx, Control("resume", by, now_in(settings)))
    if before is None:
        click.echo("Không có gì mới: hiện không tạm dừng.")
        return
    click.echo(
        "Đã cho chạy lại từ lượt tới. Lần nhắc đã lỡ: mỗi người nhận lần mới nhất của từng mốc,"
        " ghi là gửi muộn; lần nào không còn ý nghĩa thì bỏ."
    )
