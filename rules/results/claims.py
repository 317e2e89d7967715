"""Decides which reports a claim makes of a line as it stands, and what is odd about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from rules.action import Action, Do
from rules.days.vietnam import spoken
from rules.progress import Line
from rules.results.columns import Field
from rules.results.entries import Claim
from rules.subject import Subject

Placed: TypeAlias = tuple[Field, Action]  # the column that a refusal of the report names

NO_DATE = "có số văn bản mà chưa có ngày hoàn thành hoặc ngày trình ký"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, and at which moment (local time)."""

    by: str
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return self.now.date()


def reports_of(claim: Claim, deadline: str, line: Line, who: Reporter) -> tuple[Placed, ...]:
    """The reports a row makes, in the order things happen."""
    result = _result(claim, deadline, line, who)
    return (*_marks(claim, deadline, line, who, alone=result is None), *([result] if result else []))


def _marks(claim: Claim, deadline: str, line: Line, who: Reporter, *, alone: bool) -> Iterator[Placed]:
    """While there is no result, a number is of the paper for signature, and a note of the trouble."""
    if claim.submitted is not None:
        report = _report("submit", deadline, line, who, claim.submitted)
        yield "submitted", replace(report, document=claim.document if alone else None)
    if claim.blocked is not None:
        words = f"{claim.blocked}; {claim.note}" if alone and claim.note else claim.blocked
        yield "blocked", replace(_report("block", deadline, line, who, who.today), note=words)


def _result(claim: Claim, deadline: str, line: Line, who: Reporter) -> Placed | None:
    """What is left empty of a finished line stays as it was; a result without a day is of today."""
    known = line.done_on if line.settled else None
    if not (claim.done_on or claim.no_output or (known and (claim.document or claim.no_output is False))):
        return None
    report = replace(
        _report("done", deadline, line, who, claim.done_on or known or who.today),
        document=claim.document or line.document,
        note=claim.note,
        no_output=line.no_output if claim.no_output is None else claim.no_output,
    )
    return "done_on" if claim.done_on else "no_output" if claim.no_output else "document", report


def _report(do: Do, deadline: str, line: Line, who: Reporter, on: dt.date) -> Action:
    return Action(do, deadline, who.by, who.now, on, line.unit or None)


def unsaid(claim: Claim, reports: Iterable[Placed]) -> str | None:
    """Why a note is in no report; None when it is in one, or there is none."""
    if claim.note is None or any(claim.note in (report.note or "") for _, report in reports):
        return None
    return f"ghi chú “{claim.note}” không đi kèm kết quả hay vướng mắc: không ghi"


def numberless(claim: Claim, reports: Iterable[Placed]) -> bool:
    """Whether a document's number is in no report: nobody knows what it is of."""
    return claim.document is not None and all(report.document is None for _, report in reports)


def same(recorded: Action, report: Action) -> bool:
    """Whether a report was made before, in the same words."""
    if recorded.do != report.do or recorded.unit not in (None, report.unit):
        return False
    if report.do == "block":
        return recorded.note == report.note
    return (recorded.on, recorded.document) == (report.on, report.document)


def oddities(claim: Claim, subject: Subject, report: Action) -> Iterator[str]:
    """What may be a slip of the pen although it can be recorded."""
    start = _start(subject)
    if report.do != "block" and report.on < start:
        yield f"ngày {spoken(report.on)} trước khi việc bắt đầu ({spoken(start)}): đề nghị xem lại"
    if report.do == "done" and claim.submitted and claim.submitted > report.on:
        yield "ngày trình ký sau ngày hoàn thành: đề nghị xem lại"
    if report.do == "done" and report.no_output and claim.done_on is None and report.on == report.at.date():
        yield "không ghi ngày: tính là hôm nay"


def _start(subject: Subject) -> dt.date:
    """The document that started it, its own period, or the plan's signature."""
    deadline = subject.deadline
    plan = deadline.task.plan
    own = deadline.event_on or (deadline.start if deadline.kind == "recurring" else None)
    return own or plan.signed or dt.date(plan.year, 1, 1)
