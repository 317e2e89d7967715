"""Decides how the findings of a sheet of results are told: what each records, and what was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dondoc.phrasing import plain
from dondoc.reported import DONE
from dondoc.results.lines import unit_name
from notifiers.vietnamese import one_line
from rules.action import Action
from rules.days.vietnam import spoken
from rules.progress import Line
from scheduler.inforce import InForce
from scheduler.results import Finding, Verdict

VERDICTS: dict[Verdict, str] = {
    "new": "ghi mới",
    "corrected": "sửa",
    "known": "đã ghi",
    "passed": "không ghi",
}


def finding_json(finding: Finding) -> dict[str, Any]:
    """One line of `--json`."""
    report, before = finding.report, finding.before
    return {
        "sheet": finding.entry.sheet,
        "row": finding.entry.row,
        "deadline": finding.subject.id,
        "unit": finding.unit or None,
        "verdict": finding.verdict,
        "do": report.do if report else None,
        "on": plain(report.on) if report else None,
        "document": report.document if report else None,
        "note": report.note if report else finding.entry.claim.note,
        "no_output": report.no_output if report else False,
        "before": plain({"on": before.done_on, "document": before.document, "no_output": before.no_output})
        if before
        else None,
        "why": list(finding.why),
    }


def show_findings(findings: Sequence[Finding], files: InForce) -> None:
    """The table of a screen; what reads a pipe gets whole lines."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(box=box.SIMPLE)
    for heading in ("Dòng", "Mốc thời hạn", "Đơn vị", "Kết quả", "Ghi thế nào"):
        table.add_column(heading, overflow="fold")
    several = len({finding.entry.sheet for finding in findings}) > 1
    for finding in findings:
        row = f"{finding.entry.sheet}: {finding.entry.row}" if several else f"{finding.entry.row}"
        table.add_row(row, finding.subject.id, unit_name(finding.unit, files), claimed(finding), how(finding))
    Console(width=console.width if console.is_terminal else 1000).print(table, crop=False)


def claimed(finding: Finding) -> str:
    """`hoàn thành ngày 05/3/2021, số 12/BC`."""
    if finding.report is None:
        return "-"
    return ", ".join(_particulars(finding.report))


def _particulars(report: Action) -> Iterator[str]:
    words = DONE[report.do]
    if report.do == "block":
        yield f"{words}: {one_line(report.note or '')}"
        return
    if report.no_output:
        words += " (không phát sinh)"
    yield f"{words} ngày {spoken(report.on)}"
    if report.document:
        yield f"số {report.document}"


def how(finding: Finding) -> str:
    """The verdict, what a correction replaces, and what is odd."""
    words = VERDICTS[finding.verdict]
    if finding.before is not None:
        words += f"; trước đó: {_recorded(finding.before)}"
    return "; ".join([words, *finding.why])


def _recorded(line: Line) -> str:
    day = f"ngày {spoken(line.done_on)}" if line.done_on else ""
    number = f", số {line.document}" if line.document else ", không có số văn bản"
    return f"{day}{number}{' (không phát sinh)' if line.no_output else ''}"


def summary(findings: Iterable[Finding], empty: int, *, recorded: bool) -> str:
    """`Đã ghi 12 kết quả mới, sửa 1; 3 kết quả đã ghi từ trước; 40 dòng để trống.`"""
    counts = Counter(finding.verdict for finding in findings)
    told = []
    if counts["new"] or counts["corrected"]:
        does = "Đã ghi" if recorded else "Sẽ ghi"
        told.append(f"{does} {counts['new']} kết quả mới, sửa {counts['corrected']}")
    else:
        told.append("Không có gì mới")
    if counts["known"]:
        told.append(f"{counts['known']} đã ghi từ trước")
    if counts["passed"]:
        told.append(f"{counts['passed']} không ghi")
    if empty:
        told.append(f"{empty} dòng để trống")
    return f"{'; '.join(told)}."
