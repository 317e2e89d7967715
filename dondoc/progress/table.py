"""Decides what the plan's table says with its results filled in: verbatim rows, results, totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dondoc.outcome import BEFORE, outcome_words
from dondoc.results.lines import unit_name
from notifiers.vietnamese import listing, number, plain_day, raised, working_days
from rules.appendix.wording import cleaned
from rules.called import one_of_many
from rules.classes import NAMES, ClassCount, counted
from rules.digest import summed_up
from rules.letter import Figures
from rules.plan import Plan, Task
from rules.subject import Subject
from scheduler.inforce import InForce

COLUMNS = ("STT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian", "Kết quả")
CLASS_COLUMNS = ("Phân loại", "Số lượng", "Tỷ lệ", "Trong đó được gia hạn")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One task: the plan's words, without the marks of a web page, and its results, a line each."""

    number: str
    title: str
    products: tuple[str, ...]
    lead: str
    support: str
    time: str
    results: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        return (
            self.number, self.title, "\n".join(self.products), self.lead, self.support, self.time,
            "\n".join(self.results),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableGroup:
    """One group of the plan with its tasks."""

    title: str  # "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """Everything the paper says."""

    organization: str
    place: str | None
    signer: str  # the title of who signs
    day: dt.date
    title: str
    about: str  # which document, as of which day
    summary: str
    classes: tuple[tuple[str, ...], ...]  # in the order of CLASS_COLUMNS
    groups: tuple[TableGroup, ...]


def appendix_of(plan: Plan, subjects: Sequence[Subject], files: InForce, day: dt.date) -> Appendix:
    """The table of one plan; `subjects` are its deadlines in the plan's order."""
    directory = files.workspace.directory.on(day)
    figures, rows = summed_up(subjects, directory, day, files.world.calendar)
    heads = [person for id in directory.roles.get("office.head", ()) if (person := directory.person(id))]
    return Appendix(
        directory.name,
        directory.place,
        next((head.title for head in heads if head.title), "Thủ trưởng cơ quan"),
        day,
        plan.title,
        _about(plan, day),
        _summary(figures),
        tuple(_class_cells(one) for one in counted(rows) if one.count or one.of != "done-before"),
        tuple(_groups(plan, subjects, files, day)),
    )


def _about(plan: Plan, day: dt.date) -> str:
    known = f"số {plan.number} " if plan.number else "ban hành " if plan.signed else ""
    document = f"Kế hoạch {known}{plain_day(plan.signed) if plan.signed else ''}".rstrip()
    as_of = f"tính đến hết {plain_day(day)}"
    return f"({document}; {as_of})" if known else f"({raised(as_of)})"


def _summary(figures: Figures) -> str:
    longest = f" (lâu nhất {working_days(figures.longest_late)})" if figures.longest_late else ""
    rare = ((figures.done_before, BEFORE), (figures.cancelled, "dừng thực hiện"))
    more = [f"{words} {number(n)}" for n, words in rare if n]
    told = [
        f"hoàn thành đúng hạn {number(figures.done_on_time)}",
        f"hoàn thành quá hạn {number(figures.done_late)}",
        f"đang thực hiện trong hạn {number(figures.in_time)}",
        f"đang thực hiện quá hạn {number(figures.overdue)}{longest}",
        f"không xác định hạn {number(figures.undetermined)}",
        *more,
    ]
    total = f"Tổng số {number(figures.tasks)} nhiệm vụ với {number(figures.deadlines)} mốc thời hạn"
    among = f"Trong đó {number(figures.extended)} mốc được gia hạn"
    nothing = f", {number(figures.no_output)} mốc không phát sinh" if figures.no_output else ""
    return f"{total}: {'; '.join(told)}. {among}{nothing}."


def _class_cells(one: ClassCount) -> tuple[str, ...]:
    share = f"{one.share:.1f}%".replace(".", ",") if one.share is not None else "-"
    return NAMES[one.of], number(one.count), share, number(one.extended)


def _groups(
    plan: Plan, subjects: Iterable[Subject], files: InForce, day: dt.date
) -> Iterator[TableGroup]:  # fmt: skip
    """Every task of the plan, also one without a deadline, in the plan's groups and order."""
    titles = dict(plan.groups)
    own: dict[str, list[Subject]] = {}
    for subject in subjects:
        own.setdefault(subject.deadline.task.id, []).append(subject)
    tasks = [task for task in files.workspace.tasks if task.plan.id == plan.id]
    for group, members in groupby(tasks, key=lambda task: task.group):
        title = titles.get(group)
        rows = tuple(_row(task, own.get(task.id, []), files, day) for task in members)
        yield TableGroup(f"{group}. {title}" if title else group, rows)


def _row(task: Task, subjects: Sequence[Subject], files: InForce, day: dt.date) -> TableRow:
    several = len(subjects) > 1
    return TableRow(
        task.key.removeprefix(f"{task.group}."),
        cleaned(task.title),
        tuple(map(cleaned, task.products)),
        cleaned(task.lead_text) or listing(unit_name(id, files) for id in task.leads),
        cleaned(task.support_text) or listing(unit_name(id, files) for id in task.supports),
        cleaned(task.time),
        tuple(line for subject in subjects for line in _results(subject, files, day, several=several)),
    )


def _results(subject: Subject, files: InForce, day: dt.date, *, several: bool) -> Iterator[str]:
    """A line for each unit; units that stand alike share one."""
    alike: dict[str, list[str]] = {}
    for unit, line in subject.progress.lines.items():
        words = outcome_words(subject, line, day, files, formal=True)
        alike.setdefault(words, []).append(unit_name(unit, files))
    which = _which(subject) if several else ""
    for words, units in alike.items():
        told = words if len(alike) == 1 else f"{listing(units)}: {words}"
        yield f"{which}: {told}" if which else raised(told)


def _which(subject: Subject) -> str:
    """`Báo cáo quý I`, `quý I/2024`, or the date of what has no name."""
    deadline = subject.deadline
    names = [name for name in (deadline.label, one_of_many(deadline)) if name]
    return raised(", ".join(names)) or (f"Hạn {plain_day(deadline.stated)}" if deadline.stated else "")
