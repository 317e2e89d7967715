"""Decides what the mails on a report and on its inputs tell of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from rules.called import title_of
from rules.letter import Item, Sent
from rules.subject import Subject
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
            found |= set(_whole_year_lines(spec.report.task.plan.id, files))
    return found


def _whole_year_lines(plan: str, files: InForce) -> Iterator[str]:
    return (base for base, (task, spec) in files.lines.items() if task.plan.id == plan and whole_year(spec))


def beside(item: Item, subject: Subject, unit: str | None, on: On, files: InForce, people: People) -> Item:
    """The item with what other lines say about it; `on`: the subjects of a line, `unit`: the reader's."""
    report = subject.deadline.spec.report
    if report is None:
        helps = item.role in ("support", "support.head")
        return item if helps else replace(item, inputs=tuple(_sent_for(subject, on, people)))
    lines = [one for base in _whole_year_lines(report.task.plan.id, files) for one in on(base)]
    own = tuple(_told(one) for one in lines if unit in one.progress.open_units)
    return replace(item, leads=people.names(report.task.leads), report_on=own)


def _sent_for(subject: Subject, on: On, people: People) -> Iterator[Sent]:
    for inputs in subject.deadline.spec.inputs:
        for one in on(f"{subject.deadline.base}/{inputs.slug}"):
            if _same_time(subject, one):
                yield _sent(inputs.what, one, people)


def _same_time(report: Subject, one: Subject) -> bool:
    """Whether an input belongs to this period or event of its report."""
    if report.id == report.deadline.base:
        return one.id == one.deadline.base
    return report.id.rpartition("/")[2] == one.id.rpartition("/")[2]


def _sent(what: str, one: Subject, people: People) -> Sent:
    open_lines, lines = one.progress.open_units, len(one.leads)
    missing = people.names(one.holders(people.directory))
    return Sent(what, lines - len(open_lines), lines, missing, one.deadline.last_day)


def _told(subject: Subject) -> str:
    task = subject.deadline.task
    return f"{title_of(task, subject.deadline.spec)} ({task.key})"
