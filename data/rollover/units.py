"""Decides who stands in the draft for a unit that no longer exists: its successor, as a proposal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from data.files.resolve import Lookup
from rules.days.vietnam import spoken
from rules.directory import Directory, Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of one entry: the word to write, none when nobody stands in, and what to say."""

    word: str | None
    note: str | None = None


def standing(word: str, directory: Directory, year: int) -> Standing:
    """An entry of `lead`, `support` or the keys of `assignees`, as of the first day of the year."""
    try:
        called = Lookup(directory).called(word)
    except PydanticCustomError:
        return Standing(None, f"“{word}” không còn trong data/units.yaml; đã bỏ, cần phân công đơn vị khác")
    if called.through_group or len(called.units) != 1:
        return Standing(word)
    unit = directory.units[called.units[0]]
    if not ended(unit, year):
        return Standing(word, _change_within(unit, year))
    heir = successor(unit, directory, year)
    if heir is None:
        return Standing(None, f"{_gone(unit)}, {_heirs(unit, directory)}; đã bỏ, cần phân công đơn vị khác")
    return Standing(heir.id, f"{_gone(unit)}; đề xuất đơn vị kế thừa: {heir.name} ({heir.id})")


def _heirs(unit: Unit, directory: Directory) -> str:
    names = [one.name for id in unit.successors if (one := directory.unit(id))]
    return f"việc chuyển về {' hoặc '.join(names)}" if len(names) > 1 else "không có đơn vị kế thừa"


def ended(unit: Unit, year: int) -> bool:
    """Whether the unit is gone before the year begins."""
    return unit.valid_to is not None and unit.valid_to < dt.date(year, 1, 1)


def successor(unit: Unit, directory: Directory, year: int) -> Unit | None:
    """The unit that took over and still exists, over any number of changes."""
    seen = {unit.id}
    heir: Unit | None = unit
    while heir is not None and ended(heir, year):
        heir = directory.unit(heir.successors[0]) if len(heir.successors) == 1 else None
        if heir is not None and heir.id in seen:
            return None
        if heir is not None:
            seen.add(heir.id)
    return heir


def renamed(directory: Directory, old_year: int, year: int) -> list[str]:
    """Units that are called otherwise than when the old plan was made: its words still say the old name."""
    found: list[str] = []
    for unit in directory.units.values():
        before, now = (unit.called(dt.date(one, 1, 1)) for one in (old_year, year))
        if before != now and not ended(unit, year):
            found.append(
                f"{before} ({unit.id}) nay là {now}: sửa lời văn còn ghi tên cũ (lead_text, support_text)"
            )
    return found


def gone_members(directory: Directory, year: int) -> list[str]:
    """Groups that still hold a unit which is gone."""
    found: list[str] = []
    for group in directory.groups.values():
        names = [directory.units[one].name for one in group.members if ended(directory.units[one], year)]
        if names:
            found.append(f"nhóm “{group.name}” ({group.id}) còn {', '.join(names)}: sửa data/units.yaml")
    return found


def _gone(unit: Unit) -> str:
    day = spoken(unit.valid_to) if unit.valid_to else ""
    return f"{unit.name} ({unit.id}) chỉ hoạt động đến {day}"


def _change_within(unit: Unit, year: int) -> str | None:
    if unit.valid_to is not None and unit.valid_to.year == year:
        return f"{unit.name} ({unit.id}) chỉ hoạt động đến {spoken(unit.valid_to)}, giữa năm kế hoạch"
    if unit.valid_from is not None and unit.valid_from > dt.date(year, 1, 1):
        return f"{unit.name} ({unit.id}) hoạt động từ {spoken(unit.valid_from)}, sau ngày đầu năm kế hoạch"
    return None
