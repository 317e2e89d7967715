"""`dondoc results`: the results of many deadlines at once, by one Excel file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.commands.deadlines import subjects_on_day
from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.officefile import writing
from dondoc.open import last_good, now_in, record_of, say_json, settings_of
from dondoc.settings import Settings
from dondoc.types import WORDS
from scheduler.inforce import InForce
from scheduler.references import Unknown, unit_named

if TYPE_CHECKING:
    from dondoc.results.lines import ResultLine
    from rules.results.claims import Reporter
    from rules.results.entries import Entry, Filled
    from rules.results.sheet import Fault
    from scheduler.results import Finding, Weighed


@click.group("results")
def command() -> None:
    """Xuất bảng Excel để các đơn vị ghi kết quả, rồi nhập kết quả từ bảng ấy."""


@command.command("export")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), metavar="TỆP.xlsx", help="Tệp để ghi."
)
@click.option("--plan", "plan_id", metavar="KẾ_HOẠCH", help="Chỉ kế hoạch này; mặc định mọi kế hoạch.")
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ việc của đơn vị này: mã, tên, tên gọi khác.")
@click.pass_obj
def export(workspace: Path, out: Path, plan_id: str | None, unit: str | None) -> None:
    """Xuất bảng: mỗi thời hạn của mỗi đơn vị chủ trì một dòng, các cột kết quả để trống."""
    if out.suffix.casefold() != ".xlsx":
        raise click.UsageError(f"bảng kết quả là tệp Excel: đặt tên đuôi .xlsx, như {out.stem}.xlsx")
    from dondoc.planediting import plan_called
    from dondoc.results.lines import result_lines

    settings = settings_of(workspace)
    files = last_good(settings)
    day = now_in(settings).date()
    plan = plan_called(files, plan_id) if plan_id else None
    try:
        found = unit_named(unit, files.workspace.directory) if unit else None
    except Unknown as error:
        raise Stop(f"Không xuất được: {error}") from error
    if out.exists():
        _refuse_to_lose(out, settings, files)
    subjects = subjects_on_day(settings, files, day)
    lines = list(result_lines(subjects, files, day, plan_id, found.id if found else None))
    title = plan.called if plan else "; ".join(plan.called for plan in files.workspace.plans)
    _write(out, title, found.name if found else files.workspace.directory.name, lines, settings)
    click.echo(f"Đã ghi {out}: {len(lines)} dòng.", err=True)


def _refuse_to_lose(out: Path, settings: Settings, files: InForce) -> None:
    """What units wrote into a sheet of that name and nobody has taken in yet."""
    from data.documents.faults import UnreadableDocument
    from data.documents.typedcells import open_cells
    from rules.results.claims import Reporter
    from rules.results.entries import filled_in

    try:
        filled = filled_in(open_cells(out))
    except UnreadableDocument:
        return
    found = _foretold(filled.entries, Reporter("", now_in(settings)), settings, files)
    if filled.faults or found.faults or any(one.verdict == "new" for one in found.findings):
        raise Stop(
            f"Không ghi đè {out}: bảng ấy có kết quả chưa nhập."
            " Nhập trước bằng dondoc results import, hoặc đặt tên khác."
        )


def _write(out: Path, title: str, name: str, lines: Sequence[ResultLine], settings: Settings) -> None:
    with writing(out):
        from dondoc.results.book import Heading, write_book

        write_book(out, Heading(name, title, now_in(settings).date()), lines)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="TỆP.xlsx")
@click.option("--by", type=WORDS, metavar="AI", help="Người ghi nhận: mã, họ tên hoặc đơn vị.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ ghi gì; không ghi.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def import_(workspace: Path, file: Path, by: str | None, dry_run: bool, as_json: bool) -> int:
    """Nhập kết quả đã ghi trong bảng; một ô sai thì không ghi dòng nào."""
    if by is None and not dry_run:
        raise click.UsageError("thiếu --by AI: người ghi nhận")
    filled = _filled(file)
    settings = settings_of(workspace)
    files = last_good(settings)
    for note in filled.notes:
        click.echo(f"{file.name}: {note}", err=True)
    weighed = _weighed(filled, by or "", settings, files, keep=not dry_run)
    _tell(weighed.findings, files, as_json=as_json)
    if faults := [*filled.faults, *weighed.faults]:
        _tell_faults(file, faults)
        return PROBLEMS
    _conclude(weighed.findings, filled.empty, dry_run=dry_run)
    return GOOD


def _filled(file: Path) -> Filled:
    from data.documents.faults import UnreadableDocument
    from data.documents.typedcells import open_cells
    from rules.results.entries import filled_in

    try:
        sheets = open_cells(file)
    except UnreadableDocument as error:
        raise Stop(f"Không nhập được: {error}", COULD_NOT) from error
    filled = filled_in(sheets)
    if not filled.lists:
        raise Stop("\n".join([f"Không nhập được {file.name}: không có bảng kết quả nào", *filled.notes]))
    return filled


def _weighed(filled: Filled, by: str, settings: Settings, files: InForce, *, keep: bool) -> Weighed:
    """Recorded only when every cell is good; else weighed against the record as it is."""
    from rules.results.claims import Reporter

    who = Reporter(by, now_in(settings))
    if keep and not filled.faults and filled.entries:
        from scheduler.results import keep_results

        with record_of(settings, files) as store:
            return keep_results(store, files, filled.entries, who)
    return _foretold(filled.entries, who, settings, files)


def _foretold(entries: tuple[Entry, ...], who: Reporter, settings: Settings, files: InForce) -> Weighed:
    from dondoc.app import has_record
    from scheduler.results import weigh_results

    if not has_record(settings):
        return weigh_results(None, files, entries, who)
    with record_of(settings, files) as store, store.read() as tx:
        return weigh_results(tx, files, entries, who)


def _tell(findings: list[Finding], files: InForce, *, as_json: bool) -> None:
    from dondoc.results.telling import finding_json, show_findings

    if as_json:
        for finding in findings:
            say_json(finding_json(finding))
    elif findings:
        show_findings(findings, files)


def _tell_faults(file: Path, faults: Iterable[Fault]) -> None:
    told = sorted(dict.fromkeys(faults), key=lambda fault: (fault.sheet, fault.row))
    for fault in told:
        click.echo(f"{file.name}: {fault}", err=True)
    click.echo(f"Không ghi dòng nào: {len(told)} chỗ cần sửa trong {file.name}.", err=True)


def _conclude(findings: list[Finding], empty: int, *, dry_run: bool) -> None:
    from dondoc.results.telling import summary

    told = summary(findings, empty, recorded=not dry_run)
    click.echo(f"{told} Chưa ghi gì: bỏ --dry-run để ghi." if dry_run else told, err=True)
