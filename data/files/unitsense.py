"""Decides whether the references inside data/units.yaml hold, on plain values of any shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from pydantic_core import PydanticCustomError

from rules.problem import Problem
from rules.syntax.fields import nearest, plain, read_day, read_id
from rules.syntax.listed import items, repeated
from rules.syntax.shape import once
from rules.yaml.text import Document, Path

_UNKNOWN = frozenset({"U310", "U311"})
_MAPS = ("groups", "roles")
_KEYS = frozenset({"organization", "units", "people", *_MAPS})


def of_units(document: Document) -> Iterator[Problem]:
    """Duplicates, unknown references, cycles of groups, periods that run backward."""
    units = frozenset(_ids(document.value, "units"))
    people = frozenset(_ids(document.value, "people"))
    groups = frozenset(_mapping(document.value, "groups"))
    yield from _of_lists(document, units, groups)
    found = _of_references(document, units, people, groups)
    whole = names_all(document.value)
    yield from once([problem for problem in found if whole or problem.code not in _UNKNOWN])
    yield from _same_names(document)


def names_all(value: object) -> bool:
    """Whether every unit and person has a name to refer to: a lost id or list is one mistake, not many."""
    if not isinstance(value, dict) or (value.keys() - _KEYS and {"units", "people", *_MAPS} - value.keys()):
        return False
    sorts = {"units": list, "people": list, "groups": dict, "roles": dict}
    if any(value.get(key) is not None and not isinstance(value[key], sort) for key, sort in sorts.items()):
        return False
    return all(_is_id(item.get("id")) for key in ("units", "people") for _, item in items(value, key))


def _is_id(written: object) -> bool:
    with suppress(PydanticCustomError):
        return written is not None and bool(read_id(written))
    return False


def _of_lists(document: Document, units: frozenset[str], groups: frozenset[str]) -> Iterator[Problem]:
    yield from repeated(document, ("units",), "U309", "đơn vị")
    yield from repeated(document, ("people",), "U309", "cán bộ")
    for id in sorted(units & groups):
        said = f"mã nhóm “{id}” trùng với mã đơn vị"
        yield document.problem(("groups", id), "U309", said, at_key=True)


def _of_references(
    document: Document, units: frozenset[str], people: frozenset[str], groups: frozenset[str]
) -> Iterator[Problem]:
    yield from _of_units(document, units, people)
    yield from _of_people(document, people, units)
    yield from _of_groups(document, units | groups)
    yield from _of_roles(document, people)
    yield from _reply_to(document, people | units)


def _ids(value: object, key: str) -> Iterator[str]:
    return (str(item["id"]).strip() for _, item in items(value, key) if item.get("id") is not None)


def _mapping(value: object, key: str) -> Mapping[str, object]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _of_units(document: Document, units: frozenset[str], people: frozenset[str]) -> Iterator[Problem]:
    for index, unit in items(document.value, "units"):
        path = ("units", index)
        for key in ("head", "acting", "officers", "in_charge"):
            yield from _unknown(document, (*path, key), unit.get(key), people, "U311", "cán bộ")
        yield from _unknown(document, (*path, "successor"), unit.get("successor"), units, "U310", "đơn vị")
        if unit.get("id") is not None and unit["id"] in _listed(unit.get("successor")):
            yield document.problem((*path, "successor"), "U324", "đơn vị không thể kế thừa chính nó")
        yield from _validity(document, path, unit, "thời gian tồn tại")
        for number, name in items(unit, "names"):
            yield from _backward(document, (*path, "names", number), name, "U322", "thời gian mang tên")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _validity(document: Document, path: Path, holder: Mapping[str, object], word: str) -> Iterator[Problem]:
    valid = holder.get("valid")
    if isinstance(valid, dict):
        yield from _backward(document, (*path, "valid"), valid, "U322", word)


def _of_people(document: Document, people: frozenset[str], units: frozenset[str]) -> Iterator[Problem]:
    for index, person in items(document.value, "people"):
        yield from _validity(document, ("people", index), person, "thời gian công tác")
        for number, move in items(person, "moves"):
            place = ("people", index, "moves", number, "unit")
            yield from _unknown(document, place, move.get("unit"), units, "U310", "đơn vị")
        for number, leave in items(person, "leave"):
            path = ("people", index, "leave", number)
            yield from _unknown(
                document, (*path, "delegate"), leave.get("delegate"), people, "U311", "cán bộ"
            )
            yield from _backward(document, path, leave, "U321", "đợt vắng mặt")
            if leave.get("delegate") is not None and leave.get("delegate") == person.get("id"):
                said = "người nhận thay không thể là chính người vắng mặt"
                yield document.problem((*path, "delegate"), "U323", said)


def _of_groups(document: Document, known: frozenset[str]) -> Iterator[Problem]:
    members = {id: _member_list(group) for id, group in _mapping(document.value, "groups").items()}
    for id, listed in members.items():
        path = ("groups", id, "members")
        yield from _unknown(document, path, listed, known, "U310", "đơn vị hay nhóm")
    knotted = _knotted({id: [one for one in listed if one in members] for id, listed in members.items()})
    for id in members.keys() & knotted:
        for number, member in enumerate(members[id]):
            if member in knotted:
                said = f"nhóm “{id}” chứa chính nó qua “{member}”"
                yield document.problem(("groups", id, "members", number), "U320", said, "bỏ một trong hai")


def _member_list(group: object) -> list[str]:
    found = group.get("members") if isinstance(group, dict) else None
    return [str(member) for member in found] if isinstance(found, list) else [str(found)] if found else []


def _knotted(holds: Mapping[str, list[str]]) -> set[str]:
    """The groups that hold themselves, directly or through others."""
    held_by: dict[str, list[str]] = {id: [] for id in holds}
    for id, members in holds.items():
        for member in members:
            held_by[member].append(id)
    return _unsorted(holds) & _unsorted(held_by)


def _unsorted(graph: Mapping[str, list[str]]) -> set[str]:
    """What cannot be put in order because a cycle stands before it."""
    sorter = TopologicalSorter(graph)
    # After a cycle was found the sorter still gives out all that no cycle blocks.
    with suppress(CycleError):
        sorter.prepare()
    left = set(graph)
    while ready := sorter.get_ready():
        left.difference_update(ready)
        sorter.done(*ready)
    return left


def _of_roles(document: Document, people: frozenset[str]) -> Iterator[Problem]:
    for id, holders in _mapping(document.value, "roles").items():
        yield from _unknown(document, ("roles", id), holders, people, "U311", "cán bộ")


def _reply_to(document: Document, known: frozenset[str]) -> Iterator[Problem]:
    path = ("organization", "reply_to")
    organization = _mapping(document.value, "organization")
    yield from _unknown(document, path, organization.get("reply_to"), known, "U311", "cán bộ hay đơn vị")


def _unknown(
    document: Document, path: Path, given: object, known: frozenset[str], code: str, word: str
) -> Iterator[Problem]:
    for number, id in enumerate(given if isinstance(given, list) else [given]):
        if isinstance(id, (str, int, float)) and str(id).strip() not in known:
            yield document.problem((*path, number), code, f"không có {word} “{id}”", nearest(id, known))


def _backward(
    document: Document, path: Path, span: Mapping[str, object], code: str, word: str
) -> Iterator[Problem]:
    if span.get("from") is None or span.get("to") is None:
        return
    # A date that cannot be read is reported by the shape.
    with suppress(PydanticCustomError):
        if read_day(span["from"]) > read_day(span["to"]):
            yield document.problem((*path, "to"), code, f"{word} có ngày cuối (to) trước ngày đầu (from)")


def _same_names(document: Document) -> Iterator[Problem]:
    """A name or alias that stands for two units or groups: a plan that uses it would not be understood."""
    owners: dict[str, str] = {}
    for path, owner, name in _all_names(document):
        if (first := owners.setdefault(plain(name), owner)) != owner:
            said = f"tên gọi “{name}” đã dùng cho “{first}”; kế hoạch dùng tên này sẽ không rõ là ai"
            yield document.problem(path, "W911", said, "dùng mã đơn vị trong kế hoạch", level="warning")


def _all_names(document: Document) -> Iterator[tuple[Path, str, str]]:
    held: list[tuple[Path, str, Mapping[str, object]]] = [
        (("units", index), str(unit.get("id")), unit) for index, unit in items(document.value, "units")
    ]
    groups = _mapping(document.value, "groups")
    held += [(("groups", id), id, group) for id, group in groups.items() if isinstance(group, dict)]
    for path, owner, holder in held:
        aliases = holder.get("aliases")
        listed = aliases if isinstance(aliases, list) else [aliases]
        yield from (((*path, "name"), owner, name) for name in [holder.get("name")] if isinstance(name, str))
        for number, alias in enumerate(listed):
            if isinstance(alias, str):
                yield (*path, "aliases", number), owner, alias
        for number, other in items(holder, "names"):
            if isinstance(other.get("name"), str):
                yield (*path, "names", number, "name"), owner, str(other["name"])
