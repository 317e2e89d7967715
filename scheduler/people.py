"""How the people of the directory are addressed in a mail."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from rules.directory import Directory, Person
from rules.letter import Contact
from rules.subject import Subject


class People(NamedTuple):
    """The directory as a writer of mails looks at it."""

    directory: Directory
    heads: frozenset[str]  # person ids addressed by title alone
    shared: frozenset[str]  # titles that several of them hold
    office_units: frozenset[str]  # units of the tracking officers
    by_address: dict[str, Person]

    def unit(self, id: str | None) -> str | None:
        """A unit's name."""
        found = self.directory.unit(id) if id else None
        return found.name if found else id

    def answering(self, subject: Subject, unit: str | None) -> str | None:
        """Who answers for a unit's line today."""
        return subject.answering(unit, self.directory) if unit else unit

    def leads(self, subject: Subject) -> tuple[str, ...]:
        """The names of the units that lead, or led and finished."""
        units = dict.fromkeys(self.answering(subject, unit) for unit in subject.leads)
        return self.names(tuple(unit for unit in units if unit))

    def names(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.unit(id) or id for id in ids)

    def called(self, recipient: str) -> str:
        """ "Chánh Văn phòng Sở", "Nguyễn Văn A, Chuyên viên", "Văn phòng Sở", or the bare address."""
        kind, _, id = recipient.partition(":")
        if kind == "unit":
            return self.unit(id) or id
        person = self.directory.person(id) if kind == "person" else None
        return self._person(person) if person else recipient

    def _person(self, person: Person) -> str:
        alone = person.title if person.id in self.heads else ""
        return alone if alone and alone not in self.shared else _full(person)

    def _greeted(self, person: Person) -> str:
        """A head is greeted by the title alone: the mail is for one reader."""
        return person.title if person.id in self.heads and person.title else _full(person)

    def addressed(self, recipient: str, address: str) -> tuple[str, str | None]:
        """The greeting's name, and for whom a delegate stands in."""
        kind, _, id = recipient.partition(":")
        person = self.directory.person(id) if kind == "person" else None
        if person is None:
            return self.called(recipient), None
        if (person.address or "").casefold() == address.casefold():
            return f"Đồng chí {self._greeted(person)}", None
        stand_in = self.by_address.get(address.casefold())
        name = f"Đồng chí {self._greeted(stand_in)}" if stand_in else address
        return name, self._person(person)

    def to_name(self, recipient: str, address: str) -> str | None:
        """The reader as the To of a mail names him; None for a unit or an unknown address."""
        kind, _, id = recipient.partition(":")
        meant = self.directory.person(id) if kind == "person" else None
        if meant is not None and (meant.address or "").casefold() != address.casefold():
            meant = self.by_address.get(address.casefold())
        return self._person(meant) if meant else None

    def head(self, unit: str | None, reader: str) -> str | None:
        """The head of a unit, by title; None when the reader's own address is the head's."""
        found = self.directory.unit(unit) if unit else None
        person = self.directory.person(found.head) if found and found.head else None
        if person is None or (person.address or "").casefold() == reader.casefold():
            return None
        return self._person(person)

    def in_charge(self, unit: str | None) -> str | None:
        """The deputy director in charge of a unit, by title."""
        found = self.directory.unit(unit) if unit else None
        return self.called(f"person:{found.in_charge}") if found and found.in_charge else None

    def contact(self) -> Contact:
        """The human whom readers may ask: the one named by the workspace, else the tracking officer."""
        asked = self.directory.reply_to
        unit = self.directory.unit(asked) if asked else None
        if unit is not None and unit.address:
            return Contact(unit.name, "", unit.address, unit.phone)
        roles = ("office", "office.head", "admin")  # the next one where nobody holds the post
        chosen = (asked, *(id for role in roles for id in self.directory.roles.get(role, ())))
        people = [person for id in chosen if id and (person := self.directory.person(id)) and person.address]
        if not people:
            return Contact(self.directory.name, "", "", None)
        person = people[0]
        return Contact(person.name, person.title, person.address or "", person.phone)


def _full(person: Person) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


def people_of(directory: Directory) -> People:
    heads = {unit.head for unit in directory.units.values() if unit.head}
    heads |= {id for role in ("leadership", "office.head") for id in directory.roles.get(role, ())}
    office = {id for role in ("office", "office.head") for id in directory.roles.get(role, ())}
    units = {unit.id for unit in directory.units.values() if office & {*unit.officers, *((unit.head or ""),)}}
    by_address = {p.address.casefold(): p for p in directory.people.values() if p.address}
    titles = Counter(person.title for id in heads if (person := directory.person(id)))
    shared = frozenset(title for title, holders in titles.items() if holders > 1)
    return People(directory, frozenset(heads), shared, frozenset(units), by_address)
