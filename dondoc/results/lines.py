"""Decides which rows a sheet of results has: one for each deadline and each unit that leads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dondoc.outcome import outcome_words
from rules.called import full_title
from rules.subject import Subject
from scheduler.inforce import InForce

NOBODY = "(chưa phân công)"


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One row as its unit gets it, before anything is filled in."""

    key: str
    title: str
    unit: str
    last_day: dt.date | None
    state: str


def result_lines(
    subjects: Iterable[Subject], files: InForce, day: dt.date, plan: str | None, unit: str | None
) -> Iterator[ResultLine]:
    """In the plan's order; of one plan or one unit where they are named."""
    directory = files.workspace.directory.on(day)
    for subject in subjects:
        if plan is not None and subject.deadline.task.plan.id != plan:
            continue
        for id, line in subject.progress.lines.items():
            if unit is None or unit in (id, subject.answering(id, directory)):
                yield ResultLine(
                    subject.id,
                    full_title(subject.deadline),
                    unit_name(id, files),
                    subject.deadline.last_day,
                    outcome_words(subject, line, day, files),
                )


def unit_name(id: str, files: InForce) -> str:
    """A unit by name; the line that nobody leads yet says so."""
    found = files.workspace.directory.unit(id)
    return found.name if found else id or NOBODY
