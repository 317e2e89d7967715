"""Who is who: units, people, groups and roles, as the workspace's units.yaml names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which a person is away (both inclusive) and who stands in."""

    start: date
    end: date
    delegate: str | None = None  # person id


@dataclass(frozen=True, slots=True)
class Person:
    """One officer or leader."""

    id: str
    name: str
    title: str = ""
    address: str | None = None
    phone: str | None = None
    leave: tuple[Leave, ...] = ()


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
    successor: str | None = None

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

    def person(self, id: str) -> Person | None:
        return self.people.get(id)

    def unit(self, id: str) -> Unit | None:
        return self.units.get(id)

    def titled(self, id: str) -> str:
        """A person by title, else by name; words that are no person's id stay as they are."""
        person = self.people.get(id)
        return (person.title or person.name) if person else id
