"""`dondoc outbox`: what waits to be handed over, what could not be, and an admin's answer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from dondoc.exits import COULD_NOT, Stop
from dondoc.open import last_good, now_in, record_of, say_json, settings_of
from dondoc.phrasing import plain, told_moment
from dondoc.settings import Settings
from dondoc.types import WORDS

if TYPE_CHECKING:
    from data.sql.outbox import Outbox, Row

STATES = {
    "held": "đang giữ lại chờ xác nhận",
    "pending": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "dead": "không gửi được",
    "cancelled": "đã hủy",
}
REASONS = {
    "connection": "không kết nối được máy chủ thư",
    "timeout": "máy chủ thư không trả lời kịp",
    "tls": "lỗi mã hóa, chứng thư",
    "auth": "máy chủ thư từ chối đăng nhập",
    "sender-refused": "máy chủ từ chối địa chỉ gửi",
    "recipient-refused": "máy chủ từ chối địa chỉ nhận",
    "content-refused": "máy chủ từ chối nội dung",
    "rate-limited": "gửi quá nhanh, máy chủ hạn chế",
    "server": "máy chủ thư báo lỗi",
    "disconnected": "mất kết nối giữa chừng",
    "disk": "lỗi ghi đĩa",
    "render": "lỗi mẫu thư",
    "bug": "lỗi chương trình",
    "expired": "hết thời gian còn ý nghĩa",
    "gone": "người nhận không còn công tác",
}


@contextmanager
def outbox_of(workspace: Path) -> Iterator[tuple[Settings, Outbox]]:
    """The workspace's outbox; a database that is away is one line and exit 3."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from data.sql.outbox import Outbox
    from dondoc.app import open_engine

    settings = settings_of(workspace)
    files = last_good(settings)
    try:
        yield settings, Outbox(open_engine(settings), files.organization)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


BATCH = re.compile(r"\d{8}-\d{4}")
KINDS = {
    "mail": "nhắc việc", "digest": "tổng hợp", "alert": "báo quản trị", "hold": "xin xác nhận",
    "plan": "danh mục kế hoạch",
}  # fmt: skip


@click.group("outbox")
def command() -> None:
    """Xem và xử lý hàng đợi gửi."""


@command.command("list")
@click.option("--state", type=click.Choice(list(STATES)), help="Chỉ những thư ở trạng thái này.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, metavar="N", help="Nhiều nhất N thư; mặc định 50."
)
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def listed(workspace: Path, state: Any, limit: int, as_json: bool) -> None:  # noqa: ANN401 - a Choice's word
    """Danh sách thư, mới nhất trước."""
    with outbox_of(workspace) as (settings, outbox):
        rows = outbox.list(state, limit)
        counts = outbox.counts()
    for row in rows:
        if as_json:
            say_json(plain(row, settings.zone))
        else:
            click.echo(_sentence(row, settings.zone))
    told = ", ".join(f"{counts[name]} {word}" for name, word in STATES.items() if name in counts)
    click.echo(f"Trong hàng đợi: {told}." if told else "Hàng đợi trống.", err=True)


@command.command("show")
@click.argument("message_id", metavar="MESSAGE_ID")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def show(workspace: Path, message_id: str, as_json: bool) -> None:
    """Một thư: trạng thái và lần lỗi gần nhất."""
    with outbox_of(workspace) as (settings, outbox):
        found = outbox.show(_bracketed(message_id))
    if not found:
        raise Stop(_nothing(message_id))
    for row, text in found:
        if as_json:
            say_json(plain(row, settings.zone) | {"stored": text is not None})
        else:
            _tell(row, text, settings.zone)


@command.command("retry")
@click.argument("message_id", metavar="MESSAGE_ID")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def retry(workspace: Path, message_id: str, as_json: bool) -> None:
    """Gửi lại một thư không gửi được, hoặc gửi ngay một thư đang chờ."""
    with outbox_of(workspace) as (settings, outbox):
        count = outbox.retry(_bracketed(message_id), now_in(settings))
    _answer(message_id, count, as_json, "Sẽ gửi lại ở lượt chạy tới")


