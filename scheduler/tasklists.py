"""What the lists of a plan that is opened say: the tasks of each lead unit, for each of its readers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.greeting import FIRST
from rules.letter import Item, Letter, ListedTask, TaskList
from rules.notice import Notice, Occurrence
from rules.opening import ASSIGN_WITHIN, readers_of
from rules.plan import Plan, Task
from rules.recipients import Target, role_targets
from rules.rule import Recipient
from rules.subject import Subject
from scheduler.inforce import InForce
from scheduler.items import Heard, item_of, order
from scheduler.people import People
from scheduler.post import message_id


@dataclass(frozen=True, slots=True)
class Opening:
    """What all lists of one opening share."""

    plan: Plan
    files: InForce
    people: People
    at: dt.datetime  # local; when the mails go out

    @property
    def day(self) -> dt.date:
        return self.at.date()


def letters_of(opening: Opening, by_unit: Mapping[str, list[Subject]], domain: str) -> Iterator[Letter]:
    """One letter to each address, with a list for each unit that it reads for."""
    lists: dict[str, list[TaskList]] = defaultdict(list)
    readers: dict[str, Target] = {}
    for unit, subjects in by_unit.items():
        for target in _readers(opening, unit, subjects):
            if made := _list_for(opening, unit, subjects, target):
                readers.setdefault(target.address.casefold(), target)
                lists[target.address.casefold()].append(made)
    for address, target in readers.items():
        yield _letter(opening, target, tuple(lists[address]), domain)


def _readers(opening: Opening, unit: str, subjects: list[Subject]) -> list[Target]:
    """Those of the unit; of a unit that no mail reaches, the office."""
    directory, day = opening.files.world.directory, opening.day
    found = readers_of(unit, subjects, directory, day)
    return found or list(role_targets(directory, (Recipient("office"),), copy=False, day=day))


def _list_for(opening: Opening, unit: str, subjects: list[Subject], target: Target) -> TaskList | None:
    """The unit's whole list, or what an officer beside the head and the unit itself is assigned."""
    own = target.role == "lead" and target.recipient.startswith("person:") and _has_address(opening, unit)
    person = target.recipient.removeprefix("person:")
    mine = [s for s in subjects if not own or s.assignees.get(unit) == person]
    left = [s for s in mine if unit in s.progress.open_units]
    if not left:
        return None
    tasks = tuple(_listed(opening, unit, left))
    anybody_missing = any(task.officer is None for task in tasks)
    by = opening.files.world.calendar.add(opening.day, ASSIGN_WITHIN) if anybody_missing else None
    name = opening.people.unit(opening.people.directory.holder(unit)) or unit
    return TaskList(opening.plan.called, name, tasks, own, by, len(mine) - len(left))


def _has_address(opening: Opening, unit: str) -> bool:
    found = opening.people.directory.unit(opening.people.directory.holder(unit) or unit)
    return found is not None and bool(found.address)


def _listed(opening: Opening, unit: str, subjects: list[Subject]) -> Iterator[ListedTask]:
    """The tasks in the plan's order."""
    by_task: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        by_task[subject.deadline.task.id].append(subject)
    for together in by_task.values():
        task = together[0].deadline.task
        items = tuple(sorted((_item(opening, unit, s) for s in together), key=order))
        officer = _officer(opening, together[0].assignees.get(unit))
        yield ListedTask(task.key, task.short, _product(task, unit), task.time, officer, items)


def _officer(opening: Opening, id: str | None) -> str | None:
    person = opening.files.world.directory.person(id) if id else None
    return person.name if person else id


def _product(task: Task, unit: str) -> str | None:
    """What the unit hands in, over all deadlines of the task."""
    products = [product.rstrip(" .;,") for product in task.shown_products or task.products]
    return task.product_of(unit) or "; ".join(products) or None


def _item(opening: Opening, unit: str, subject: Subject) -> Item:
    first = Notice(
        occurrence=Occurrence(subject.id, subject.term, "", FIRST, 1),
        recipient=f"unit:{unit}",
        channel="",
        message="",
        address="",
        role="lead",
        unit=unit,
        copy=False,
        kind="first",
        moment=opening.at,
        at=opening.at,
        late=False,
    )
    return item_of(subject, (first,), Heard(), opening.files, opening.people, opening.day)


def _letter(opening: Opening, target: Target, lists: tuple[TaskList, ...], domain: str) -> Letter:
    people, directory = opening.people, opening.files.world.directory
    addressee, instead_of = people.addressed(target.recipient, target.address)
    keys = [f"open {opening.plan.id}"]
    items = {item.deadline: item for one in lists for task in one.tasks for item in task.items}
    return Letter(
        message_id=message_id(opening.files.organization, target.address, opening.at, keys, domain),
        organization=directory.name,
        address=target.address,
        addressee=addressee,
        at=opening.at,
        reply_to=people.contact(),
        items=tuple(sorted(items.values(), key=order)),
        lists=lists,
        to_name=people.to_name(target.recipient, target.address),
        instead_of=instead_of,
        calendar=True,
        plans=(opening.plan.called,),
    )
