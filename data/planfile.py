"""Decides what a plan file says: the plan and its tasks with their units resolved, or every problem of it."""

from __future__ import annotations

from data.planmodel import DeadlineShape, PlanFileShape, PlanShape, TaskShape
from data.plansense import of_plan, slug_of
from data.resolve import Lookup, parties
from rules.directory import Directory
from rules.plan import UNLABELLED, DeadlineSpec, Plan, Task
from rules.problem import Problem, most
from rules.shape import validate
from rules.yamltext import Document, parse

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
    return (plan, tasks), problems


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
        time=shape.time,
        deadlines=tuple(
            _spec(one, document.at(("tasks", index, "deadlines", number))[0])
            for number, one in enumerate(shape.deadlines)
        ),
        same_product_as=shape.same_product_as,
        warnings=shape.warnings,
        line=document.at(("tasks", index))[0],
    )


def _spec(shape: DeadlineShape, line: int) -> DeadlineSpec:
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
    )


def shortened(title: str) -> str:
    """A title of at most about 90 characters, cut between words."""
    if len(title) <= _SHORT:
        return title
    return title[:_SHORT].rpartition(" ")[0].rstrip(" ,;:.-–") + "…"