@command.command("drop")
@click.argument("id_", metavar="MESSAGE_ID|ĐỢT")
@click.option("--by", type=WORDS, metavar="AI", help="Người quyết định; phải có khi bỏ cả một đợt giữ lại.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def drop(workspace: Path, id_: str, by: str | None, as_json: bool) -> None:
    """Không bao giờ gửi thư này, hoặc cả đợt đang giữ lại này."""
    if BATCH.fullmatch(id_):
        if by is None:
            raise click.UsageError("bỏ một đợt giữ lại thì phải ghi --by: ai quyết định")
        _decide(workspace, id_, by, as_json, send=False)
        return
    with outbox_of(workspace) as (_, outbox):
        count = outbox.drop_message(_bracketed(id_))
    _answer(id_, count, as_json, "Đã hủy")


@command.command("release")
@click.argument("batch", metavar="ĐỢT")
@click.option("--by", required=True, type=WORDS, metavar="AI", help="Người quyết định.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def release(workspace: Path, batch: str, by: str, as_json: bool) -> None:
    """Cho gửi một đợt đang giữ lại, ví dụ 20270104-0800."""
    _decide(workspace, batch, by, as_json, send=True)


def _decide(workspace: Path, batch: str, by: str, as_json: bool, *, send: bool) -> None:
    from data.sql import controls
    from scheduler.holding import NoSuchBatch, answer

    settings = settings_of(workspace)
    with record_of(settings, last_good(settings)) as store:
        try:
            count = answer(store, batch, by, now_in(settings), send=send)
        except NoSuchBatch as error:
            with store.read() as tx:
                held = ", ".join(controls.held_batches(tx)) or "không có đợt nào"
            raise Stop(f"Không có đợt “{batch}” đang giữ lại; hiện giữ: {held}") from error
    if as_json:
        say_json({"batch": batch, "mails": count, "released": send})
    done = "Sẽ gửi ở lượt tới" if send else "Đã bỏ, không gửi"
    click.echo(f"{done}: {count} thư của đợt {batch}.", err=as_json)


def _bracketed(message_id: str) -> str:
    """A Message-ID may be typed without the brackets that a shell minds."""
    return f"<{message_id.strip('<>')}>"


def _answer(message_id: str, count: int, as_json: bool, done: str) -> None:
    if as_json:
        say_json({"id": _bracketed(message_id), "channels": count})
    if not count:
        raise Stop(f"{_nothing(message_id)}, hoặc thư đã gửi, đang gửi hay đã hủy")
    click.echo(f"{done}: {_bracketed(message_id)}.", err=as_json)


def _nothing(message_id: str) -> str:
    return f"Không có thư {_bracketed(message_id)} trong hàng đợi"


def _sentence(row: Row, zone: ZoneInfo) -> str:
    why = f" ({REASONS.get(row.reason, row.reason)})" if row.reason else ""
    what = KINDS[row.kind]
    return (
        f"{_local(row.at, zone)}  {STATES[row.state]}{why}: {what} → {row.address} [{row.channel}] {row.id}"
    )


def _tell(row: Row, text: bytes | None, zone: ZoneInfo) -> None:
    click.echo(_sentence(row, zone))
    click.echo(f"  số lần gửi: {row.attempts}")
    if row.state == "pending":
        click.echo(f"  gửi từ: {_local(row.next_at, zone)}")
    if row.revision:
        click.echo(
            f"  quyết định theo: bản tệp {row.revision[:12]} (dondoc revision show {row.revision[:12]})"
        )
    if row.sent_at:
        click.echo(f"  gửi xong: {_local(row.sent_at, zone)}")
    if row.detail:
        click.echo(f"  máy chủ trả lời: {row.detail}")
    kept = "còn lưu; xem bằng: dondoc render" if text is not None else "không lưu"
    click.echo(f"  nguyên văn: {kept}")


def _local(moment: dt.datetime, zone: ZoneInfo) -> str:
    return told_moment(moment.astimezone(zone))
