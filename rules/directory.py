"""Who is who: units, people, groups and roles, as the workspace's units.yaml names them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
NOBODY: Mapping[str, str] = {}


class Leave(NamedTuple):
    """Days on which a person is away (both inclusive) and who stands in."""

    start: date
    end: date
    delegate: str | None = None  # person id


class Move(NamedTuple):
    """From a day on a person belongs to another unit."""

    start: date
    unit: str
    head: bool = False
    title: str | None = None  # None: as before


class Name(NamedTuple):
    """What a unit is called from one day to another (both inclusive)."""

    name: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One officer or leader."""

    id: str
    name: str
    title: str = ""
    address: str | None = None
    phone: str | None = None
    leave: tuple[Leave, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    moves: tuple[Move, ...] = ()  # by day

    def present(self, day: date) -> bool:
        """Whether the agency has this person on a day."""
        return _within(day, self.valid_from, self.valid_to)

    def joins(self, unit: str) -> bool:
        """Whether the person moves to a unit on any day."""
        return any(move.unit == unit for move in self.moves)

    def last_move(self, day: date) -> Move | None:
        """The move in effect on a day."""
        return next((move for move in reversed(self.moves) if move.start <= day), None)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the organization."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    address: str | None = None
    phone: str | None = None
    head: str | None = None  # person id
    officers: tuple[str, ...] = ()  # person ids
    in_charge: str | None = None  # person id: the deputy director in charge
    assumed: bool = False  # the plan does not name it; an admin should confirm
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()  # unit ids; of several, the office says who takes over what
    names: tuple[Name, ...] = ()  # where `name` does not hold
    acting: str | None = None  # person id: in charge while there is no head

    def exists(self, day: date) -> bool:
        return _within(day, self.valid_from, self.valid_to)

    def called(self, day: date) -> str:
        """Its name on a day; once it is gone, its last one."""
        day = min(day, self.valid_to or day)
        return next((n.name for n in self.names if _within(day, n.start, n.end)), self.name)

    def has(self, person: str) -> bool:
        """Whether a person is the unit's head or one of its officers."""
        return person == self.head or person in self.officers


@dataclass(frozen=True, slots=True)
class Group:
    """Units that plans name together."""

    id: str
    name: str
    members: tuple[str, ...]  # unit ids, nested groups already expanded, in order, no repeats
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole directory of one organization."""

    id: str
    name: str
    units: Mapping[str, Unit] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # role id -> person ids
    reply_to: str | None = None  # person or unit id whom readers may ask; default: the first of role office
    place: str | None = None  # địa danh, when an admin gives one
    hold_above: int = 60  # mails of one pass; more wait for an admin's word
    day: date | None = None  # as of which it is; None: nothing in it has dates, or as the file says
    seats: Mapping[str, str] = field(default_factory=dict)  # person id -> the unit of the move in effect
    gone: frozenset[str] = frozenset()  # addresses, in small letters, at which nobody is on that day
    whole: Directory | None = field(default=None, compare=False, repr=False)  # as the file says
    turns: tuple[date, ...] = field(init=False, compare=False, repr=False)  # days on which something changes
    kept: dict[int, Directory] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "turns", tuple(sorted(set(_turns(self)))))

    def on(self, day: date) -> Directory:
        """Who is who on a day: names, heads, officers and roles; who is not there has no address."""
        whole = self.whole or self
        if not whole.turns:
            return whole
        nth = bisect_right(whole.turns, day)
        if nth not in whole.kept:
            whole.kept[nth] = _as_of(whole, day)
        return whole.kept[nth]

    def ended(self, unit: Unit) -> bool:
        return self.day is not None and unit.valid_to is not None and unit.valid_to < self.day

    def stuck(self, unit: str, taken: Mapping[str, str] = NOBODY) -> tuple[str | None, str]:
        """The unit that answers for `unit` now, and the last one on the way there.

        None: the last one is gone without one successor; `taken` says who took over from such units.
        """
        seen: set[str] = set()
        while (found := self.units.get(unit)) is not None and self.ended(found):
            heirs = (taken[unit],) if unit in taken else found.successors
            if len(heirs) != 1 or unit in seen:
                return None, unit
            seen.add(unit)
            unit = heirs[0]
        return unit, unit

    def holder(self, unit: str, taken: Mapping[str, str] = NOBODY) -> str | None:
        """Which unit answers for what `unit` was given; None: nobody is known to."""
        found = self.units.get(unit)
        if found is None or found.valid_to is None:  # nearly always: no way to go
            return unit
        return self.stuck(unit, taken)[0]

    def elsewhere(self, person: str, unit: str) -> bool:
        """Whether a person has moved to another unit than this."""
        return self.seats.get(person, unit) != unit

    def person(self, id: str) -> Person | None:
        return self.people.get(id)

    def unit(self, id: str) -> Unit | None:
        return self.units.get(id)

    def titled(self, id: str) -> str:
        """A person by title, else by name; words that are no person's id stay as they are."""
        person = self.people.get(id)
        return (person.title or person.name) if person else id


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


def _turns(directory: Directory) -> Iterator[date]:
    """The first day of every span of days on which nothing changes."""
    for unit in directory.units.values():
        spans = [(unit.valid_from, unit.valid_to), *((name.start, name.end) for name in unit.names)]
        yield from _edges(spans)
    for person in directory.people.values():
        yield from _edges([(person.valid_from, person.valid_to)])
        yield from (move.start for move in person.moves)


def _edges(spans: Iterable[tuple[date | None, date | None]]) -> Iterator[date]:
    for start, end in spans:
        if start is not None:
            yield start
        if end is not None:
            yield end + DAY


def _as_of(whole: Directory, day: date) -> Directory:
    present = {id for id, person in whole.people.items() if person.present(day)}
    moves = {id: move for id in present if (move := whole.people[id].last_move(day))}
    people = {id: _person(person, id in present, moves.get(id)) for id, person in whole.people.items()}
    units = {id: _unit(unit, day, present, moves) for id, unit in whole.units.items()}
    return replace(
        whole,
        units=units,
        people=people,
        groups={id: _group(group, units, day) for id, group in whole.groups.items()},
        roles={id: tuple(one for one in ids if one in present) for id, ids in whole.roles.items()},
        day=day,
        seats={id: move.unit for id, move in moves.items()},
        gone=frozenset(_addresses(whole)) - frozenset(_addresses(replace(whole, units=units, people=people))),
        whole=whole,
    )


def _addresses(directory: Directory) -> Iterator[str]:
    yield from (unit.address.casefold() for unit in directory.units.values() if unit.address)
    yield from (person.address.casefold() for person in directory.people.values() if person.address)


def _person(person: Person, present: bool, move: Move | None) -> Person:
    if not present:
        return replace(person, address=None)
    return replace(person, title=move.title) if move and move.title else person


def _unit(unit: Unit, day: date, present: set[str], moves: Mapping[str, Move]) -> Unit:
    if not unit.exists(day):
        return replace(unit, name=unit.called(day), address=None, head=None, acting=None, officers=())
    arrived = sorted((move.start, id) for id, move in moves.items() if move.unit == unit.id)
    seated = [id for _, id in arrived]
    stayed = {id for id in present if id not in moves or moves[id].unit == unit.id}
    heads = [id for id in reversed(seated) if moves[id].head]
    heads += [id for id in (unit.head,) if id in stayed] + [id for id in (unit.acting,) if id in present]
    listed = [id for id in unit.officers if id in stayed] + [id for id in seated if not moves[id].head]
    return replace(
        unit,
        name=unit.called(day),
        head=next(iter(heads), None),
        officers=tuple(dict.fromkeys(listed)),
        in_charge=unit.in_charge if unit.in_charge in present else None,
    )


def _group(group: Group, units: Mapping[str, Unit], day: date) -> Group:
    return replace(group, members=tuple(id for id in group.members if units[id].exists(day)))
