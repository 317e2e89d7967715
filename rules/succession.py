"""Decides which unit answers for a lead line: its own, the one that took over, or whom the office named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from rules.action import Action
from rules.days.vietnam import spoken
from rules.directory import DAY, Directory, Unit
from rules.plan import Deadline, Task
from rules.progress import Answers, own_line

INSTANCES = frozenset({"recurring", "after_event"})  # each deadline of a line has a beginning of its own


def answers_in(directory: Directory | None, taken: Mapping[str, str]) -> Answers:
    """Who answers for a line when a report is made, or was on the day it tells of."""
    if directory is None or not directory.turns:
        return own_line

    def answers(line: str, action: Action) -> bool:
        days = (action.on, action.at.date())
        return own_line(line, action) or any(
            directory.on(day).holder(line, taken) == action.unit for day in days
        )

    return answers


def taken_over(
    action: Action, leads: Iterable[str], directory: Directory | None, taken: Mapping[str, str]
) -> tuple[str, ...]:
    """The units without one successor whose lines the unit of an assignment takes over."""
    if directory is None or not directory.turns or action.unit is None:
        return ()
    last, then = directory.on(dt.date.max), directory.on(action.on)
    stuck = dict.fromkeys(end for lead in leads for heir, end in [last.stuck(lead, taken)] if heir is None)
    return tuple(
        unit
        for unit in stuck
        if action.unit in directory.units[unit].successors or then.ended(directory.units[unit])
    )


def leads_of(
    task: Task, deadline: Deadline, leads: Sequence[str], directory: Directory | None
) -> tuple[str, ...]:
    """Without the units that a group names and that no day of this deadline sees."""
    if directory is None or not directory.turns or not task.grouped_leads:
        return tuple(leads)
    own = deadline.start if deadline.kind in INSTANCES else None
    first, last = own or dt.date(task.plan.year, 1, 1), deadline.stated or dt.date.max
    return tuple(
        lead for lead in leads if lead not in task.grouped_leads or _lives(directory.units[lead], first, last)
    )


def _lives(unit: Unit, first: dt.date, last: dt.date) -> bool:
    return (unit.valid_from or first) <= last and (unit.valid_to or last) >= first


def inherited(line: str, holder: Unit, directory: Directory) -> str | None:
    """Why a unit gets what another was given, in Vietnamese; None for its own."""
    former = directory.unit(line)
    if former is None or former.id == holder.id or former.valid_to is None:
        return None
    return f"tiếp nhận việc của {former.name}, không còn từ ngày {spoken(former.valid_to + DAY)}"


def why_gone(recipients: Iterable[str], whole: Directory, day: dt.date) -> str | None:
    """Why whoever is known by these names (`person:id`, `unit:id`) is not there, in Vietnamese; None: is."""
    told: list[str] = []
    for kind, _, id in (one.partition(":") for one in sorted(recipients)):
        person = whole.person(id) if kind == "person" else None
        unit = whole.unit(id) if kind == "unit" else None
        if (person and person.present(day)) or (unit and unit.exists(day)):
            return None
        if person and person.valid_to and person.valid_to < day:
            told.append(f"thôi công tác từ ngày {spoken(person.valid_to + DAY)}")
        if unit and unit.valid_to and unit.valid_to < day:
            told.append(unit_gone(unit, whole.on(day)))
    return "; ".join(told) or None


def unit_gone(unit: Unit, directory: Directory) -> str:
    """Since when a unit is gone and who took over, in Vietnamese."""
    heir = directory.unit(directory.holder(unit.id) or "")
    if heir is None or unit.valid_to is None:
        return why_nobody(unit.id, directory)
    return f"không còn từ ngày {spoken(unit.valid_to + DAY)}, việc chuyển về {heir.name}"


def why_nobody(unit: str, directory: Directory) -> str:
    """Why nobody answers for what a unit was given, in Vietnamese."""
    _, end = directory.stuck(unit)
    found = directory.unit(end)
    if found is None:
        return f"không có đơn vị {end}"
    if not directory.ended(found) and found.valid_from is not None:
        return f"{found.name} chỉ hoạt động từ ngày {spoken(found.valid_from)}"
    since = spoken(found.valid_to + DAY) if found.valid_to else ""
    names = [one.name for id in found.successors if (one := directory.unit(id))]
    heirs = f"việc chuyển về {' hoặc '.join(names)}" if len(names) > 1 else "chưa có đơn vị kế thừa"
    return f"{found.name} không còn từ ngày {since}, {heirs}, cần phân công"
