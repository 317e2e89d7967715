"""Whom a rule means: selectors become people and addresses, delegates step in, the owner gets the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rules.directory import Directory, Person, Unit
from rules.notice import Notice, Role
from rules.plan import Deadline
from rules.progress import Progress
from rules.rule import Recipient
from rules.succession import inherited, why_nobody

Ask = Literal["assign-officer", "assign-unit", "no-recipient"]
ABOVE_OFFICE = frozenset({"leadership", "leadership.in-charge"})
PER_LINE = frozenset({"lead", "lead.head", "leadership.in-charge"})
OF_LEAD = frozenset({"lead", "lead.head"})
OF_UNITS = frozenset({"lead", "lead.head", "support", "support.named", "support.head"})


class Target(NamedTuple):
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
    directory: Directory  # as of the day
    day: dt.date
    asked: frozenset[str] = frozenset()  # what heads were asked to assign an officer for; see `asking`
    taken: Mapping[str, str] = field(default_factory=dict)  # unit that is gone -> who took over

    @property
    def uncertain(self) -> str | None:
        """Why this deadline goes no higher than the office; None when nothing is in doubt."""
        if self.deadline.spec.ambiguous:
            return "thời hạn chưa được xác nhận"
        if not self.progress.open_units:
            return "chưa phân công đơn vị chủ trì"
        silent = [unreachable(self, unit) for unit in self.progress.open_units]
        return silent[0] if all(silent) else None

    def holder(self, line: str) -> Unit | None:
        """The unit that answers for a lead line or a supporting unit; None: none does on that day."""
        unit = self.directory.unit(self.directory.holder(line, self.taken) or "")
        return unit if unit and unit.exists(self.day) else None


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


def _assigned(cast: Cast, line: str, unit: Unit) -> str | None:
    """Who was assigned; an officer of a unit that is gone stays with the line by belonging to the heir."""
    return cast.assignees.get(unit.id) or cast.assignees.get(line)


def _still_there(cast: Cast, person: str, line: str, unit: Unit) -> bool:
    """Whether an assignee is of the unit that answers now; without any move the plan's word holds."""
    if unit.id != line and person != cast.assignees.get(unit.id):
        return unit.has(person)
    return not cast.directory.elsewhere(person, unit.id)


def _assignee(cast: Cast, line: str, unit: Unit) -> list[Target]:
    assignee = _assigned(cast, line, unit)
    if assignee is None or not _still_there(cast, assignee, line, unit):
        return []
    return list(_person(cast.directory, assignee, "lead", unit.id))


def asking(cast: Cast, line: str) -> str:
    """What a head is asked once: an officer for the unit, or in the place of one who is gone."""
    unit = cast.holder(line)
    if unit is None:
        return line
    gone = _assigned(cast, line, unit)
    return f"{unit.id}/{gone}" if gone and cast.directory.day else unit.id


def _lead(cast: Cast, line: str, unit: Unit) -> list[Target]:
    """The assignee; without one the unit, and its head, who is asked once to assign an officer."""
    if found := _assignee(cast, line, unit):
        return found
    if cast.deadline.kind == "input":  # one mail for each unit, and nobody to assign
        return _desk(cast.directory, unit, "lead") or _head(cast.directory, unit, "lead.head")
    head = [] if asking(cast, line) in cast.asked else _head(cast.directory, unit, "lead.head")
    why = _why_not(cast, line, unit)
    asked = [target._replace(ask="assign-officer", why=why) for target in head]
    return _desk(cast.directory, unit, "lead") + asked


def _why_not(cast: Cast, line: str, unit: Unit) -> str | None:
    """What became of the officer who was assigned."""
    person = cast.directory.person(_assigned(cast, line, unit) or "")
    if person is None or cast.directory.day is None:
        return None
    return f"{person.name} được phân công trước đây không còn ở {unit.name}"


def _in_charge(cast: Cast, unit: Unit) -> list[Target]:
    return list(_person(cast.directory, unit.in_charge, "leadership", unit.id)) if unit.in_charge else []


_LINE: dict[str, tuple[Callable[[Cast, str, Unit], list[Target]], str]] = {
    "lead": (_lead, "chưa có địa chỉ hoặc chuyên viên nhận thư"),
    "lead.head": (lambda cast, _, unit: _head(cast.directory, unit, "lead.head"), "chưa có người đứng đầu"),
    "leadership.in-charge": (lambda cast, _, unit: _in_charge(cast, unit), "chưa có lãnh đạo phụ trách"),
}


def unreachable(cast: Cast, unit_id: str) -> str | None:
    """Why nobody of a lead unit can be told; None when somebody can."""
    unit, directory = cast.holder(unit_id), cast.directory
    if unit is None:
        return why_nobody(unit_id, directory)
    someone = (
        _assignee(cast, unit_id, unit) or _desk(directory, unit, "lead") or _head(directory, unit, "lead")
    )
    return None if someone else f"{unit.name} chưa có địa chỉ, chuyên viên hoặc người đứng đầu"


def _nobody(unit_id: str, why: str) -> list[Target]:
    return [Target("", "", "owner", unit_id, ask="no-recipient", why=why)]


