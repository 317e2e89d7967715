"""`dondoc status`: which files are in force, who serves them, what waits, what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.asof import local
from dondoc.commands.outbox import STATES
from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.open import now_in, say_json, settings_of
from dondoc.phrasing import told_moment
from dondoc.settings import Settings
from rules.problem import Problem
from scheduler.inforce import InForce, in_force

if TYPE_CHECKING:
    from data.outbox import Outbox
    from data.store import Store

SILENT = dt.timedelta(minutes=3)  # a service that lives is heard of every minute


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, as_json: bool) -> int:
    """Tình hình dịch vụ, tệp đang dùng, hàng đợi."""
    settings = settings_of(workspace)
    facts = _facts(settings)
    if as_json:
        say_json(facts)
    else:
        for line in _sentences(facts, settings):
            click.echo(line)
    return PROBLEMS if _wrong(facts) else GOOD


def _facts(settings: Settings) -> dict[str, Any]:
    from data.workspace import inspect

    workspace, problems = inspect(settings.workspace)
    errors = [asdict(problem) for problem in problems if problem.level == "error"]
    files = in_force(workspace, settings.zone) if workspace is not None else None
    organization = files.organization if files else _organization(settings.workspace)
    facts: dict[str, Any] = {
        "organization": organization,
        "workspace": str(settings.workspace),
        "files_revision": files.revision if files else None,
        "problems": errors,
        "warnings": sum(problem.level == "warning" for problem in problems),
    }
    return facts | _recorded(settings, files, organization)


def _organization(root: Path) -> str | None:
    """The organization's id out of units.yaml alone, when other files are bad."""
    from rules.yamltext import parse

    path = root / "data" / "units.yaml"
    try:
        value = parse("data/units.yaml", path.read_text(encoding="utf-8")).value
    except (OSError, UnicodeDecodeError):
        return None
    found = value.get("organization") if isinstance(value, dict) else None
    id_ = found.get("id") if isinstance(found, dict) else None
    return str(id_) if id_ is not None else None


def _recorded(settings: Settings, files: InForce | None, organization: str | None) -> dict[str, Any]:
    """What the database says; empty values where there is none."""
    from dondoc.app import has_record

    nothing: dict[str, Any] = {
        "known_since": None, "revision": None, "revision_at": None, "changed": None, "in_force": False,
        "nodes": [], "lines": 0, "next_wake": None, "outbox": dict.fromkeys(STATES, 0), "undelivered": 0,
    }  # fmt: skip
    if organization is None or not has_record(settings):
        return nothing
    from data.database import DatabaseTooNew, DatabaseUnavailable
    from data.outbox import Outbox
    from data.store import Store
    from dondoc.app import open_engine

    try:
        engine = open_engine(settings)
        store, outbox = Store(engine, organization), Outbox(engine, organization)
        return nothing | _of_database(store, outbox, files, settings)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


def _of_database(store: Store, outbox: Outbox, files: InForce | None, settings: Settings) -> dict[str, Any]:
    from scheduler.weekly import weekly_wake

    now = now_in(settings)
    with store.read() as tx:
        since, revision, nodes = tx.known_since(), tx.revision(), tx.nodes()
        wake, lines = tx.wake(), len(tx.scheduled())
    wakes = [wake, outbox.wake(), weekly_wake(store, files, now) if files and since else None]
    return {
        "known_since": _iso(since, settings),
        "revision": revision.hash if revision else None,
        "revision_at": _iso(revision.at if revision else None, settings),
        "changed": revision.changed if revision else None,
        "in_force": revision is not None and files is not None and revision.hash == files.revision,
        "nodes": [
            {
                "name": node.name,
                "started": _iso(node.started, settings),
                "seen": _iso(node.seen, settings),
                "alive": now - node.seen <= SILENT,
                "revision": node.revision,
                "note": node.note or None,
            }
            for node in nodes
        ],
        "lines": lines,
        "next_wake": _iso(min((one for one in wakes if one is not None), default=None), settings),
        "outbox": dict.fromkeys(STATES, 0) | outbox.counts(),
        "undelivered": outbox.undelivered(now),
    }


def _iso(moment: dt.datetime | None, settings: Settings) -> str | None:
    return local(moment, settings).isoformat() if moment else None


def _wrong(facts: dict[str, Any]) -> bool:
    """Bad files on disk, or a living service that has something to tell."""
    return bool(facts["problems"]) or any(node["note"] and node["alive"] for node in facts["nodes"])


def _sentences(facts: dict[str, Any], settings: Settings) -> Iterator[str]:
    yield f"Thư mục làm việc: {facts['workspace']} (cơ quan: {facts['organization'] or 'chưa đọc được'})"
    yield from _of_files(facts, settings)
    yield from _of_nodes(facts, settings)
    told = ", ".join(f"{facts['outbox'][state]} {words}" for state, words in STATES.items())
    yield f"Hàng đợi: {told}."
    if facts["undelivered"]:
        yield f"  {facts['undelivered']} thư đã đến giờ mà chưa gửi được."
    wake = facts["next_wake"]
    yield f"Việc kế tiếp: {_told(wake, settings)}." if wake else "Việc kế tiếp: không có."


def _of_files(facts: dict[str, Any], settings: Settings) -> Iterator[str]:
    if facts["revision"] is None:
        yield "Tệp đang dùng: chưa có; dịch vụ chưa chạy lần nào."
    else:
        when = _told(facts["revision_at"], settings)
        yield f"Tệp đang dùng: bản {facts['revision'][:12]}, nạp lúc {when}; {facts['lines']} dòng còn việc."
    if facts["problems"]:
        yield f"Tệp trên đĩa có {len(facts['problems'])} lỗi; bản tốt gần nhất vẫn được dùng:"
        for problem in facts["problems"]:
            yield f"  {Problem(**problem)}"
    elif facts["revision"] is not None and not facts["in_force"]:
        yield "Tệp trên đĩa đã sửa và chưa được nạp (systemctl reload dondoc)."


def _of_nodes(facts: dict[str, Any], settings: Settings) -> Iterator[str]:
    if not facts["nodes"]:
        yield "Dịch vụ: hiện không chạy."
    for node in facts["nodes"]:
        how = "đang chạy" if node["alive"] else "không thấy trả lời"
        yield f"Dịch vụ {node['name']}: {how}, lần cuối lúc {_told(node['seen'], settings)}."
        if node["note"]:
            yield f"  {node['note']}"


def _told(iso: str, settings: Settings) -> str:
    return told_moment(local(dt.datetime.fromisoformat(iso), settings))
