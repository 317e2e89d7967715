"""Decides who is who: data/units.yaml as a directory, or every problem of it."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter
from operator import attrgetter

from data.files.unitmodel import GroupShape, PersonShape, UnitFileShape, UnitShape
from data.files.unitsense import names_all, of_units
from rules.directory import Directory, Group, Leave, Move, Name, Person, Unit
from rules.problem import Problem, most
from rules.syntax.listed import items
from rules.syntax.shape import validate
from rules.yaml.text import Document, parse


def read_units(file: str, text: str) -> tuple[Directory | None, list[Problem]]:
    """The directory of a unit file, or None and its errors; warnings come with either."""
    return directory_of(parse(file, text))


def directory_of(document: Document) -> tuple[Directory | None, list[Problem]]:
    """As `read_units`, of a file that is parsed already."""
    if document.broken:
        return None, list(document.problems)
    shape, found = validate(UnitFileShape, document, "U3")
    problems = [*document.problems, *found, *most(of_units(document))]
    if shape is None or any(problem.level == "error" for problem in problems):
        return None, problems
    return _directory(shape), problems


def _directory(shape: UnitFileShape) -> Directory:
    return Directory(
        id=shape.organization.id,
        name=shape.organization.name,
        units={unit.id: _unit(unit) for unit in shape.units},
        people={person.id: _person(person) for person in shape.people},
        groups=_groups(shape.groups),
        roles={id: tuple(dict.fromkeys(holders)) for id, holders in shape.roles.items()},
        reply_to=shape.organization.reply_to,
        place=shape.organization.place,
        hold_above=shape.organization.hold_above,
    )


def _unit(shape: UnitShape) -> Unit:
    names = tuple(Name(one.name, one.start, one.end) for one in shape.names)
    return Unit(
        id=shape.id,
        name=shape.name,
        aliases=tuple(dict.fromkeys((*shape.aliases, *(one.name for one in names)))),
        address=shape.address,
        phone=shape.phone,
        head=shape.head,
        officers=tuple(dict.fromkeys(shape.officers)),
        in_charge=shape.in_charge,
        assumed=bool(shape.assumed),
        valid_from=shape.valid.start if shape.valid else None,
        valid_to=shape.valid.end if shape.valid else None,
        successors=tuple(dict.fromkeys(shape.successor)),
        names=names,
        acting=shape.acting,
    )


def _person(shape: PersonShape) -> Person:
    leave = tuple(Leave(one.start, one.end, one.delegate) for one in shape.leave)
    moves = [Move(one.start, one.unit, one.head, one.title) for one in shape.moves]
    return Person(
        id=shape.id,
        name=shape.name,
        title=shape.title,
        address=shape.address,
        phone=shape.phone,
        leave=leave,
        valid_from=shape.valid.start if shape.valid else None,
        valid_to=shape.valid.end if shape.valid else None,
        moves=tuple(sorted(moves, key=attrgetter("start"))),
    )


def _groups(shapes: Mapping[str, GroupShape]) -> dict[str, Group]:
    """The groups with their members expanded to unit ids in order, no unit twice."""
    units: dict[str, dict[str, None]] = {}
    inner = {id: [member for member in shape.members if member in shapes] for id, shape in shapes.items()}
    for id in TopologicalSorter(inner).static_order():
        members = (units.get(member, {member: None}) for member in shapes[id].members)
        units[id] = {unit: None for listed in members for unit in listed}
    return {id: Group(id, shape.name, tuple(units[id]), shape.aliases) for id, shape in shapes.items()}


def named_in(document: Document) -> Directory | None:
    """The ids and names alone of a unit file with errors, so that references to them can still be judged."""
    value = document.value
    if document.broken or not isinstance(value, dict) or not isinstance(value.get("units"), list):
        return None
    if not names_all(value):
        return None
    groups = value.get("groups")
    roles = value.get("roles")
    return Directory(
        id="",
        name="",
        units={str(item["id"]): _named_unit(item) for _, item in items(value, "units") if item.get("id")},
        people={
            str(item["id"]): Person(str(item["id"]), "")
            for _, item in items(value, "people")
            if item.get("id")
        },
        groups={id: _named_group(id, group) for id, group in groups.items()}
        if isinstance(groups, dict)
        else {},
        roles=dict.fromkeys(roles, ()) if isinstance(roles, dict) else {},
    )


def _named_unit(item: Mapping[str, object]) -> Unit:
    return Unit(str(item["id"]), str(item.get("name") or item["id"]), _named(item))


def _named_group(id: str, item: object) -> Group:
    known: Mapping[str, object] = item if isinstance(item, dict) else {}
    return Group(id, str(known.get("name") or id), (), _named(known))


def _named(item: Mapping[str, object]) -> tuple[str, ...]:
    aliases = item.get("aliases")
    listed = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
    return (*listed, *(str(one["name"]) for _, one in items(item, "names") if one.get("name")))
