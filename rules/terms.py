"""Decides which terms a deadline has had: each as it stood when the next one began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rules.action import Action
from rules.days.calendar import WorkCalendar
from rules.days.vietnam import spoken
from rules.directory import Directory
from rules.plan import DeadlineSpec, Task
from rules.subject import Subject, subjects_of


@dataclass(frozen=True, slots=True)
class Term:
    """One run of a deadline's steps; `ended` is the report that began the next one."""

    subject: Subject
    ended: Action | None = None


def terms_of(
    task: Task,
    spec: DeadlineSpec,
    calendar: WorkCalendar,
    id: str,
    actions: Sequence[Action],
    directory: Directory | None = None,
) -> tuple[Term, ...]:
    """Every term of the deadline `id`, the current one last.

    `actions` are those of its line and task, oldest first.
    """
    found: dict[int, Term] = {}
    for count in range(len(actions) + 1):
        subjects = subjects_of(task, spec, calendar, actions[:count], directory)
        subject = next((one for one in subjects if one.id == id), None)
        if subject is None:
            continue
        former = found.get(subject.term - 1)
        if former is not None and former.ended is None:
            found[subject.term - 1] = Term(former.subject, actions[count - 1])
        found[subject.term] = Term(subject)
    return tuple(found.values())


def why_ended(action: Action) -> str:
    """What ended a term, in Vietnamese."""
    when = f"ghi nhận ngày {spoken(action.on)}"
    dated = action.to and action.do != "move"
    until = f" đến hết ngày {spoken(dt.date.fromisoformat(action.to or ''))}" if dated else ""
    words = {
        "extend-grant": f"được gia hạn{until}",
        "amend": f"được điều chỉnh{until} theo văn bản {action.document}",
        "move": f"được chuyển cho đơn vị khác theo văn bản {action.document}",
        "event": f"cấp trên ấn định hạn{until}",
        "reopen": "được mở lại",
    }
    return f"kỳ hạn này đã kết thúc: thời hạn {words.get(action.do, 'thay đổi')}, {when}"