def line_targets(cast: Cast, kind: str, unit_id: str) -> list[Target]:
    """The people whom `lead`, `lead.head` or `leadership.in-charge` mean for one lead unit."""
    doubt = (cast.uncertain or unreachable(cast, unit_id)) if kind in ABOVE_OFFICE else None
    if doubt:
        return _nobody(unit_id, doubt)
    unit = cast.holder(unit_id)
    if unit is None:
        ask: Ask = "assign-unit" if kind in OF_LEAD else "no-recipient"
        return [one._replace(ask=ask) for one in _nobody(unit_id, why_nobody(unit_id, cast.directory))]
    find, lack = _LINE[kind]
    also_its_own = unit.id in cast.progress.open_units
    heir = None if also_its_own else inherited(unit_id, unit, cast.directory)
    # What was said is counted for the line, whoever answers for it now.
    found = [one._replace(unit=unit_id, why=one.why or heir) for one in find(cast, unit_id, unit)]
    if cast.deadline.kind == "input" and kind in OF_LEAD:
        found = [target._replace(role="input") for target in found]
    return found or _nobody(unit_id, f"{unit.name} {lack}")


def _supporting(cast: Cast, units: Iterable[str]) -> Iterator[tuple[str, Unit | None]]:
    """Who supports now, each once and never a unit that leads; None for one named whom nobody follows."""
    seen = {unit.id for line in cast.progress.lines if (unit := cast.holder(line))}
    for name in units:
        unit = cast.holder(name)
        if name in cast.progress.lines or (unit and unit.id in seen):
            continue
        if unit is not None:
            seen.add(unit.id)
            yield unit.id, unit
        elif name in cast.deadline.task.named_supports:
            yield name, None


def _support(cast: Cast, kind: str) -> Iterator[Target]:
    task = cast.deadline.task
    units = task.named_supports if kind == "support.named" else task.supports
    for name, unit in _supporting(cast, units):
        if unit is None:
            yield from _nobody(name, why_nobody(name, cast.directory))
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
    unit = directory.unit(directory.holder(id) or "")
    if unit is None:
        return []
    return _desk(directory, unit, "other") or _head(directory, unit, "other")


def named_targets(directory: Directory, recipient: Recipient) -> list[Target]:
    """The people of a selector that depends on no deadline; empty when there is nobody.

    The directory is as of the day: who is gone is nobody.
    """
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
            return [] if value.casefold() in directory.gone else [Target(value, value, "other")]
        case _:
            return []


def heads_of(directory: Directory, units: Iterable[str]) -> Iterator[Target]:
    """The heads of units; the unit itself where it has none."""
    for id in units:
        unit = directory.unit(id)
        if unit is not None:
            yield from _head(directory, unit, "lead.head") or _desk(directory, unit, "lead")


def role_targets(
    directory: Directory, recipients: Iterable[Recipient], copy: bool, day: dt.date
) -> Iterator[Target]:
    """The readers of a digest of that day."""
    for recipient in recipients:
        for target in named_targets(directory.on(day), recipient):
            yield target._replace(copy=copy)


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
    """Who gets what has no recipient: the rule's owner, else the office, else the admin, else its head."""
    for choice in (owner, Recipient("office"), Recipient("role", "admin"), Recipient("office.head")):
        found = [target for target in shared_targets(cast, choice) if target.address]
        if found:
            return [target._replace(role="owner") for target in found]
    return []


def delegate_of(person: Person, day: dt.date, directory: Directory) -> Person | None:
    """Who stands in for a person on leave; one hop; None when at work or without a reachable delegate."""
    for leave in person.leave:
        if leave.start <= day <= leave.end and leave.delegate:
            delegate = directory.on(day).person(leave.delegate)
            if delegate is not None and delegate.address:
                return delegate
    return None


def delivered(target: Target, directory: Directory, day: dt.date) -> Target:
    """The target with the address the mail really goes to on `day`."""
    kind, _, name = target.recipient.partition(":")
    person = directory.person(name) if kind == "person" else None
    stand_in = delegate_of(person, day, directory) if person else None
    return target._replace(address=stand_in.address) if stand_in and stand_in.address else target


def once_each(targets: Iterable[Target]) -> list[Target]:
    """Equal addresses are one person; the first meaning wins, and `to` beats `cc`."""
    seen: dict[str, Target] = {}
    for target in sorted(targets, key=lambda t: t.copy):
        seen.setdefault(target.address.casefold(), target)
    return list(seen.values())


def reached(notice: Notice, directory: Directory) -> bool:
    """Whether what was decided earlier still goes to whom it meant, as of the directory's day."""
    kind, _, id = notice.recipient.partition(":")
    address = notice.address.casefold()
    if kind == "unit":
        unit = directory.unit(id)
        return unit is not None and (unit.address or "").casefold() == address
    if kind == "person":
        person = directory.person(id)
        return person is not None and _at(person, address, directory) and _in_post(notice, id, directory)
    return address not in directory.gone


def _at(person: Person, address: str, directory: Directory) -> bool:
    """Whether the person is there, and the address is this one's own or that of a stand-in who is there."""
    if person.address is None:
        return False
    stand_ins = (directory.person(leave.delegate or "") for leave in person.leave)
    return address in {(one.address or "").casefold() for one in (person, *stand_ins) if one is not None}


def _in_post(notice: Notice, person: str, directory: Directory) -> bool:
    """Whether the person is still of the unit, or still its head, when that is why the mail was meant."""
    unit = directory.unit(directory.holder(notice.unit or "") or "")
    if unit is None or notice.role not in ("lead", "lead.head", "support", "support.head"):
        return True
    if notice.role in ("lead.head", "support.head"):
        return unit.head == person
    return not directory.elsewhere(person, unit.id)
