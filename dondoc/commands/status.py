"""`dondoc status`: which files are in force, who serves them, what waits, what is wrong."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from dondoc.asof import local
from dondoc.brakes import brake_sentences
from dondoc.commands.outbox import STATES
from dondoc.envfile import NAME as ENV
from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.facts import Facts, nothing, recorded
from dondoc.lastgood import last_good_of, organization_of
from dondoc.open import last_good, now_in, say_json, settings_of
from dondoc.phrasing import told_moment
from dondoc.settings import Settings
from dondoc.unattended import unattended_now, unattended_sentences, vacant_now, vacant_sentences
from rules.action import Action
from rules.pace import Pace, pace_words
from rules.problem import Problem
from scheduler.inforce import InForce, in_force


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.option("--metrics", is_flag=True, help="Số đo dạng văn bản của Prometheus.")
@click.pass_obj
def command(workspace: Path, as_json: bool, metrics: bool) -> int:
    """Tình hình dịch vụ, tệp đang dùng, hàng đợi."""
    settings = settings_of(workspace)
    if metrics:
        click.echo(_metrics(settings), nl=False)
        return GOOD
    facts = _facts(settings)
    if as_json:
        say_json(facts)
    else:
        for line in _sentences(facts, settings):
            click.echo(line)
    return PROBLEMS if _wrong(facts) else GOOD


def _metrics(settings: Settings) -> str:
    from dondoc.app import has_record

    files = last_good(settings)
    if not has_record(settings):
        raise Stop("Chưa có số đo: dịch vụ chưa chạy lần nào.", COULD_NOT)
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from data.sql.outbox import Outbox
    from data.sql.store import Store
    from dondoc.app import open_engine
    from dondoc.metrics import Gauge

    try:
        engine = open_engine(settings)
        gauge = Gauge(settings, Store(engine, files.organization), Outbox(engine, files.organization))
        return gauge.text(files, now_in(settings))
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


def _facts(settings: Settings) -> Facts:
    from data.workspace import inspect

    workspace, problems = inspect(settings.workspace)
    errors = [asdict(problem) for problem in problems if problem.level == "error"]
    disk = in_force(workspace, settings.zone) if workspace is not None else None
    files = disk or _recorded_files(settings)
    organization = files.organization if files else organization_of(settings.workspace)
    facts: Facts = {
        "organization": organization,
        "workspace": str(settings.workspace),
        "files_revision": disk.revision if disk else None,
        "problems": errors,
        "warnings": sum(problem.level == "warning" for problem in problems),
    }
    facts |= _untended((), files, now_in(settings).date()) if files else {"unattended": [], "vacant": []}
    facts |= _recorded(settings, files, organization)
    facts["in_force"] = disk is not None and facts["revision"] == disk.revision
    facts["env_newer"] = _env_newer(settings, facts["nodes"])
    return facts


def _recorded_files(settings: Settings) -> InForce | None:
    """The last good files, while those on disk are broken."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable

    try:
        return last_good_of(settings)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


def _recorded(settings: Settings, files: InForce | None, organization: str | None) -> Facts:
    """What the database says; empty values where there is none."""
    from dondoc.app import has_record

    if organization is None or not has_record(settings):
        return nothing(settings)
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from data.sql.outbox import Outbox
    from data.sql.store import Store
    from dondoc.app import open_engine

    try:
        engine = open_engine(settings)
        store, outbox = Store(engine, organization), Outbox(engine, organization)
        facts, now = recorded(store, outbox, files, settings, now_in(settings)), now_in(settings)
        if files is not None:
            with store.read() as tx:
                facts |= _untended(tx.actions(), files, now.date())
        return facts
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


def _untended(actions: Sequence[Action], files: InForce, day: dt.date) -> Facts:
    """What reaches nobody, and which posts stand empty."""
    return {"unattended": unattended_now(actions, files, day), "vacant": vacant_now(actions, files, day)}


def _env_newer(settings: Settings, nodes: Iterable[Facts]) -> bool:
    """Whether `.env` was written after a service that runs here was started: it reads it only then."""
    try:
        written = (settings.workspace / ENV).stat().st_mtime
    except FileNotFoundError:
        return False
    here = (node for node in nodes if node["alive"] and node["name"].startswith(f"{socket.gethostname()}-"))
    return any(dt.datetime.fromisoformat(node["started"]).timestamp() < written for node in here)


