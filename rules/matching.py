"""Which rules speak about a deadline: the first that matches, and those before it that say `continue`."""

from __future__ import annotations

from collections.abc import Iterable

from rules.plan import Deadline
from rules.rule import Match, Rule


def _touches(wanted: frozenset[str] | None, found: Iterable[str | None]) -> bool:
    return wanted is None or not wanted.isdisjoint(value for value in found if value is not None)


def matches(match: Match, deadline: Deadline, leads: Iterable[str]) -> bool:
    """Whether every key of `match` holds; `leads` are the units that lead it now."""
    task, spec = deadline.task, deadline.spec
    return (
        _touches(match.plan, (task.plan.id,))
        and _touches(match.group, (task.group,))
        and _touches(match.task, (task.key, task.id))
        and _touches(match.tags, task.tags)
        and _touches(match.kind, (spec.kind,))
        and _touches(match.lead, leads)
        and _touches(match.support, task.supports)
        and _touches(match.deadline, (deadline.id, deadline.base, spec.slug, spec.label))
    )


def rules_for(rules: Iterable[Rule], deadline: Deadline, leads: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that apply, in file order."""
    units = tuple(leads)
    found: list[Rule] = []
    for rule in rules:
        if matches(rule.match, deadline, units):
            found.append(rule)
            if not rule.goes_on:
                break
    return tuple(found)
