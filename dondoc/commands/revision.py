"""`dondoc revision`: the files that were in force, when, what changed, and how to have them again."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.app import has_record
from dondoc.exits import COULD_NOT, Stop
from dondoc.open import last_good, record_of, say_json, settings_of
from dondoc.phrasing import told_moment
from dondoc.settings import Settings
from rules.systemwords import system_words
from scheduler.changes import files_changed

if TYPE_CHECKING:
    from data.sql.store import Reader, Revision
    from rules.notice import Decision

MARKS = {"added": "thêm", "changed": "sửa", "removed": "bỏ"}
SHORT = 12  # letters of a hash that people read
NOTHING = "Chưa có bản nào: dịch vụ chưa chạy lần nào."


@dataclass(frozen=True, slots=True)
class Numbered:
    """One revision, its number from 1, and the one before it."""

    number: int
    revision: Revision
    former: Revision | None


@click.group("revision")
def command() -> None:
    """Các bản tệp đã từng dùng: khi nào, đổi gì; khôi phục một bản."""


@contextmanager
def _record(workspace: Path) -> Iterator[tuple[Settings, Reader]]:
    settings = settings_of(workspace)
    files = last_good(settings)
    if not has_record(settings):
        raise Stop(NOTHING)
    with record_of(settings, files) as store, store.read() as tx:
        yield settings, tx


@command.command("list")
@click.option(
    "--limit", type=click.IntRange(1), default=20, metavar="N", help="Nhiều nhất N bản; mặc định 20."
)
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def listed(workspace: Path, limit: int, as_json: bool) -> None:
    """Danh sách các bản, mới nhất trước; bản đầu danh sách đang dùng."""
    with _record(workspace) as (settings, tx):
        known = _numbered(tx)
    for one in reversed(known[-limit:]):
        if as_json:
            say_json(_json(one, settings))
        else:
            click.echo(_sentence(one, settings))


@command.command("show")
@click.argument("which", metavar="[SỐ|MÃ]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def show(workspace: Path, which: str | None, as_json: bool) -> None:
    """Một bản: tệp nào đổi, đổi dòng nào, lần nhắc nào bị bỏ qua; mặc định bản đang dùng.

    Gọi tên một bản bằng số thứ tự hoặc mấy chữ đầu của mã.
    """
    with _record(workspace) as (settings, tx):
        one = _named(which, _numbered(tx))
        before = tx.with_files(one.former).files if one.former else {}
        after = tx.with_files(one.revision).files
        passed = _passed(tx, one.revision) if one.revision.passed else []
    if as_json:
        say_json(_json(one, settings) | {"passed": [_passed_json(each, settings) for each in passed]})
        return
    click.echo(_sentence(one, settings))
    for name, how in files_changed(before, after).items():
        click.echo(f"  {MARKS[how]} {name}")
        if how == "changed":
            _tell_lines(before[name], after[name])
    for each in passed:
        key, moment = each.occurrence, each.moment.astimezone(settings.zone)
        click.echo(f"  bỏ qua: {key.deadline} [{key.rule}/{key.step}] lẽ ra {told_moment(moment)}")


@command.command("restore")
@click.argument("which", metavar="SỐ|MÃ")
@click.option(
    "-o", "out", type=click.Path(path_type=Path), required=True, metavar="THƯ_MỤC",
    help="Thư mục mới hoặc trống để ghi các tệp ra.",
)  # fmt: skip
@click.pass_obj
def restore(workspace: Path, which: str, out: Path) -> None:
    """Ghi các tệp của một bản ra một thư mục khác; thư mục làm việc không bị động đến."""
    with _record(workspace) as (_, tx):
        one = _named(which, _numbered(tx))
        texts = tx.with_files(one.revision).files
    _write(out, texts)
    click.echo(f"Đã ghi {len(texts)} tệp của bản số {one.number} ({one.revision.hash[:SHORT]}) vào {out}.")
    click.echo(f"So với các tệp hiện nay: dondoc diff {out}", err=True)


def _write(out: Path, texts: Mapping[str, str]) -> None:
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise Stop(f"{out} đã có; chỉ ghi vào thư mục mới hoặc thư mục trống.")
        for name, text in texts.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))  # line ends as they were
    except OSError as error:
        raise Stop(f"Không ghi được {error.filename or out}: {system_words(error)}", COULD_NOT) from error


def _numbered(tx: Reader) -> list[Numbered]:
    known = tx.revisions()
    if not known:
        raise Stop(NOTHING)
    formers: list[Revision | None] = [None, *known]
    pairs = zip(known, formers, strict=False)
    return [Numbered(number, one, former) for number, (one, former) in enumerate(pairs, 1)]


def _named(which: str | None, known: list[Numbered]) -> Numbered:
    """By number, else by the beginning of the hash, of which the newest is meant; None: the newest."""
    if which is None:
        return known[-1]
    for one in reversed(known):
        if which == str(one.number):
            return one
    found = [one for one in known if one.revision.hash.startswith(which.lower())]
    if not found:
        raise Stop(f"Không có bản “{which}”; xem các bản: dondoc revision list")
    return found[-1]


def _passed(tx: Reader, revision: Revision) -> list[Decision]:
    found = {
        one.occurrence: one for one in tx.decisions() if one.status == "passed" and one.at == revision.at
    }
    return sorted(found.values(), key=lambda one: (one.moment, str(one.occurrence)))


def _json(one: Numbered, settings: Settings) -> dict[str, Any]:
    revision, before = one.revision, one.former.hashes if one.former else {}
    return {
        "number": one.number,
        "hash": revision.hash,
        "at": revision.at.astimezone(settings.zone).isoformat(),
        "node": revision.node,
        "summary": revision.summary,
        "passed_over": revision.passed,
        "files": files_changed(before, revision.hashes),
    }


def _passed_json(decision: Decision, settings: Settings) -> dict[str, Any]:
    key = decision.occurrence
    return {
        "deadline": key.deadline,
        "term": key.term,
        "rule": key.rule,
        "step": key.step,
        "occurrence": key.number,
        "moment": decision.moment.astimezone(settings.zone).isoformat(),
    }


def _sentence(one: Numbered, settings: Settings) -> str:
    revision = one.revision
    at: dt.datetime = revision.at.astimezone(settings.zone)
    by = f", {revision.node}" if revision.node else ""
    what = revision.summary or revision.changed or "không rõ thay đổi"
    return f"{one.number:>4}  bản {revision.hash[:SHORT]}, nạp lúc {told_moment(at)}{by}: {what}"


def _tell_lines(before: str, after: str) -> None:
    """The lines that differ, with a line around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    for line in list(lines)[2:]:
        click.echo(f"    {line}")
