"""Decides what a plan file says: the plan and its tasks with their units resolved, or every problem of it."""

from __future__ import annotations

from collections.abc import Iterator

from data.files.planmodel import DeadlineShape, InputsShape, PlanFileShape, PlanShape, TaskShape
from data.files.plansense import inputs_slug, of_plan, slug_of
from data.files.resolve import Lookup, parties
from rules.directory import Directory
from rules.plan import UNLABELLED, DeadlineSpec, Inputs, Plan, Task
from rules.problem import Problem, most
from rules.syntax.shape import validate
from rules.yaml.text import Document, parse

_SHORT = 90  # characters


def read_plan(
    file: str, text: str, directory: Directory | None
) -> tuple[tuple[Plan, tuple[Task, ...]] | None, list[Problem]]:
    """The plan of a file and its tasks in order, or None and its errors; warnings come with either.

    Without a directory units and people are not checked.
    """
    return plan_of(parse(file, text), Lookup(directory))


def plan_of(document: Document, lookup: Lookup) -> tuple[tuple[Plan, tuple[Task, ...]] | None, list[Problem]]:
    """As `read_plan`, of a file that is parsed already."""
    if document.broken:
        return None, list(document.problems)
    shape, found = validate(PlanFileShape, document, "P4", lookup)
    problems = [*document.problems, *found, *most(of_plan(document))]
    if shape is None or any(problem.level == "error" for problem in problems):
        return None, problems
    plan = _plan(document.file, shape.plan, shape.groups)
    tasks = tuple(_task(document, index, task, plan, shape.plan) for index, task in enumerate(shape.tasks))
    problems += _asking_nobody(document, tasks)
    if any(problem.level == "error" for problem in problems):
        return None, problems
    return (plan, tasks), problems


def _asking_nobody(document: Document, tasks: tuple[Task, ...]) -> Iterator[Problem]:
    for index, task in enumerate(tasks):
        for number, spec in enumerate(task.deadlines):
            if any(not inputs.units for inputs in spec.inputs):
                place = ("tasks", index, "deadlines", number, "inputs")
                said = "không còn đơn vị nào phải gửi: đơn vị chủ trì báo cáo không gửi cho chính mình"
                yield document.problem(place, "P424", said, "nêu đơn vị khác ở from")


def _plan(file: str, shape: PlanShape, groups: dict[str, str]) -> Plan:
    return Plan(
        id=shape.id,
        title=shape.title,
        year=shape.year,
        number=shape.number,
        signed=shape.signed,
        source=shape.source,
        inclusive=shape.truoc_ngay == "inclusive",
        set_by=shape.set_by,
        urge_until=shape.urge_until,
        closed=bool(shape.closed),
        opened=shape.opened is not False,
        warnings=shape.warnings,
        groups=tuple(groups.items()),
        file=file,
    )


def _task(document: Document, index: int, shape: TaskShape, plan: Plan, heading: PlanShape) -> Task:
    who = parties(shape.lead, shape.support)
    return Task(
        plan=plan,
        key=shape.key,
        group=shape.key.partition(".")[0],
        title=shape.title,
        short=shape.short or shortened(shape.title),
        products=shape.products,
        shown_products=shape.shown_products,
        unit_products=tuple(shape.unit_products.items()),
        leads=who.leads,
        collective=who.collective,
        grouped_leads=who.grouped_leads,
        supports=who.supports,
        named_supports=who.named_supports,
        lead_text=shape.lead_text,
        support_text=shape.support_text,
        assignees=tuple({**heading.assignees, **shape.assignees}.items()),
        tags=frozenset(shape.tags),
        document=shape.document,
        issued=shape.issued,
        time=shape.time,
        deadlines=tuple(
            _spec(one, document.at(("tasks", index, "deadlines", number))[0], who.leads)
            for number, one in enumerate(shape.deadlines)
        ),
        same_product_as=shape.same_product_as,
        warnings=shape.warnings,
        line=document.at(("tasks", index))[0],
    )


def _spec(shape: DeadlineShape, line: int, leads: tuple[str, ...]) -> DeadlineSpec:
    to_month = shape.end_month is not None
    return DeadlineSpec(
        slug=shape.slug or (slug_of(shape.label) if shape.label else UNLABELLED),
        kind=shape.kind,
        label=shape.label,
        date=shape.date,
        strict=bool(shape.strict),
        time=shape.time,
        start=shape.start,
        end=shape.end,
        every=shape.every,
        day=shape.day or ("last" if to_month else None),
        months=shape.months,
        month=shape.month or shape.end_month,
        weekday=shape.weekday,
        next_period=bool(shape.next_period),
        year_offset=shape.year_offset or 0,
        n=shape.n,
        unit=shape.unit,
        event=shape.event,
        once=bool(shape.once),
        by=shape.by,
        approx=bool(shape.approx),
        condition=shape.condition,
        set_by=shape.set_by,
        short=shape.short,
        ambiguous=bool(shape.ambiguous),
        alternative=shape.alternative,
        text=shape.text,
        line=line,
        inputs=tuple(_inputs(one, nth, leads) for nth, one in enumerate(shape.inputs, 1)),
    )


def _inputs(shape: InputsShape, nth: int, leads: tuple[str, ...]) -> Inputs:
    """Who leads the report asks the others, not itself."""
    named = dict.fromkeys(unit for one in shape.from_ for unit in one.units)
    alone = {unit for one in shape.from_ if not one.through_group for unit in one.units}
    return Inputs(
        slug=shape.slug or inputs_slug(nth),
        what=shape.what,
        units=tuple(unit for unit in named if unit not in leads),
        ahead=shape.by,
        grouped=frozenset(named.keys() - alone),
    )


def shortened(title: str) -> str:
    """A title of at most about 90 characters, cut between words."""
    if len(title) <= _SHORT:
        return title
    return title[:_SHORT].rpartition(" ")[0].rstrip(" ,;:.-–") + "…"
