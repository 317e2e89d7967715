"""Decides which deadlines the inputs of a report are: one for each, its lead lines the units that owe it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rules.called import title_of
from rules.plan import DeadlineSpec, Inputs, Report, Task


def with_inputs(task: Task) -> Iterator[tuple[Task, DeadlineSpec]]:
    """The lines of a task, then what others owe for its reports."""
    for spec in task.deadlines:
        yield task, spec
    for spec in task.deadlines:
        for inputs in spec.inputs:
            yield _input(task, spec, inputs)


def _input(task: Task, spec: DeadlineSpec, inputs: Inputs) -> tuple[Task, DeadlineSpec]:
    own = DeadlineSpec(inputs.slug, "input", report=Report(task, spec, inputs.ahead), line=spec.line)
    what = inputs.what[:1].upper() + inputs.what[1:]
    asked = replace(
        task,
        part=spec.slug,
        title=inputs.what,
        short=f"{what} để làm {title_of(task, spec)}",
        products=(),
        shown_products=(),
        unit_products=(),
        leads=inputs.units,
        collective=len(inputs.units) > 1,
        grouped_leads=inputs.grouped,
        supports=(),
        named_supports=(),
        lead_text="",
        support_text="",
        assignees=tuple(pair for pair in task.assignees if pair[0] in inputs.units),
        time="",
        deadlines=(own,),
        same_product_as=None,
        warnings=(),
    )
    return asked, own
