"""Decides how the others who were told at the same moment are named: all, by groups, or some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from notifiers.vietnamese import lowered
from rules.notice import Role, Told
from scheduler.people import People

MOST = 8  # names of "Đồng gửi"
FEW = 6  # of those, when there are more

_UNITS: frozenset[Role] = frozenset({"lead", "support"})
_HEADS: frozenset[Role] = frozenset({"lead.head", "support.head"})


def named(others: Sequence[Told], own: Set[str], people: People) -> tuple[tuple[str, ...], int]:
    """The names to show, and how many more there are; `own`: the reader's units, which a group may hold."""
    names = _called(others, people)
    if len(names) > MOST:
        names = _by_groups(others, {_today(unit, people) for unit in own}, people)
    if len(names) > MOST:
        return names[:FEW], len(names) - FEW
    return names, 0


def _called(others: Iterable[Told], people: People) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people.called(other.recipient) for other in others))


def _by_groups(others: Sequence[Told], own: Set[str], people: People) -> tuple[str, ...]:
    """A group stands for its units, or for their heads, when all of them were told."""
    heads, left = _grouped([n for n in others if n.role in _HEADS], own, people)
    units, rest = _grouped([n for n in others if n.role in _UNITS], own, people)
    alone = set(map(id, (*left, *rest)))
    apart = [n for n in others if id(n) in alone or n.role not in _HEADS | _UNITS]
    return (*units, *(f"lãnh đạo {lowered(name)}" for name in heads), *_called(apart, people))


def _grouped(told: list[Told], own: Set[str], people: People) -> tuple[list[str], list[Told]]:
    """The groups told as a whole, the largest first, and the notices that none of them covers."""
    names = []
    for group in sorted(people.directory.groups.values(), key=lambda group: -len(group.members)):
        members = set(group.members)
        covered = members & {_today(n.unit, people) for n in told}
        if len(covered) > 1 and members <= covered | own:
            names.append(group.name)
            told = [n for n in told if _today(n.unit, people) not in members]
    return names, told


def _today(unit: str | None, people: People) -> str:
    """The unit that answers now: groups hold those of today."""
    return people.directory.holder(unit or "") or unit or ""
