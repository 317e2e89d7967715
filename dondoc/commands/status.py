"""`dondoc status`: which files are in force, who serves them, what waits, what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.asof import local
from dondoc.brakes import brake_sentences, brakes_of
from dondoc.commands.outbox import STATES
from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.lastgood import last_good_of, organization_of
from dondoc.open import now_in, say_json, settings_of
from dondoc.phrasing import told_moment
from dondoc.settings import Settings
from rules.pace import Pace, pace_words
from rules.problem import Problem
from rules.standing import turned_aside
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
    disk = in_force(workspace, settings.zone) if workspace is not None else None
    files = disk or _recorded_files(settings)
    organization = files.organization if files else organization_of(settings.workspace)
    facts: dict[str, Any] = {
        "organization": organization,
        "workspace": str(settings.workspace),
        "files_revision": disk.revision if disk else None,
        "problems": errors,
        "warnings": sum(problem.level == "warning" for problem in problems),
    }
    facts |= _recorded(settings, files, organization)
    facts["in_force"] = disk is not None and facts["revision"] == disk.revision
    return facts


def _recorded_files(settings: Settings) -> InForce | None:
    """The last good files, while those on disk are broken."""
    from data.database import DatabaseTooNew, DatabaseUnavailable

    try:
        return last_good_of(settings)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error


def _recorded(settings: Settings, files: InForce | None, organization: str | None) -> dict[str, Any]:
    """What the database says; empty values where there is none."""
    from dondoc.app import has_record

    nothing: dict[str, Any] = {
        "known_since": None, "revision": None, "revision_at": None, "changed": None,
        "nodes": [], "lines": 0, "next_wake": None, "outbox": dict.fromkeys(STATES, 0), "undelivered": 0,
        "paused": None, "trial": None, "redirect_to": settings.redirect_to, "still": None, "held": {},
        "standing": [turned_aside(settings.redirect_to)] if settings.redirect_to else [],
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
        brakes = brakes_of(tx, settings)
    wakes = [wake, outbox.wake(), weekly_wake(store, files, now) if files and since else None]
    return {
        "known_since": _iso(since, settings),
        "revision": revision.hash if revision else None,
        "revision_at": _iso(revision.at if revision else None, settings),
        "changed": revision.changed if revision else None,
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
        "next_wake": _iso(_coming(wakes, now), settings),
        "outbox": dict.fromkeys(STATES, 0) | outbox.counts(),
        "undelivered": outbox.undelivered(now),
        **brakes,
    }


def _coming(wakes: Iterable[dt.datetime | None], now: dt.datetime) -> dt.datetime | None:
    """When there is something to do next; what is due already is due now."""
    known = [max(wake, now) for wake in wakes if wake is not None]
    return min(known, default=None)


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
    yield from brake_sentences(facts)
    if settings.pace != Pace():
        yield f"Hạn mức gửi: {pace_words(settings.pace)}; thư vượt hạn mức chờ trong hàng đợi."
    if facts["undelivered"]:
        yield f"  {facts['undelivered']} thư đã đến giờ mà chưa gửi được."
    if not facts["still"]:
        yield f"Việc kế tiếp: {_next(facts['next_wake'], settings)}."


def _next(wake: str | None, settings: Settings) -> str:
    if wake is None:
        return "không có"
    due = dt.datetime.fromisoformat(wake) <= now_in(settings)
    return "ngay lượt chạy tới" if due else _told(wake, settings)


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
