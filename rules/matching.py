"""Which rules speak about a deadline: the first that matches, and those before it that say `continue`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Unmet:
    """One key of `match` that does not hold."""

    key: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule that does not speak about a deadline, and why."""

    rule: Rule
    unmet: tuple[Unmet, ...]
    after: str | None = None  # the rule before it that ended the search


def passed_over(rules: Iterable[Rule], deadline: Deadline, leads: Iterable[str]) -> tuple[PassedOver, ...]:
    """The rules that do not apply, in file order."""
    units, end = tuple(leads), None
    found: list[PassedOver] = []
    for rule in rules:
        unmet = unmet_by(rule.match, deadline, units)
        if end is not None or unmet:
            found.append(PassedOver(rule, unmet, end))
        elif not rule.goes_on:
            end = rule.id
    return tuple(found)


def unmet_by(match: Match, deadline: Deadline, leads: Iterable[str]) -> tuple[Unmet, ...]:
    """The keys of `match` that do not hold; none when it matches."""
    task, spec = deadline.task, deadline.spec
    has: dict[str, tuple[frozenset[str] | None, Iterable[str | None]]] = {
        "plan": (match.plan, (task.plan.id,)),
        "group": (match.group, (task.group,)),
        "task": (match.task, (task.key,)),
        "tags": (match.tags, sorted(task.tags)),
        "kind": (match.kind, (spec.kind,)),
        "lead": (match.lead, leads),
        "support": (match.support, task.supports),
        "deadline": (match.deadline, (spec.slug, spec.label)),
    }
    aliases = {"task": (task.id,), "deadline": (deadline.id, deadline.base)}
    return tuple(
        Unmet(key, tuple(sorted(wanted)), tuple(value for value in found if value is not None))
        for key, (wanted, found) in has.items()
        if wanted is not None and not _touches(wanted, (*found, *aliases.get(key, ())))
    )
