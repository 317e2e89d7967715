"""Whom a rule means: selectors become people and addresses, delegates step in, the owner gets the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rules.directory import Directory, Person, Unit
from rules.notice import Role
from rules.plan import Deadline
from rules.progress import Progress
from rules.rule import Recipient

Ask = Literal["assign-officer", "assign-unit", "no-recipient"]
ABOVE_OFFICE = frozenset({"leadership", "leadership.in-charge"})
PER_LINE = frozenset({"lead", "lead.head", "leadership.in-charge"})
OF_LEAD = frozenset({"lead", "lead.head"})
OF_UNITS = frozenset({"lead", "lead.head", "support", "support.named", "support.head"})


@dataclass(frozen=True, slots=True)
class Target:
    """One recipient of one occurrence; an empty address means that nobody was found."""

    recipient: str  # "person:x", "unit:y", or an address: whom the rule meant
    address: str
    role: Role
    unit: str | None = None  # the lead or support unit it concerns
    copy: bool = False
    ask: Ask | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything needed to find the people of one deadline on one day."""

    deadline: Deadline
    progress: Progress
    assignees: Mapping[str, str]  # unit id -> person id
    directory: Directory
    day: dt.date
    asked: frozenset[str] = frozenset()  # units whose head was asked to assign an officer

    @property
    def uncertain(self) -> str | None:
        """Why this deadline goes no higher than the office; None when nothing is in doubt."""
        if self.deadline.spec.ambiguous:
            return "thời hạn chưa được xác nhận"
        if not self.progress.open_units:
            return "chưa phân công đơn vị chủ trì"
        silent = [unreachable(self, unit) for unit in self.progress.open_units]
        return silent[0] if all(silent) else None


def _person(directory: Directory, id: str, role: Role, unit: str | None) -> Iterator[Target]:
    person = directory.person(id)
    if person is not None and person.address:
        yield Target(f"person:{id}", person.address, role, unit)


def _people(
    directory: Directory, ids: Iterable[str], role: Role, unit: str | None = None
) -> Iterator[Target]:
    for one in ids:
        yield from _person(directory, one, role, unit)


def _desk(directory: Directory, unit: Unit, role: Role) -> list[Target]:
    """The unit's own address, else its officers."""
    if unit.address:
        return [Target(f"unit:{unit.id}", unit.address, role, unit.id)]
    return list(_people(directory, unit.officers, role, unit.id))


def _head(directory: Directory, unit: Unit, role: Role) -> list[Target]:
    return list(_person(directory, unit.head, role, unit.id)) if unit.head else []


def unit_targets(directory: Directory, unit: Unit, assigned: Iterable[str]) -> list[Target]:
    """Everybody of a lead unit: its own address (else its officers), its head, who was assigned."""
    named = _people(directory, assigned, "lead", unit.id)
    return [*_desk(directory, unit, "lead"), *_head(directory, unit, "lead.head"), *named]


def _assignee(cast: Cast, unit: Unit) -> list[Target]:
    assignee = cast.assignees.get(unit.id)
    return list(_person(cast.directory, assignee, "lead", unit.id)) if assignee else []


def _lead(cast: Cast, unit: Unit) -> list[Target]:
    """The assignee; without one the unit, and its head, who is asked once to assign an officer."""
    if found := _assignee(cast, unit):
        return found
    head = [] if unit.id in cast.asked else _head(cast.directory, unit, "lead.head")
    return _desk(cast.directory, unit, "lead") + [replace(target, ask="assign-officer") for target in head]


def _in_charge(cast: Cast, unit: Unit) -> list[Target]:
    return list(_person(cast.directory, unit.in_charge, "leadership", unit.id)) if unit.in_charge else []


_LINE: dict[str, tuple[Callable[[Cast, Unit], list[Target]], str]] = {
    "lead": (_lead, "chưa có địa chỉ hoặc chuyên viên nhận thư"),
    "lead.head": (lambda cast, unit: _head(cast.directory, unit, "lead.head"), "chưa có người đứng đầu"),
    "leadership.in-charge": (_in_charge, "chưa có lãnh đạo phụ trách"),
}


def unreachable(cast: Cast, unit_id: str) -> str | None:
    """Why nobody of a lead unit can be told; None when somebody can."""
    unit = cast.directory.unit(unit_id)
    if unit is None:
        return f"không có đơn vị {unit_id}"
    directory = cast.directory
    someone = _assignee(cast, unit) or _desk(directory, unit, "lead") or _head(directory, unit, "lead")
    return None if someone else f"{unit.name} chưa có địa chỉ, chuyên viên hoặc người đứng đầu"


