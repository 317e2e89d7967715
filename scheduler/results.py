"""Decides what a sheet of results records: each claim judged as a report would be, all or nothing.

A claim that says what is on record is known; one that says otherwise of a finished line corrects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from rules.action import Action
from rules.permits import Refused, Repeated
from rules.progress import WHOLE, Line
from rules.results.claims import NO_DATE, Reporter, numberless, oddities, reports_of, same, unsaid
from rules.results.entries import Entry
from rules.results.sheet import Fault
from rules.subject import Subject
from scheduler.inforce import InForce
from scheduler.keep import keep
from scheduler.known import actions_by_line, base_of
from scheduler.record import concerned, judged
from scheduler.references import Unknown, line_named, subject_named, unit_named

if TYPE_CHECKING:
    from data.sql.store import Reader, Store

Verdict: TypeAlias = Literal["new", "corrected", "known", "passed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What becomes of one claim."""

    entry: Entry
    subject: Subject  # as it stood before this claim
    unit: str
    report: Action | None  # None: nothing that can be recorded was claimed
    verdict: Verdict
    before: Line | None = None  # of a correction: the line as recorded
    why: tuple[str, ...] = ()  # Vietnamese: why it is passed over, or what is odd about it


@dataclass(slots=True)
class Weighed:
    """A whole workbook as it is recorded."""

    findings: list[Finding] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def weigh_results(tx: Reader | None, files: InForce, entries: Sequence[Entry], who: Reporter) -> Weighed:
    """What would be recorded, by the record as it stands; None: nothing is on record yet."""
    bases = {base for entry in entries if (base := _base(entry, files)) is not None}
    keys = {key for base in bases for key in concerned(base, files)}
    known = actions_by_line(tx.actions(keys) if tx is not None and keys else (), files)
    return _Weighing(files, who, known).weighed(entries)


def keep_results(store: Store, files: InForce, entries: Sequence[Entry], who: Reporter) -> Weighed:
    """Record every claim in one transaction; nothing at all when one of them is at fault."""
    with store.begin() as tx:
        weighed = weigh_results(tx, files, entries, who)
        if not weighed.faults:
            for action in weighed.actions:
                keep(tx, files, action)
    return weighed


def _base(entry: Entry, files: InForce) -> str | None:
    try:
        return line_named(entry.key, files)[0]
    except Unknown:
        return None


class _Weighing:
    """Goes through the entries in order; what one of them records, the next ones find recorded."""

    def __init__(self, files: InForce, who: Reporter, known: Mapping[str, list[Action]]) -> None:
        self.files, self.who = files, who
        self.known = {line: list(actions) for line, actions in known.items()}
        self.seq = max((action.seq for actions in known.values() for action in actions), default=0)
        self.seen: dict[tuple[str, str], Entry] = {}
        self.out = Weighed()

    def weighed(self, entries: Iterable[Entry]) -> Weighed:
        for entry in entries:
            try:
                subject = subject_named(entry.key, self.files, self.known)
            except Unknown as error:
                self.out.faults.append(entry.fault("key", str(error)))
                continue
            try:
                unit = self._unit(entry, subject)
            except Unknown as error:
                self.out.faults.append(entry.fault("unit", str(error), self._leads(subject)))
                continue
            if entry.readable and self._only(entry, subject, unit):
                self._weigh(entry, subject, unit)
        return self.out

    def _unit(self, entry: Entry, subject: Subject) -> str:
        """The line that the row is about; WHOLE where nobody leads yet."""
        lines = subject.progress.lines
        if WHOLE in lines:
            return WHOLE
        if entry.unit is not None:
            unit = unit_named(entry.unit, self.files.workspace.directory).id
            held = subject.lines_of(
                Action("done", subject.id, self.who.by, self.who.now, self.who.today, unit)
            )
            if len(held) != 1:
                raise Unknown(f"{entry.unit} không chủ trì {subject.id}")
            return next(iter(held))
        if len(lines) > 1:
            raise Unknown(f"{subject.id} có nhiều đơn vị chủ trì, dòng này chưa ghi đơn vị nào")
        return next(iter(lines))

    def _leads(self, subject: Subject) -> str:
        directory = self.files.workspace.directory
        return ", ".join(unit.name if (unit := directory.unit(id)) else id for id in subject.leads)

    def _only(self, entry: Entry, subject: Subject, unit: str) -> bool:
        """Two rows about the same thing must say the same; it is weighed once."""
        first = self.seen.setdefault((subject.id, unit), entry)
        if first.claim != entry.claim:
            said = f"nói khác dòng {first.row} (trang “{first.sheet}”) về cùng thời hạn, cùng đơn vị"
            self.out.faults.append(entry.fault("key", said, "mỗi việc của một đơn vị một dòng"))
        return first is entry

    def _weigh(self, entry: Entry, subject: Subject, unit: str) -> None:
        reports = reports_of(entry.claim, subject.id, subject.progress.lines[unit], self.who)
        if numberless(entry.claim, reports):
            self.out.faults.append(entry.fault("document", NO_DATE))
        for part, report in reports:
            current = subject_named(subject.id, self.files, self.known)
            try:
                finding, actions = self._found(entry, current, unit, report)
            except Refused as error:
                self.out.faults.append(entry.fault(part, str(error)))
                return
            self.out.findings.append(finding)
            self._note(actions)
        if (left := unsaid(entry.claim, reports)) is not None:
            self.out.findings.append(Finding(entry, subject, unit, None, "passed", why=(left,)))

    def _found(
        self, entry: Entry, subject: Subject, unit: str, report: Action
    ) -> tuple[Finding, tuple[Action, ...]]:
        """What becomes of one report, and the actions to record for it. Raises Refused."""
        line = subject.progress.lines[unit]
        finished = line.settled
        if not (finished and report.do == "done"):
            if any(same(action, report) for action in self._recorded(subject)):
                why = ("đã ghi trước khi mở lại: không ghi lại",) if report.do == "done" else ()
                return Finding(entry, subject, unit, report, "known", why=why), ()
            if line.done_on is not None and report.do != "done":
                why = ("việc đã hoàn thành: không ghi",)
                return Finding(entry, subject, unit, report, "passed", why=why), ()
        try:
            _, actions = judged(report, self.files, self.known, self.who.today, correct=True)
        except Repeated:
            return Finding(entry, subject, unit, report, "known"), ()
        odd = tuple(oddities(entry.claim, subject, report))
        verdict: Verdict = "corrected" if finished else "new"
        return Finding(entry, subject, unit, report, verdict, line if finished else None, odd), actions

    def _recorded(self, subject: Subject) -> list[Action]:
        actions = self.known.get(base_of(subject.id, self.files), ())
        return [action for action in actions if action.deadline == subject.id]

    def _note(self, actions: Iterable[Action]) -> None:
        """Numbered as the store will, so that later claims find them in order."""
        for action in actions:
            self.seq += 1
            self.out.actions.append(action)
            line = self.known.setdefault(base_of(action.deadline, self.files), [])
            line.append(replace(action, seq=self.seq))
