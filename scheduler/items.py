"""What one mail says about one deadline, as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from rules.called import one_of_many, title_of
from rules.letter import Item
from rules.notice import Notice, NoticeKind, Role
from rules.plan import DeadlineSpec, Task
from rules.progress import marks_of
from rules.subject import Subject, state_of
from scheduler.inforce import InForce
from scheduler.people import People

_WEIGHT: dict[NoticeKind, int] = {"first": 0, "escalation": 1, "reminder": 2, "waiting": 3, "digest": 4}
_ROLES: tuple[Role, ...] = (
    "lead", "lead.head", "input", "leadership", "owner", "office", "office.head",
    "support", "support.head", "other",
)  # fmt: skip
_RANK: dict[Role, int] = {role: rank for rank, role in enumerate(_ROLES)}


class Heard(NamedTuple):
    """What a reader heard of a deadline before this mail."""

    told: dt.date | None = None  # the last day as last told, in whichever term
    reminders: int | None = None  # mails to the lead unit that a relay accepted
    nth: int = 1  # reminders of the rule said to this reader's role in this term, this one included


def main_of(notices: Sequence[Notice]) -> Notice:
    """The notice that decides in which part the reader gets a deadline; `notices` is not empty."""
    return min(notices, key=lambda n: (n.copy, _WEIGHT[n.kind], _RANK[n.role]))


def item_of(
    subject: Subject, notices: Sequence[Notice], heard: Heard, files: InForce, people: People, day: dt.date
) -> Item:
    """One deadline, once, for all the notices of it in one mail; `notices` is not empty."""
    main = main_of(notices)
    unit = people.answering(subject, main.unit)
    deadline, task, spec = subject.deadline, subject.deadline.task, subject.deadline.spec
    calendar, last = files.world.calendar, subject.deadline.last_day
    state = state_of(subject, day, calendar)
    late = [n.moment.astimezone(files.world.zone).date() for n in notices if n.late and not _gated(n, files)]
    return Item(
        deadline=deadline.id,
        key=task.key,
        document=task.document,
        issued=task.issued,
        plan=task.plan.called,
        title=title_of(task, spec),
        product=product_of(subject, main.unit),
        time_words=spec.text or task.time,
        stated=deadline.stated,
        last_day=last,
        time=spec.time,
        state=state,
        days_left=calendar.between(day, last) if last and last >= day else None,
        days_late=calendar.between(deadline.stated, day) if state == "overdue" and deadline.stated else None,
        kind=main.kind,
        role=main.role,
        unit=people.unit(unit),
        leads=people.leads(subject),
        open_leads=people.names(subject.holders(people.directory)),
        supports=people.names(task.named_supports),
        copy=all(n.copy for n in notices),
        rule=_rule_title(main.occurrence.rule, files),
        rule_id=main.occurrence.rule,
        steps=tuple(dict.fromkeys(n.occurrence.step for n in notices)),
        number=heard.nth,
        total=_of_how_many(main, heard, task),
        late_since=min(late, default=None),
        ask=next((n.ask for n in notices if n.ask), None),
        why=next((n.why for n in notices if n.why), None),
        office_leads=unit in people.office_units if unit else False,
        in_charge=people.in_charge(unit),
        event=spec.event or spec.by,
        event_on=deadline.event_on,
        whole_year=whole_year(spec),
        scoring="tieu-chi" in task.tags,
        moved=heard.told is not None and heard.told != last,
        new_term=subject.term > 1,
        marks=marks_of(
            subject.progress,
            subject.stated_first,
            people.directory,
            main.unit if main.role in ("lead", "input") else None,
        ),
        reminders=heard.reminders,
        period=one_of_many(deadline),
        head=people.head(unit, main.address),
        directed=deadline.kind == "external",
        owed=deadline.kind == "input",
    )


def _gated(notice: Notice, files: InForce) -> bool:
    """Whether the step has a gate: what it held back comes when it opens, and is not late to its reader."""
    key = notice.occurrence
    return any(
        step.unless or step.when
        for rule in files.world.rules.rules
        if rule.id == key.rule
        for step in rule.steps
        if step.id == key.step
    )


def _of_how_many(main: Notice, heard: Heard, task: Task) -> int | None:
    """What was said and what may still come; a rule may name supporting units that this one is not among."""
    perhaps_unnamed = main.role == "support" and main.unit not in task.named_supports
    if main.total is None or main.kind == "waiting" or perhaps_unnamed:
        return None
    return heard.nth + max(main.total - main.number, 0)


def product_of(subject: Subject, unit: str | None) -> str | None:
    """What the unit, or whoever leads, has to hand in."""
    task, spec = subject.deadline.task, subject.deadline.spec
    own = task.product_of(unit)
    if own or spec.label:
        return own
    products = [product.rstrip(" .;,") for product in task.shown_products or task.products]
    return "; ".join(product for product in products if product != title_of(task, spec)) or None


def _rule_title(rule_id: str, files: InForce) -> str:
    return next((rule.title for rule in files.world.rules.rules if rule.id == rule_id), rule_id)


def whole_year(spec: DeadlineSpec) -> bool:
    """Whether a deadline is a task of the whole year."""
    start, end = spec.start, spec.end
    return spec.kind == "period" and start is not None and end is not None and (end - start).days >= 360


def order(item: Item) -> tuple[bool, bool, dt.date, str]:
    """Overdue first, then by date; copies last."""
    return (item.copy, item.state != "overdue", item.last_day or dt.date.max, item.deadline)
