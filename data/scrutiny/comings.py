"""Decides which posts and works are left without anybody by those who came and went, as of a day.

Codes: W918 a unit gone without a successor to its deadlines, W919 a post or work whose holder is gone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from data.scrutiny.seen import Seen, warn
from rules.days.vietnam import spoken
from rules.directory import DAY, Directory, Unit
from rules.plan import Task
from rules.problem import Problem
from rules.succession import why_nobody

_UNITS = "data/units.yaml"
_SHOWN = 3


def of_comings(seen: Seen, today: dt.date) -> Iterator[Problem]:
    """Nothing where the directory has no dates."""
    whole = seen.workspace.directory
    if not whole.turns:
        return
    due = dict(_due(seen, today))
    yield from _of_units(seen, whole, today, due)
    yield from _of_posts(seen, whole, today, due)
    yield from _of_roles(seen, whole, whole.on(today))
    yield from _of_assignees(seen, whole, today)


def _due(seen: Seen, today: dt.date) -> Iterator[tuple[str, list[dt.date]]]:
    """Lead unit -> the days of its deadlines that are not over, the last day of all for those without one."""
    found: dict[str, list[dt.date]] = defaultdict(list)
    for task in seen.workspace.tasks:
        for day in _days(task, today):
            for unit in task.leads:
                found[unit].append(day)
    yield from found.items()


def _days(task: Task, today: dt.date) -> Iterator[dt.date]:
    if task.plan.closed or today > task.plan.last_urging_day:
        return
    days = (spec.date or spec.end or dt.date(task.plan.year, 12, 31) for spec in task.deadlines)
    yield from (day for day in days if day >= today)


def _of_units(
    seen: Seen, whole: Directory, today: dt.date, due: dict[str, list[dt.date]]
) -> Iterator[Problem]:
    for index, unit in enumerate(whole.units.values()):
        after = [day for day in due.get(unit.id, ()) if unit.valid_to and day > unit.valid_to]
        then = whole.on(max([today, *after]))
        if after and then.holder(unit.id) is None:
            said = f"{why_nobody(unit.id, then)}; còn {len(after)} mốc thời hạn sau ngày ấy"
            place = ("units", index, "valid")
            yield warn(seen.documents[_UNITS], place, "W918", said, "ghi successor, hoặc dùng dondoc assign")


def _of_posts(
    seen: Seen, whole: Directory, today: dt.date, due: dict[str, list[dt.date]]
) -> Iterator[Problem]:
    now, document = whole.on(today), seen.documents[_UNITS]
    for index, unit in enumerate(whole.units.values()):
        if not unit.exists(today) or not due.get(unit.id):
            continue
        if unit.head and now.units[unit.id].head is None:
            said = f"“{unit.id}” khuyết người đứng đầu: {_away(unit.head, unit, whole, today)}"
            yield warn(document, ("units", index, "head"), "W919", said, "ghi head mới hoặc acting")
        if unit.in_charge and now.units[unit.id].in_charge is None:
            said = f"“{unit.id}” không còn lãnh đạo phụ trách: {_away(unit.in_charge, unit, whole, today)}"
            yield warn(document, ("units", index, "in_charge"), "W919", said, "ghi in_charge mới")


def _of_roles(seen: Seen, whole: Directory, now: Directory) -> Iterator[Problem]:
    for role, holders in whole.roles.items():
        if holders and not now.roles[role]:
            said = f"vai trò “{role}” không còn ai: {', '.join(holders)} đã thôi công tác"
            yield warn(seen.documents[_UNITS], ("roles", role), "W919", said, "ghi người mới")


def _of_assignees(seen: Seen, whole: Directory, today: dt.date) -> Iterator[Problem]:
    """One warning for each person and plan, at the first task."""
    lost: dict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
    number: dict[str, int] = defaultdict(int)
    for task in seen.workspace.tasks:
        index = number[task.plan.file]
        number[task.plan.file] += 1
        for unit, person in task.assignees:
            if (
                unit in task.leads
                and any(_days(task, today))
                and _gone(person, whole.units[unit], whole, today)
            ):
                lost[task.plan.file, unit, person].append((index, task.key))
    for (file, unit, person), places in lost.items():
        keys = ", ".join(key for _, key in places[:_SHOWN]) + (", …" if len(places) > _SHOWN else "")
        said = f"{keys}: {_away(person, whole.units[unit], whole, today)}, việc về đơn vị để phân công lại"
        place = ("tasks", places[0][0], "assignees", unit)
        yield warn(seen.documents[file], place, "W919", said, "sửa assignees, hoặc dùng dondoc assign")


def _gone(person: str, unit: Unit, whole: Directory, today: dt.date) -> bool:
    return not whole.people[person].present(today) or whole.on(today).elsewhere(person, unit.id)


def _away(person: str, unit: Unit, whole: Directory, today: dt.date) -> str:
    """Why somebody does not hold a post today, in Vietnamese."""
    found = whole.people[person]
    move = found.last_move(today)
    if found.valid_to is not None and found.valid_to < today:
        return f"“{person}” thôi công tác từ ngày {spoken(found.valid_to + DAY)}"
    if not found.present(today) and found.valid_from is not None:
        return f"“{person}” chỉ công tác từ ngày {spoken(found.valid_from)}"
    if move is not None and move.unit != unit.id:
        return f"“{person}” chuyển sang “{move.unit}” từ ngày {spoken(move.start)}"
    return f"“{person}” không ở “{unit.id}”"