def _nobody(unit_id: str, why: str) -> list[Target]:
    return [Target("", "", "owner", unit_id, ask="no-recipient", why=why)]


def line_targets(cast: Cast, kind: str, unit_id: str) -> list[Target]:
    """The people whom `lead`, `lead.head` or `leadership.in-charge` mean for one lead unit."""
    doubt = (cast.uncertain or unreachable(cast, unit_id)) if kind in ABOVE_OFFICE else None
    if doubt:
        return _nobody(unit_id, doubt)
    unit = cast.directory.unit(unit_id)
    find, lack = _LINE[kind]
    found = find(cast, unit) if unit else []
    return found or _nobody(unit_id, f"{unit.name if unit else unit_id} {lack}")


def _support(cast: Cast, kind: str) -> Iterator[Target]:
    task = cast.deadline.task
    units = task.named_supports if kind == "support.named" else task.supports
    for name in units:
        unit = cast.directory.unit(name)
        if unit is None or name in cast.progress.lines:
            continue
        if kind == "support.head":
            found, lack = _head(cast.directory, unit, "support.head"), "chưa có người đứng đầu"
        else:
            found = _desk(cast.directory, unit, "support") or _head(cast.directory, unit, "support")
            lack = "chưa có địa chỉ, chuyên viên hoặc người đứng đầu"
        yield from found or _nobody(name, f"{unit.name} {lack}")


def _role(directory: Directory, id: str, role: Role) -> list[Target]:
    return list(_people(directory, directory.roles.get(id, ()), role))


def _unit(directory: Directory, id: str) -> list[Target]:
    unit = directory.unit(id)
    if unit is None:
        return []
    return _desk(directory, unit, "other") or _head(directory, unit, "other")


def named_targets(directory: Directory, recipient: Recipient) -> list[Target]:
    """The people of a selector that depends on no deadline; empty when there is nobody."""
    kind, value = recipient.kind, recipient.value or ""
    match kind:
        case "office" | "office.head" | "leadership":
            return _role(directory, kind, kind)
        case "unit":
            return _unit(directory, value)
        case "person":
            return list(_person(directory, value, "other", None))
        case "role":
            return _role(directory, value, "other")
        case "address":
            return [Target(value, value, "other")]
        case _:
            return []


def role_targets(directory: Directory, recipients: Iterable[Recipient], copy: bool) -> Iterator[Target]:
    """The readers of a digest."""
    for recipient in recipients:
        for target in named_targets(directory, recipient):
            yield replace(target, copy=copy)


def shared_targets(cast: Cast, recipient: Recipient) -> list[Target]:
    """The people of a selector that does not depend on a lead line; empty when there is nobody."""
    kind = recipient.kind
    if kind in PER_LINE:
        return _unassigned(kind)
    if kind in OF_UNITS:
        return list(_support(cast, kind))
    return named_targets(cast.directory, recipient)


def _unassigned(kind: str) -> list[Target]:
    """A per-line selector of a deadline that no unit leads yet."""
    ask: Ask = "no-recipient" if kind in ABOVE_OFFICE else "assign-unit"
    return [Target("", "", "owner", None, ask=ask, why="chưa phân công đơn vị chủ trì")]


def owner_targets(cast: Cast, owner: Recipient) -> list[Target]:
    """Who gets what has no recipient: the rule's owner, else the office, else the admin."""
    for choice in (owner, Recipient("office"), Recipient("role", "admin")):
        found = [target for target in shared_targets(cast, choice) if target.address]
        if found:
            return [replace(target, role="owner") for target in found]
    return []


def delegate_of(person: Person, day: dt.date, directory: Directory) -> Person | None:
    """Who stands in for a person on leave; one hop; None when at work or without a reachable delegate."""
    for leave in person.leave:
        if leave.start <= day <= leave.end and leave.delegate:
            delegate = directory.person(leave.delegate)
            if delegate is not None and delegate.address:
                return delegate
    return None


def delivered(target: Target, directory: Directory, day: dt.date) -> Target:
    """The target with the address the mail really goes to on `day`."""
    kind, _, name = target.recipient.partition(":")
    person = directory.person(name) if kind == "person" else None
    stand_in = delegate_of(person, day, directory) if person else None
    return replace(target, address=stand_in.address) if stand_in and stand_in.address else target


def once_each(targets: Iterable[Target]) -> list[Target]:
    """Equal addresses are one person; the first meaning wins, and `to` beats `cc`."""
    seen: dict[str, Target] = {}
    for target in sorted(targets, key=lambda t: t.copy):
        seen.setdefault(target.address.casefold(), target)
    return list(seen.values())
