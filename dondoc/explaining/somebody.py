"""Decides whom somebody means who types an address, a person or a unit."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from rules.concern import Somebody
from rules.directory import Directory
from rules.rule import Recipient
from scheduler.inforce import InForce
from scheduler.references import Unknown, person_named, unit_named


def somebody(typed: str, files: InForce) -> Somebody:
    """By address, or by id or name of a person or a unit. Raises Unknown."""
    directory = files.world.directory
    if "@" in typed:
        return _reading_at(typed.strip(), directory)
    try:
        person = person_named(typed, directory)
    except Unknown as unknown:
        return _reading_at(_address_of_unit(typed, directory, unknown), directory)
    if not person.address:
        raise Unknown(f"{person.name} chưa có địa chỉ trong data/units.yaml nên không nhận thư nào")
    return _reading_at(person.address, directory)


def _address_of_unit(typed: str, directory: Directory, unknown: Unknown) -> str:
    try:
        unit = unit_named(typed, directory)
    except Unknown:
        raise unknown from None
    if not unit.address:
        raise Unknown(f"{unit.name} chưa có địa chỉ riêng; thư gửi cho chuyên viên của đơn vị")
    return unit.address


def _reading_at(address: str, directory: Directory) -> Somebody:
    wanted = address.casefold()
    people = [p.id for p in directory.people.values() if (p.address or "").casefold() == wanted]
    units = [u.id for u in directory.units.values() if (u.address or "").casefold() == wanted]
    meant = {*(f"person:{id_}" for id_ in people), *(f"unit:{id_}" for id_ in units), address}
    return Somebody(address, frozenset(meant), people[0] if people else None)


def is_known(who: Somebody, files: InForce) -> bool:
    """Whether the directory or a rule names the address."""
    named = {r.value.casefold() for r in _named(files) if r.kind == "address" and r.value}
    return len(who.recipients) > 1 or who.address.casefold() in named


def _named(files: InForce) -> Iterator[Recipient]:
    rules = files.world.rules
    for rule in rules.rules:
        yield rule.owner
        for step in rule.steps:
            yield from (*step.to, *step.cc)
    for digest in rules.digests:
        yield from (*digest.to, *digest.cc)


def unknown_address(who: Somebody, files: InForce) -> Unknown:
    """Names the addresses that come near."""
    directory = files.world.directory
    known = [person.address for person in directory.people.values()]
    known += [unit.address for unit in directory.units.values()]
    near = difflib.get_close_matches(who.address, filter(None, known), 3, 0.5)
    hint = f"; gần giống: {', '.join(near)}" if near else ""
    return Unknown(f"không có đơn vị, cán bộ hay quy tắc nào dùng địa chỉ “{who.address}”{hint}")
