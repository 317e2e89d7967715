"""Decides which units lead and support a task: ids, names and aliases of the plan become unit ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rules.directory import Directory, Group, Unit
from rules.syntax.fields import fault, nearest, plain


class Called(NamedTuple):
    """The units one entry of `lead` or `support` stands for, and whether through a group."""

    units: tuple[str, ...]
    through_group: bool = False


class Parties(NamedTuple):
    """Who takes part in a task (see `Task`)."""

    leads: tuple[str, ...]
    collective: bool
    grouped_leads: frozenset[str]
    supports: tuple[str, ...]
    named_supports: tuple[str, ...]


class Lookup:
    """Finds units and groups by id, name or alias; without a directory every word is taken as a unit's id."""

    def __init__(self, directory: Directory | None) -> None:
        self.directory = directory
        self._ids: dict[str, Unit | Group] = {}
        self._names: dict[str, list[Unit | Group]] = {}
        if directory is not None:
            self._ids = {**directory.groups, **directory.units}
            for one in self._ids.values():
                for name in dict.fromkeys(map(plain, (one.name, *one.aliases))):
                    self._names.setdefault(name, []).append(one)

    def called(self, word: str) -> Called:
        """What an entry stands for; raises a fault for an unknown word or one that names two."""
        if self.directory is None:
            return Called((word,))
        found = self._found(word)
        return Called(found.members, True) if isinstance(found, Group) else Called((found.id,))

    def unit(self, word: str) -> str:
        """The id of one unit; raises a fault for a group too."""
        if self.directory is None:
            return word
        found = self._found(word)
        if isinstance(found, Group):
            said = f"“{word}” là một nhóm; ở đây chỉ dùng một đơn vị"
            raise fault("10", said, f"các đơn vị của nhóm: {', '.join(found.members)}")
        return found.id

    def _found(self, word: str) -> Unit | Group:
        if word in self._ids:
            return self._ids[word]
        named = self._names.get(plain(word), [])
        if len(named) == 1:
            return named[0]
        if named:
            owners = ", ".join(one.id for one in named)
            raise fault("10", f"tên gọi “{word}” dùng chung cho {owners}", "viết mã đơn vị")
        known = [name for one in self._ids.values() for name in (one.id, one.name, *one.aliases)]
        raise fault("10", f"không có đơn vị hay nhóm “{word}” trong data/units.yaml", nearest(word, known))


def parties(lead: Iterable[Called], support: Iterable[Called]) -> Parties:
    """Leads and supports of a task (DESIGN section 3, "Leads").

    A unit named as support leaves a collective lead; a unit that leads is never support.
    """
    lead, support = tuple(lead), tuple(support)
    named_leads = _units(lead, through_group=False)
    named_supports = _units(support, through_group=False)
    through_group = [unit for unit in _units(lead, through_group=True) if unit not in named_supports]
    wanted = {*named_leads, *through_group}
    leads = tuple(dict.fromkeys(unit for one in lead for unit in one.units if unit in wanted))
    supports = tuple(dict.fromkeys(unit for one in support for unit in one.units if unit not in leads))
    return Parties(
        leads=leads,
        collective=any(one.through_group for one in lead),
        grouped_leads=frozenset(through_group) - frozenset(named_leads),
        supports=supports,
        named_supports=tuple(unit for unit in supports if unit in named_supports),
    )


def _units(entries: Iterable[Called], *, through_group: bool) -> list[str]:
    return [unit for one in entries if one.through_group is through_group for unit in one.units]
