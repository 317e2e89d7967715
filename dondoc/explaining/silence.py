"""Decides why a deadline that concerns somebody said nothing on one day, and when it speaks next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.action import Action
from rules.concern import Concern, Somebody
from rules.days.vietnam import spoken
from rules.engine import urged
from rules.explain import Explained, Lived, explain, why_closed
from rules.recipients import delegate_of
from rules.subject import Subject
from rules.succession import why_gone
from rules.terms import Term, terms_of
from scheduler.inforce import InForce
from scheduler.known import actions_by_line, base_of, told_of

NOT_DUE = "ngày này không có lần nhắc nào đến lúc"


@dataclass(frozen=True, slots=True)
class Asked:
    """A deadline that concerns a reader and said nothing."""

    subject: Subject
    concern: Concern


@dataclass(frozen=True, slots=True)
class Silence:
    """Why it said nothing, and what it says to this reader next."""

    deadline: str
    concern: Concern
    why: str
    next: Explained | None


def silences(
    asked: Iterable[Asked], actions: Sequence[Action], lived: Lived, files: InForce,
    who: Somebody, on: dt.date, now: dt.datetime,
) -> tuple[Silence, ...]:  # fmt: skip
    """One for each deadline that was asked about; `actions`: all that was reported by `now`."""
    by_line = actions_by_line(actions, files)
    gone = why_gone(who.recipients, files.world.directory, on)
    found: list[Silence] = []
    for one in asked:
        base = base_of(one.subject.id, files)
        task, spec = files.lines[base]
        told = told_of(base, by_line)
        terms = terms_of(task, spec, files.world.calendar, one.subject.id, told, files.world.directory)
        steps = [s for s in explain(terms, lived, files.world, now) if _is_own(s, one.concern, who)]
        coming = next((s for s in steps if _comes(s, files, who, on)), None)
        found.append(
            Silence(one.subject.id, one.concern, _why(one, terms[-1], steps, coming, files, on, gone), coming)
        )
    return tuple(found)


def _is_own(step: Explained, concern: Concern, who: Somebody) -> bool:
    reads = any(who.reads(address) for address in (*step.recipients, *step.cc))
    return reads or (step.rule, step.step, step.occurrence) in concern.steps


def _comes(step: Explained, files: InForce, who: Somebody, on: dt.date) -> bool:
    """Whether a step is still to be said to this reader, or to the delegate, after that day."""
    day = step.at.astimezone(files.world.zone).date()
    if step.status != "planned" or day <= on:
        return False
    directory = files.world.directory
    person = directory.person(who.person) if who.person else None
    stand_in = delegate_of(person, day, directory) if person else None
    people = {address.casefold() for address in (*step.recipients, *step.cc)}
    return bool(people & {who.address.casefold(), (stand_in.address or "").casefold() if stand_in else ""})


def _why(
    asked: Asked, term: Term, steps: Sequence[Explained], coming: Explained | None,
    files: InForce, on: dt.date, gone: str | None,
) -> str:  # fmt: skip
    subject = asked.subject
    if closed := why_closed(term):
        return closed
    if gone is not None:
        return gone
    if not urged(subject.deadline.task, on):
        return f"chỉ đôn đốc đến {spoken(subject.deadline.task.plan.last_urging_day)}"
    if asked.concern.units and not asked.concern.units & set(subject.progress.open_units):
        return "đơn vị đã hoàn thành phần việc của mình"
    if due := [f"[{step.step}] {step.why}" for step in steps if _was_due(step, files, on)]:
        return "; ".join(dict.fromkeys(due))
    if coming is None:
        return "chưa xác định thời hạn" if subject.deadline.waiting else "không còn lần nhắc nào"
    return NOT_DUE


def _was_due(step: Explained, files: InForce, on: dt.date) -> bool:
    """Meant for that day and not said; or meant for an earlier day, and waiting still."""
    zone = files.world.zone
    meant = step.moment.astimezone(zone).date()
    if step.status in ("said", "planned"):
        return meant <= on < step.at.astimezone(zone).date()
    return meant == on or (step.status == "held" and meant < on)
