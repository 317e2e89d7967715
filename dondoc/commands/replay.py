"""`dondoc replay`: the same service over virtual time, into a mailbox one can read."""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.exits import Stop
from dondoc.open import files_of, settings_of
from dondoc.settings import Settings
from dondoc.types import DAY
from rules.action import Action
from rules.days.vietnam import spoken
from rules.systemwords import system_words
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from scheduler.ledger import Line

DATABASE, LEDGER, ACTIONS = "replay.sqlite3", "ledger.jsonl", "actions.jsonl"
OURS = ("Maildir", "index.html", "thu", LEDGER, ACTIONS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")


@click.command("replay")
@click.option("--from", "first", type=DAY, required=True, help="Từ ngày.")
@click.option("--to", "last", type=DAY, required=True, help="Đến hết ngày.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Thư mục kết quả."
)
@click.option("--script", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Tệp kể lại những gì mọi người báo trong thời gian ấy.")  # fmt: skip
@click.pass_obj
def command(workspace: Path, first: dt.date, last: dt.date, out: Path, script: Path | None) -> None:
    """Chạy lại dịch vụ trong một khoảng thời gian ảo, vào một hộp thư."""
    if last < first:
        raise click.UsageError(f"--to {last} đứng trước --from {first}")
    settings = settings_of(workspace)
    files = files_of(settings, templates=True)
    actions = _script(script, files, settings)
    _tell_outside(actions, first, last, settings.zone)
    _clear(out)
    with _progress(first, last) as watch:
        lines, played = _replay(settings, files, first, last, out, actions, watch)
    _write(out / LEDGER, lines)
    _write(out / ACTIONS, (_plain(action, settings) for action in played))
    _index(files, out, first)
    _tell(lines, files, out)
    atexit.register(gc.freeze)  # the year goes with the process: the collector need not look through it first


def _script(path: Path | None, files: InForce, settings: Settings) -> list[Action]:
    from data.files.adminfile import text_of
    from rules.problem import BadFiles
    from scheduler.script import actions_from_script

    if path is None:
        return []
    try:
        text, problems = text_of(str(path), path)
        if text is None:
            raise BadFiles(problems)
        return actions_from_script(text, files, settings.zone, str(path))
    except OSError as error:
        raise Stop(f"Không đọc được {path}: {system_words(error)}") from error
    except BadFiles as error:
        raise Stop(str(error)) from error


def _tell_outside(actions: Sequence[Action], first: dt.date, last: dt.date, zone: dt.tzinfo) -> None:
    """What the script tells of days that are not lived through."""
    days = [action.at.astimezone(zone).date() for action in actions]
    before, after = sum(day < first for day in days), sum(day > last for day in days)
    if before:
        said = f"{before} việc trong kịch bản trước ngày {spoken(first)} được ghi nhận ngay khi bắt đầu"
        click.echo(f"cảnh báo: {said}", err=True)
    if after:
        click.echo(f"cảnh báo: {after} việc trong kịch bản sau ngày {spoken(last)} bị bỏ qua", err=True)


def _clear(out: Path) -> None:
    """An earlier replay makes room; any other folder that is not empty is left alone."""
    out.mkdir(parents=True, exist_ok=True)
    there = {path.name for path in out.iterdir()}
    if there and LEDGER not in there and DATABASE not in there:
        raise Stop(f"Thư mục {out} không trống và không phải kết quả của lần chạy trước; chọn thư mục khác.")
    for name in OURS:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (out / DATABASE).touch()  # so that a replay that is broken off can be begun again


def _replay(
    settings: Settings, files: InForce, first: dt.date, last: dt.date, out: Path,
    actions: Sequence[Action], watch: Callable[[dt.datetime], None],
) -> tuple[list[Line], list[Action]]:  # fmt: skip
    from data.sql.database import memory_database, save
    from data.sql.outbox import Outbox
    from data.sql.store import Store
    from dondoc.foresight import BLINK, midnight
    from dondoc.foresight import DAY as ONE_DAY
    from scheduler.clock import VirtualClock
    from scheduler.deliver import Way
    from scheduler.load import bring_into_force
    from scheduler.post import Post
    from scheduler.rehearsal import lines_of
    from scheduler.virtual import live_through

    engine = memory_database()
    store = Store(engine, files.organization)
    channel = {"mailbox": _mailbox(settings, files, out)}
    way = Way(store, Outbox(engine, files.organization), channel, "replay", settings.public_url, False)
    start, end = midnight(first, settings), midnight(last + ONE_DAY, settings)
    bring_into_force(store, files, lambda _: None, start)
    live_through(
        way, Post(("mailbox",), settings.domain), files, VirtualClock(start), end - BLINK, actions, watch
    )
    with store.read() as tx:
        played = tx.actions()
    save(engine, out / DATABASE)
    return lines_of(way, files, start, end), played


def _mailbox(settings: Settings, files: InForce, out: Path) -> Any:  # noqa: ANN401 - whatever the registry builds
    from dondoc.app import sender_of
    from notifiers.registry import ChannelConfig, build

    templates = settings.workspace / "templates"
    return build(
        "mailbox",
        ChannelConfig(
            sender=sender_of(settings, files),
            mailbox_dir=out / "Maildir",
            templates=templates if templates.is_dir() else None,
            durable=False,
        ),
    )


def _index(files: InForce, out: Path, first: dt.date) -> None:
    from notifiers.mailbox.index import write_index

    calendar = files.world.calendar
    year = [dt.date(first.year, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    off = {
        day: calendar.why_off(day).text
        for day in year
        if day.isoweekday() < 6 and not calendar.is_working(day)
    }
    write_index(out / "Maildir", out, f"Thư nhắc việc năm {first.year}", first.year, off)


def _plain(action: Action, settings: Settings) -> dict[str, Any]:
    at = action.at.astimezone(settings.zone).isoformat()
    return {**asdict(action), "at": at, "on": action.on.isoformat()}


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@contextmanager
def _progress(first: dt.date, last: dt.date) -> Iterator[Callable[[dt.datetime], None]]:
    """A bar on a terminal, nothing in a pipe."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đang chạy lại", total=(last - first).days + 1)
        yield lambda now: bar.update(
            task, completed=(now.date() - first).days + 1, description=f"{now:%d/%m/%Y}"
        )


def _tell(lines: Sequence[Line], files: InForce, out: Path) -> None:
    mails = {message: address for line in lines for address, message in line["messages"].items()}
    counts = Counter(mails.values())
    digests = {m for line in lines if line["kind"] == "digest" for m in line["messages"].values()}
    names = {p.address: f"{p.name}, {p.title}" for p in files.world.directory.people.values()}
    names |= {u.address: u.name for u in files.world.directory.units.values()}
    click.echo(f"Đã gửi {len(mails)} thư ({len(digests)} thư tổng hợp) cho {len(counts)} địa chỉ:")
    for address, count in counts.most_common():
        click.echo(f"  {count:4}  {address:<34} {names.get(address, '')}")
    click.echo(f"Mở {out / 'index.html'} để xem lịch cả năm và đọc từng thư.")
    click.echo(f"Sổ ghi từng lời nhắc: {out / LEDGER}; những gì mọi người báo: {out / ACTIONS}")