def _wrong(facts: Facts) -> bool:
    """Bad files on disk, or a living service that has something to tell."""
    return bool(facts["problems"]) or any(node["note"] and node["alive"] for node in facts["nodes"])


def _sentences(facts: Facts, settings: Settings) -> Iterator[str]:
    yield f"Thư mục làm việc: {facts['workspace']} (cơ quan: {facts['organization'] or 'chưa đọc được'})"
    yield from _of_files(facts, settings)
    yield from _of_nodes(facts, settings)
    told = ", ".join(f"{facts['outbox'][state]} {words}" for state, words in STATES.items())
    yield f"Hàng đợi: {told}."
    yield from brake_sentences(facts)
    if settings.pace != Pace():
        yield f"Hạn mức gửi: {pace_words(settings.pace)}; thư vượt hạn mức chờ trong hàng đợi."
    if facts["undelivered"]:
        yield f"  {facts['undelivered']} thư đã đến giờ mà chưa gửi được."
    yield from unattended_sentences(facts["unattended"])
    yield from vacant_sentences(facts["vacant"])
    if not facts["still"]:
        yield f"Việc kế tiếp: {_next(facts['next_wake'], settings)}."


def _next(wake: str | None, settings: Settings) -> str:
    if wake is None:
        return "không có"
    due = dt.datetime.fromisoformat(wake) <= now_in(settings)
    return "ngay lượt chạy tới" if due else _told(wake, settings)


def _of_files(facts: Facts, settings: Settings) -> Iterator[str]:
    if facts["revision"] is None:
        yield "Tệp đang dùng: chưa có; dịch vụ chưa chạy lần nào."
    else:
        when = _told(facts["revision_at"], settings)
        yield f"Tệp đang dùng: bản {facts['revision'][:12]}, nạp lúc {when}; {facts['lines']} dòng còn việc."
        if facts["summary"]:
            yield f"  Thay đổi: {facts['summary']} (xem: dondoc revision show)."
    if facts["problems"]:
        yield f"Tệp trên đĩa có {len(facts['problems'])} lỗi; bản tốt gần nhất vẫn được dùng:"
        for problem in facts["problems"]:
            yield f"  {Problem(**problem)}"
    elif facts["revision"] is not None and not facts["in_force"]:
        yield f"Tệp trên đĩa đã sửa và chưa được nạp ({_how_taken(facts, settings)})."
    yield from _of_refused(facts, settings)
    if facts["env_newer"]:
        yield "Tệp .env đã sửa sau khi dịch vụ khởi động; khởi động lại để dùng: systemctl restart dondoc."


def _how_taken(facts: Facts, settings: Settings) -> str:
    if not facts["alive"]:
        return "dịch vụ hiện không chạy"
    return "dịch vụ sẽ tự nhận trong giây lát" if settings.watch else "nạp bằng: dondoc reload"


def _of_refused(facts: Facts, settings: Settings) -> Iterator[str]:
    refused = facts["refused"]
    if refused is None:
        return
    told = (
        f"thư báo quản trị lập lúc {_told(refused['told'], settings)}" if refused["told"] else "chưa báo thư"
    )
    since = _told(refused["since"], settings)
    yield f"Dịch vụ từ chối tệp sửa từ lúc {since} ({refused['problems']} lỗi; {told})."
    if refused["first"] not in {str(Problem(**problem)) for problem in facts["problems"]}:
        yield f"  {refused['first']}"


def _of_nodes(facts: Facts, settings: Settings) -> Iterator[str]:
    if not facts["nodes"]:
        yield "Dịch vụ: hiện không chạy."
    for node in facts["nodes"]:
        how = "đang chạy" if node["alive"] else "không thấy trả lời"
        yield f"Dịch vụ {node['name']}: {how}, lần cuối lúc {_told(node['seen'], settings)}."
        if node["note"]:
            yield f"  {node['note']}"
    if facts["last_pass"]:
        yield f"Lượt chạy gần nhất: {_told(facts['last_pass'], settings)}."


def _told(iso: str, settings: Settings) -> str:
    return told_moment(local(dt.datetime.fromisoformat(iso), settings))
