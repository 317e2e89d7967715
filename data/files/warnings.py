"""Decides what an admin should look at although the files can be used.

Codes: W901 W902 rules; W910-W916 units; W920-W924 calendar; W930-W939 plans; W950 what the document itself
gets wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from data.files.resolve import Lookup
from rules.days.calendar import WorkCalendar
from rules.days.vietnam import WEEKDAYS, spoken
from rules.directory import Directory, Unit
from rules.plan import DeadlineSpec, Plan, Task
from rules.problem import Problem
from rules.syntax.fields import nearest
from rules.syntax.listed import value_at
from rules.yaml.text import Document, Path


class Sources(NamedTuple):
    """A workspace without errors, and the documents it came from (for the places of warnings)."""

    documents: Mapping[str, Document]
    directory: Directory
    plans: tuple[Plan, ...]
    tasks: tuple[Task, ...]
    calendar: WorkCalendar


def all_warnings(sources: Sources) -> list[Problem]:
    """Every warning of a usable workspace that the single files did not give."""
    return [*_of_units(sources), *_of_roles(sources), *_of_plans(sources), *_of_calendar(sources)]


def _warn(document: Document, path: Path, code: str, message: str, hint: str | None = None) -> Problem:
    return document.problem(path, code, message, hint, level="warning")


def _of_units(sources: Sources) -> Iterator[Problem]:
    document = sources.documents["data/units.yaml"]
    for index, unit in enumerate(sources.directory.units.values()):
        path = ("units", index)
        for code, missing in _missing(unit, sources.directory):
            yield _warn(document, path, code, f"đơn vị “{unit.id}” {missing}")
    for index, person in enumerate(sources.directory.people.values()):
        for number, leave in enumerate(person.leave):
            if leave.delegate is None:
                away = f"từ {spoken(leave.start)} đến {spoken(leave.end)}"
                said = f"“{person.id}” vắng mặt {away} mà chưa có người nhận thay"
                yield _warn(document, ("people", index, "leave", number), "W914", said, "thêm delegate")


def _missing(unit: Unit, directory: Directory) -> Iterator[tuple[str, str]]:
    people = directory.people
    if unit.address is None and not any(people[id].address for id in unit.officers if id in people):
        yield (
            "W910",
            "không có hộp thư chung và không có chuyên viên nào có địa chỉ thư; thư sẽ về người theo dõi",
        )
    head = people.get(unit.head or unit.acting or _arriving(unit, directory))
    if head is None:
        yield "W912", "chưa có trưởng đơn vị (head)"
    elif head.address is None:
        yield "W912", f"có trưởng đơn vị “{head.id}” chưa có địa chỉ thư"
    if unit.in_charge is None:
        yield "W913", "chưa có lãnh đạo phụ trách (in_charge)"


def _arriving(unit: Unit, directory: Directory) -> str:
    """Who is to head the unit by a move."""
    moves = [(p.id, move) for p in directory.people.values() for move in p.moves if move.unit == unit.id]
    return next((id for id, move in moves if move.head), "")


ROLES = {
    "office": "người theo dõi, đôn đốc",
    "leadership": "lãnh đạo cơ quan",
    "admin": "quản trị hệ thống",
}


def _of_roles(sources: Sources) -> Iterator[Problem]:
    document = sources.documents["data/units.yaml"]
    people = sources.directory.people
    for role, words in ROLES.items():
        holders = sources.directory.roles.get(role, ())
        if not holders:
            yield _nobody(document, role, f"vai trò “{role}” ({words}) chưa có ai")
        elif not any(people[id].address for id in holders):
            said = f"không ai trong vai trò “{role}” ({words}) có địa chỉ thư"
            yield _warn(document, ("roles", role), "W915", said)


def _nobody(document: Document, role: str, said: str) -> Problem:
    """A needed role without anyone; told at a role of the file's own that looks like it misspelt."""
    written = value_at(document, ("roles",))
    known = {*ROLES, "office.head"}
    for other in written if isinstance(written, dict) else ():
        if other not in known and (hint := nearest(other, [role])):
            hint = f"ở đây ghi “{other}”; {hint}"
            return document.problem(("roles", other), "W915", said, hint, level="warning", at_key=True)
    return _warn(document, ("roles", role), "W915", said)


def _of_plans(sources: Sources) -> Iterator[Problem]:
    if not sources.plans:
        yield Problem(
            "data/plans", 1, 1, "warning", "W930", "chưa có kế hoạch nào", "thêm tệp vào data/plans/"
        )
    for plan in sources.plans:
        document = sources.documents[plan.file]
        for number, words in enumerate(plan.warnings):
            yield _warn(document, ("plan", "warnings", number), "W950", words)
        yield from _of_assignees(document, ("plan",), sources.directory)
        own = [task for task in sources.tasks if task.plan is plan]
        yield from _same_numbers(document, own)
        for index, task in enumerate(own):
            yield from _of_task(document, index, task, sources.calendar)
            yield from _of_assignees(document, ("tasks", index), sources.directory, task)


