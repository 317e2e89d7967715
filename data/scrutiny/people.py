"""Decides who of the directory would not get, or would get twice, what is meant for one.

Codes: W915 a role with nobody, W916 a delegate who cannot stand in, W917 an address of two people.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.files.warnings import ROLES
from data.scrutiny.seen import Seen, warn
from rules.days.vietnam import spoken
from rules.directory import Directory, Leave, Person
from rules.problem import Problem
from rules.rule import Digest, Step

_UNITS = "data/units.yaml"


def of_people(seen: Seen) -> Iterator[Problem]:
    """Of roles, delegates and shared addresses."""
    document, directory = seen.documents[_UNITS], seen.workspace.directory
    for role, why in _silent_roles(seen, directory):
        yield warn(document, ("roles", role), "W915", f"vai trò “{role}” {why}")
    owners: dict[str, str] = {}
    for index, person in enumerate(directory.people.values()):
        for number, leave in enumerate(person.leave):
            if said := _cannot_stand_in(person, leave, directory):
                place = ("people", index, "leave", number, "delegate")
                yield warn(document, place, "W916", said, "chọn người khác nhận thay")
        if person.address and (first := owners.setdefault(person.address.casefold(), person.id)) != person.id:
            said = f"“{person.id}” và “{first}” dùng chung địa chỉ {person.address}: mỗi lần chỉ có một thư"
            yield warn(document, ("people", index, "address"), "W917", said)


def _silent_roles(seen: Seen, directory: Directory) -> Iterator[tuple[str, str]]:
    """Roles that reach nobody; those that every agency needs are looked at on every load."""
    rules = seen.workspace.rules
    speakers: tuple[Step | Digest, ...] = (
        *(step for rule in rules.rules for step in rule.steps),
        *rules.digests,
    )
    asked = {str(reader) for speaker in speakers for reader in (*speaker.to, *speaker.cc)}
    used = {"office.head"} & asked
    for role in sorted((directory.roles.keys() | used) - ROLES.keys()):
        holders = directory.roles.get(role, ())
        if not holders:
            yield role, "chưa có ai"
        elif not any(directory.people[id].address for id in holders):
            yield role, "không có ai có địa chỉ thư"


def _cannot_stand_in(person: Person, leave: Leave, directory: Directory) -> str | None:
    delegate = directory.people.get(leave.delegate) if leave.delegate else None
    if delegate is None:
        return None
    if not delegate.address:
        return f"“{delegate.id}” nhận thay “{person.id}” nhưng chưa có địa chỉ thư"
    if not (delegate.present(leave.start) and delegate.present(leave.end)):
        return f"“{delegate.id}” nhận thay “{person.id}” nhưng có ngày không còn công tác"
    for other in delegate.leave:
        start, end = max(leave.start, other.start), min(leave.end, other.end)
        if start <= end:
            when = f"từ {spoken(start)} đến {spoken(end)}" if start < end else f"ngày {spoken(start)}"
            return f"“{delegate.id}” nhận thay “{person.id}” nhưng cũng vắng mặt {when}"
    return None
