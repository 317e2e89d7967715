"""`dondoc reload`: check the files, then every running service takes them; or see what they would change."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.app import has_record
from dondoc.commands.check import problems_of
from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.facts import alive
from dondoc.open import files_of, now_in, record_of, say_json, settings_of, today
from dondoc.settings import Settings
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from data.sql.store import Node, Store

PATIENCE = 75  # seconds: a service that does not watch its files looks up once a minute
GLANCE = 0.2
IDLE = "Dịch vụ hiện không chạy; các tệp hợp lệ và sẽ được dùng khi dịch vụ khởi động."


@click.command("reload")
@click.option("--dry-run", is_flag=True, help="Không nạp; chỉ cho biết thư 90 ngày tới thay đổi ra sao.")
@click.option(
    "--wait", type=click.IntRange(0), default=PATIENCE, metavar="GIÂY",
    help=f"Đợi dịch vụ trả lời nhiều nhất bấy nhiêu giây; mặc định {PATIENCE}.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, dry_run: bool, wait: int, as_json: bool) -> int:
    """Soát mọi tệp, rồi yêu cầu mọi dịch vụ đang chạy nạp lại ngay.

    Tệp có lỗi thì in các lỗi và không nạp gì. Nạp lại không tự nó gửi thư nào: lần nhắc mà quy tắc mới đẩy
    về quá khứ được ghi là bỏ qua.
    """
    settings = settings_of(workspace)
    errors = [problem for problem in problems_of(workspace) if problem.level == "error"]
    if errors:
        raise Stop("\n".join(map(str, [*errors, f"{len(errors)} lỗi: không nạp; bản đang dùng giữ nguyên."])))
    files = files_of(settings, templates=True)
    if dry_run:
        return _foretell(settings, files, as_json)
    if not has_record(settings):
        raise Stop(IDLE, COULD_NOT)
    with record_of(settings, files) as store:
        nodes = _asked(store, files, now_in(settings), wait)
    return _answer(nodes, files, as_json)


def _foretell(settings: Settings, files: InForce, as_json: bool) -> int:
    """The mails of the next 90 days by the files in force and by those on disk."""
    from dondoc.commands.diff import SPAN, tell_difference
    from dondoc.diff.other import Other
    from dondoc.open import in_force_on_record

    former = in_force_on_record(settings)
    if former is None:
        raise Stop("Chưa có bản nào đang dùng để so: dịch vụ chưa chạy lần nào.", COULD_NOT)
    if former.revision == files.revision:
        click.echo("Các tệp không khác bản đang dùng.", err=True)
        return GOOD
    other = Other(f"bản đang dùng {former.revision[:12]}", former)
    first = today(settings)
    tell_difference(settings, other, files, (first, first + SPAN), as_json)
    return GOOD


def _asked(store: Store, files: InForce, now: dt.datetime, wait: int) -> list[Node]:
    """The services that run, after they were asked and had time to answer."""
    nodes = _running(store, now)
    if not nodes:
        raise Stop(IDLE, COULD_NOT)
    if all(node.revision == files.revision for node in nodes):
        return nodes
    with store.begin() as tx:
        tx.ask_reload(now)
    end = time.monotonic() + wait
    while any(node.revision != files.revision for node in nodes) and time.monotonic() < end:
        time.sleep(GLANCE)
        nodes = _running(store, now)
    return nodes


def _running(store: Store, now: dt.datetime) -> list[Node]:
    with store.read() as tx:
        return [node for node in tx.nodes() if alive(node, now)]


def _answer(nodes: list[Node], files: InForce, as_json: bool) -> int:
    left = 0
    for node in nodes:
        taken = node.revision == files.revision
        left += not taken
        if as_json:
            say_json({"node": node.name, "taken": taken, "revision": node.revision, "note": node.note})
        else:
            click.echo(f"Dịch vụ {node.name}: {_told(node, files, taken)}.")
    return PROBLEMS if left else GOOD


def _told(node: Node, files: InForce, taken: bool) -> str:
    if taken:
        return f"đang dùng bản {files.revision[:12]}"
    return f"chưa nhận; {node.note}" if node.note else "chưa nhận, hoặc tệp ở máy đó khác; xem dondoc status"
