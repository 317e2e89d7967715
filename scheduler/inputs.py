"""Decides what the mails on a report and on its inputs tell of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from rules.called import title_of
from rules.letter import Item, Sent
from rules.plan import Report
from rules.subject import Subject, same_time
from scheduler.inforce import InForce
from scheduler.items import whole_year
from scheduler.people import People

On: TypeAlias = Callable[[str], Iterable[Subject]]


def lines_beside(bases: Iterable[str], files: InForce) -> set[str]:
    """The other lines that the mails on these lines tell of."""
    found: set[str] = set()
    for base in bases:
        if base not in files.lines:
            continue
        _, spec = files.lines[base]
        found |= {f"{base}/{inputs.slug}" for inputs in spec.inputs}
        if spec.report is not None:
            found |= {line_of(spec.report), *_whole_year_lines(spec.report.task.plan.id, files)}
    return found


def line_of(report: Report) -> str:
    """The base of the report's own line."""
    return f"{report.task.id}/{report.spec.slug}"


def _whole_year_lines(plan: str, files: InForce) -> Iterator[str]:
    return (base for base, (task, spec) in files.lines.items() if task.plan.id == plan and whole_year(spec))


def beside(item: Item, subject: Subject, unit: str | None, on: On, files: InForce, people: People) -> Item:
    """The item with what other lines say about it; `on`: the subjects of a line, `unit`: the reader's."""
    report = subject.deadline.spec.report
    if report is None:
        helps = item.role in ("support", "support.head")
        return item if helps else item._replace(inputs=tuple(_sent_for(subject, on, people)))
    lines = [one for base in _whole_year_lines(report.task.plan.id, files) for one in on(base)]
    reader = people.answering(subject, unit)
    own = tuple(_told(one) for one in lines if reader in one.holders(people.directory))
    return item._replace(leads=_makers(report, subject, on, people), report_on=own)


def _makers(report: Report, subject: Subject, on: On, people: People) -> tuple[str, ...]:
    """Who makes the report as things stand: it may have been moved, assigned or inherited."""
    found = (one for one in on(line_of(report)) if same_time(one.deadline, subject.deadline))
    return next((people.leads(one) for one in found), people.names(report.task.leads))


def _sent_for(subject: Subject, on: On, people: People) -> Iterator[Sent]:
    for inputs in subject.deadline.spec.inputs:
        for one in on(f"{subject.deadline.base}/{inputs.slug}"):
            if same_time(subject.deadline, one.deadline):
                yield _sent(inputs.what, one, people)


def _sent(what: str, one: Subject, people: People) -> Sent:
    """Units of today are counted: what one owes and what it inherited is one thing to send."""
    directory = people.directory
    units = {directory.holder(line, one.taken) or line for line in one.progress.lines}
    missing = one.holders(directory)
    return Sent(what, len(units) - len(missing), len(units), people.names(missing), one.deadline.last_day)


def _told(subject: Subject) -> str:
    task = subject.deadline.task
    return f"{title_of(task, subject.deadline.spec)} ({task.key})"