def _same_numbers(document: Document, tasks: list[Task]) -> Iterator[Problem]:
    """A row's number that stands in two groups: the key tells them apart, the number alone does not."""
    first: dict[str, str] = {}
    # Plans that number each group from 1 repeat by intent.
    if sum(task.key.partition(".")[2] == "1" for task in tasks) > 1:
        return
    for index, task in enumerate(tasks):
        number = task.key.partition(".")[2]
        if (other := first.setdefault(number, task.key)) != task.key:
            said = f"số thứ tự {number} được dùng hai lần ({other} và {task.key})"
            yield _warn(document, ("tasks", index, "key"), "W933", said, "gọi nhiệm vụ bằng mã đầy đủ")


def _of_task(document: Document, index: int, task: Task, calendar: WorkCalendar) -> Iterator[Problem]:
    path = ("tasks", index)
    for number, words in enumerate(task.warnings):
        yield _warn(document, (*path, "warnings", number), "W950", f"{task.key}: {words}")
    if not task.leads:
        said = f"{task.key}: chưa phân công đơn vị chủ trì; thư sẽ về người theo dõi"
        yield _warn(document, path, "W934", said, "ghi đơn vị ở lead, hoặc dùng lệnh dondoc assign")
    if not task.deadlines:
        yield _warn(document, path, "W935", f"{task.key}: không có thời hạn nào nên sẽ không được nhắc")
    for number, spec in enumerate(task.deadlines):
        yield from _of_deadline(document, (*path, "deadlines", number), task, spec, calendar)


def _of_assignees(
    document: Document, path: Path, directory: Directory, task: Task | None = None
) -> Iterator[Problem]:
    """People who are not of the unit they answer for, and units that lead nothing here."""
    written, lookup = value_at(document, (*path, "assignees")), Lookup(directory)
    for word, person in written.items() if isinstance(written, dict) else ():
        unit, place = directory.units[lookup.unit(str(word))], (*path, "assignees", str(word))
        if not unit.has(str(person)) and not directory.people[str(person)].joins(unit.id):
            said = f"“{person}” không phải chuyên viên hay trưởng đơn vị của “{unit.name}”"
            yield _warn(document, place, "W938", said, "xem lại officers, head ở data/units.yaml")
        if task is not None and unit.id not in task.leads:
            said = f"{task.key}: “{unit.name}” không chủ trì nhiệm vụ này nên phân công không có tác dụng"
            yield _warn(document, place, "W939", said, "xem lại lead")


def _of_deadline(
    document: Document, path: Path, task: Task, spec: DeadlineSpec, calendar: WorkCalendar
) -> Iterator[Problem]:
    if spec.ambiguous:
        said = f"{task.key}: thời hạn chưa rõ, đang đọc là {_day(spec.date or spec.end)}"
        other = f"cách đọc khác: {_day(spec.alternative)}" if spec.alternative else None
        yield _warn(document, path, "W936", said, other)
    if spec.kind == "by" and spec.date is not None and not calendar.is_working(spec.date):
        last = calendar.on_or_before(spec.date)
        said = (
            f"{task.key}: {_day(spec.date)} là ngày nghỉ; ngày làm việc cuối cùng trong hạn là {_day(last)}"
        )
        yield _warn(document, (*path, "date"), "W937", said)


def _day(day: dt.date | None) -> str:
    return f"{WEEKDAYS[day.weekday()]}, ngày {spoken(day)}" if day else "chưa có ngày"


def _of_calendar(sources: Sources) -> Iterator[Problem]:
    """Years in which a plan's deadlines fall and for which no official notice is confirmed."""
    document = sources.documents.get("data/calendar.yaml")
    for year in sorted(_years(sources)):
        if sources.calendar.confirmed(year) or document is None or _is_partial(document, year):
            continue
        said = f"năm {year} có thời hạn nhưng chưa có thông báo nghỉ chính thức được xác nhận"
        hint = "thêm năm này vào data/calendar.yaml khi có thông báo; hiện tính theo thư viện"
        yield _warn(document, ("years", str(year)), "W922", said, hint)


def _is_partial(document: Document, year: int) -> bool:
    """Such a year has its own warning."""
    return value_at(document, ("years", str(year), "confirmed")) == "partly"


def _years(sources: Sources) -> set[int]:
    years = {plan.year for plan in sources.plans}
    for task in sources.tasks:
        for spec in task.deadlines:
            years.update(day.year for day in (spec.date, spec.start, spec.end) if day is not None)
    return years
