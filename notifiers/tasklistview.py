"""Decides the words of the list of tasks that a unit gets when a plan is opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from notifiers.ics import has_a_day
from notifiers.itemview import last_day_words, place, source, stated_in
from notifiers.mailview import contact_of, instead_words
from notifiers.status import TONES, bucket, status_words
from notifiers.subject import subject
from notifiers.vietnamese import listing, lowered, number, one_line, plain_day, raised
from rules.letter import Item, Letter, ListedTask, TaskList


class TaskView(NamedTuple):
    """One task, in words. Empty text: nothing to say."""

    title: str
    place: str
    product: str
    paper: str  # what states the limit: "kế hoạch" or "văn bản"
    quoted: str  # its own time words
    officer: str
    times: tuple[str, ...]  # a line for each deadline


class ListView(NamedTuple):
    heading: str
    tasks: tuple[TaskView, ...]
    ask: str
    finished: str


class TaskListView(NamedTuple):
    """Everything a template of a task list shows."""

    subject: str
    organization: str
    addressee: str
    instead: str
    opening: str
    lists: tuple[ListView, ...]
    contact: str
    tone: str


def task_list_view(letter: Letter) -> TaskListView:
    """The words of a letter with lists."""
    return TaskListView(
        subject=subject(letter),
        organization=letter.organization,
        addressee=letter.addressee,
        instead=instead_words(letter),
        opening=_opening(letter),
        lists=tuple(map(_list, letter.lists)),
        contact=contact_of(letter),
        tone=TONES["open"],
    )


def _opening(letter: Letter) -> str:
    names = listing(f"“{one_line(plan)}”" for plan in letter.plans)
    return (
        f"{names} đã được đưa vào theo dõi, đôn đốc. Thư này thông báo các nhiệm vụ và thời hạn; đến gần mỗi"
        f" thời hạn, hệ thống sẽ nhắc.{_days_told(letter)}"
    )


def _days_told(letter: Letter) -> str:
    """What the days of the list are, and where else they stand; nothing where the list has none."""
    if not any(last_day_words(item) for item in letter.items):
        return ""
    attached = any(has_a_day(item, letter.at.date()) for item in letter.items)
    dates = "; lịch kèm theo thư có các ngày ấy" if attached else ""
    return f" Ngày ghi ở từng mốc là ngày làm việc cuối cùng còn trong hạn{dates}."


def _list(one: TaskList) -> ListView:
    deadlines = sum(len(task.items) for task in one.tasks)
    whose = f"Phần việc được phân công tại {one.unit}" if one.own else f"Nhiệm vụ của {one.unit}"
    return ListView(
        heading=f"{whose}: {number(len(one.tasks))} nhiệm vụ, {number(deadlines)} mốc thời hạn",
        tasks=tuple(map(_task, one.tasks)),
        ask=_ask(one),
        finished=_finished(one.finished),
    )


def _finished(count: int) -> str:
    return f"Đã ghi nhận hoàn thành từ trước: {number(count)} mốc thời hạn." if count else ""


def _ask(one: TaskList) -> str:
    if one.assign_by is None:
        return ""
    missing = sum(task.officer is None for task in one.tasks)
    return (
        f"Còn {number(missing)} nhiệm vụ chưa có chuyên viên: đề nghị phân công chuyên viên trước"
        f" {plain_day(one.assign_by)} và trả lời thư này để cập nhật."
    )


def _task(task: ListedTask) -> TaskView:
    product = one_line(task.product or "").rstrip(".;")
    return TaskView(
        title=one_line(task.title),
        place=raised(source(task.items[0])) if task.items else place(task.key),
        product="" if product.casefold() == task.title.casefold() else product,
        paper=stated_in(task.items[0]) if task.items else "kế hoạch",
        quoted=one_line(task.time_words),
        officer=f"Chuyên viên: {task.officer}" if task.officer else "Chưa phân công chuyên viên",
        times=tuple(_times(task)),
    )


def _times(task: ListedTask) -> Iterator[str]:
    """A line for each deadline; the periods of a recurring one share theirs."""
    for _, same in groupby(task.items, key=lambda item: item.title if item.period else item.deadline):
        items = list(same)
        label = _label(items[0], task)
        told = "; ".join(_when(item) for item in items)
        yield f"{label}: {told}" if label else raised(told)


def _label(item: Item, task: ListedTask) -> str:
    """What tells a deadline from the others of its task."""
    title = one_line(item.title)
    return "" if title == one_line(task.title) else raised(title.removeprefix(f"{one_line(task.title)}: "))


def _when(item: Item) -> str:
    words = last_day_words(item) or lowered(status_words(item))
    if item.period and item.last_day:
        words = f"{item.period}: {words}"
    return f"{words} (đã qua)" if bucket(item) == "overdue" and item.last_day else words
