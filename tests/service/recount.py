"""The figures of a digest counted anew by hand: from the plan file, the reports and the official days off.

Written from DESIGN section 3 alone; nothing of the product is imported.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

Row: TypeAlias = dict[str, Any]
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Office:
    """The working days of 2021, the plan and who leads what."""

    off: frozenset[dt.date]
    plan: Row
    units: Row

    def works(self, day: dt.date) -> bool:
        return day.isoweekday() < 6 and day not in self.off

    def on_or_before(self, day: dt.date) -> dt.date:
        while not self.works(day):
            day -= ONE
        return day

    def after(self, day: dt.date, n: int) -> dt.date:
        """`n` working days after `day`, which is not counted."""
        while n:
            day += ONE
            n -= self.works(day)
        return day

    def counted(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to `last`."""
        return sum(self.works(first + n * ONE) for n in range(1, (last - first).days + 1))

    def members(self, names: Iterable[str]) -> list[str]:
        """The units that unit and group ids stand for."""
        found: list[str] = []
        for name in names:
            group = self.units["groups"].get(name)
            found += self.members(group["members"]) if group else [name]
        return list(dict.fromkeys(found))

    def leads(self, task: Row) -> list[str]:
        """A unit named as support leaves a collective lead."""
        named = {name for name in task.get("support", []) if name not in self.units["groups"]}
        own = {name for name in task["lead"] if name not in self.units["groups"]}
        return [unit for unit in self.members(task["lead"]) if unit in own or unit not in named]


def office_of(root: Path) -> Office:
    def read(name: str) -> Any:
        return yaml.safe_load((root / name).read_text(encoding="utf-8"))

    holidays = json.loads((root / "tests/corpus/holidays_vn.json").read_text(encoding="utf-8"))
    days = [dt.date.fromisoformat(day) for year in holidays.values() for day in year["weekdays_off"]]
    return Office(frozenset(days), read("data/plans/cchc-2021.yaml"), read("data/units.yaml"))


@dataclass
class Owed:
    """One deadline as it stands after the reports so far."""

    task: str
    stated: dt.date | None
    last: dt.date | None
    done: dict[str, dt.date | None]  # lead unit -> the day it finished; "" when nobody leads
    nothing: set[str] = field(default_factory=set)  # units with "không phát sinh"
    submitted: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    asked: bool = False
    extensions: int = 0
    cancelled: bool = False

    @property
    def open(self) -> list[str]:
        return [unit for unit, day in self.done.items() if day is None]

    @property
    def done_on(self) -> dt.date | None:
        return None if self.open else max(day for day in self.done.values() if day)

    @property
    def unfinished(self) -> bool:
        return bool(self.open) and not self.cancelled

    def report(self, action: Row, office: Office) -> None:
        do, unit = action["do"], action["unit"]
        units = [unit] if unit else self.open
        if do == "done":
            for one in units:
                self.done[one] = day_of(action)
                if action["no_output"]:
                    self.nothing.add(one)
        elif do == "submit":
            self.submitted |= set(units)
            self.blocked -= set(units)
        elif do == "block":
            self.blocked |= set(units)
        elif do == "ack":
            self.blocked -= set(units)
        elif do == "cancel":
            self.cancelled = True
        else:
            self.dates(action, office)

    def dates(self, action: Row, office: Office) -> None:
        do = action["do"]
        if do == "extend-ask":
            self.asked = True
        elif do == "extend-refuse":
            self.asked = False
        elif do == "extend-grant":
            self.asked, self.extensions = False, self.extensions + 1
            self.stated = dt.date.fromisoformat(action["to"])
            self.last = office.on_or_before(self.stated)
            self.submitted, self.blocked = set(), set()
        elif do == "reopen":
            again = [action["unit"]] if action["unit"] else list(self.done)
            self.done |= dict.fromkeys(again)
            self.cancelled = False
        else:
            raise ValueError(do)


def day_of(action: Row) -> dt.date:
    return dt.date.fromisoformat(action["on"])


def dates_of(spec: Row, office: Office) -> tuple[dt.date | None, dt.date | None]:
    """(stated date, last day on which it is on time)."""
    if spec["kind"] == "period":
        return spec["end"], office.on_or_before(spec["end"])
    if spec["kind"] == "by":
        return spec["date"], office.on_or_before(spec["date"] - ONE if spec.get("strict") else spec["date"])
    return None, None


def owed(office: Office, actions: list[Row]) -> list[Owed]:
    """Every deadline of the plan after these reports, oldest first."""
    by_id: dict[str, list[Row]] = defaultdict(list)
    for action in actions:
        by_id[action["deadline"]].append(action)
    found: list[Owed] = []
    for task in office.plan["tasks"]:
        id_ = f"{office.plan['plan']['id']}/{task['key']}"
        assigned = [action["unit"] for action in by_id[id_] if action["do"] == "assign"]
        leads = list(dict.fromkeys([*office.leads(task), *assigned])) or [""]
        for spec in task["deadlines"]:
            base = f"{id_}/{spec.get('slug', 'han')}"
            found += of_one(office, task["key"], spec, base, leads, by_id)
    return found


def of_one(
    office: Office, task: str, spec: Row, base: str, leads: list[str], by_id: dict[str, list[Row]]
) -> list[Owed]:
    """The deadline of one entry of the plan and, from events, those they made."""
    events = [action for action in by_id[base] if action["do"] == "event"]
    stated, last = dates_of(spec, office)
    if spec["kind"] == "external" and events:
        stated = dt.date.fromisoformat(events[-1]["to"])
        last = office.on_or_before(stated)
    made = {base: Owed(task, stated, last, dict.fromkeys(leads))}
    if spec["kind"] == "after_event":
        for number, event in enumerate(events, 1):
            end = office.after(day_of(event), spec["n"])
            made[f"{base.removesuffix('/han')}/{number}"] = Owed(task, end, end, dict.fromkeys(leads))
    for id_, one in made.items():
        for action in by_id[id_]:
            if action["do"] != "event":
                one.report(action, office)
    return list(made.values())


def figures(office: Office, actions: list[Row], day: dt.date) -> dict[str, int]:
    """What the digest of `day` has to say in numbers."""
    deadlines = owed(office, actions)
    finished = [one for one in deadlines if one.done_on]
    late = [one for one in finished if one.stated and one.done_on and one.done_on > one.stated]
    unfinished = [one for one in deadlines if one.unfinished]
    dated = [one for one in unfinished if one.stated]
    overdue = [one for one in dated if one.stated and day > one.stated]
    soon = office.after(day, 10)
    return {
        "tasks": len({one.task for one in deadlines}),
        "deadlines": len(deadlines),
        "done_on_time": len(finished) - len(late),
        "done_late": len(late),
        "done_before": 0,
        "in_time": len(dated) - len(overdue),
        "overdue": len(overdue),
        "undetermined": len(unfinished) - len(dated),
        "cancelled": sum(one.cancelled and bool(one.open) for one in deadlines),
        "no_output": sum(one.nothing >= set(one.done) for one in finished),
        "extended": sum(one.extensions > 0 for one in deadlines),
        "extension_pending": sum(one.asked for one in unfinished),
        "submitted": sum(not one.submitted.isdisjoint(one.open) for one in unfinished),
        "blocked": sum(not one.blocked.isdisjoint(one.open) for one in unfinished),
        "longest_late": max((office.counted(one.stated, day) for one in overdue if one.stated), default=0),
        "due_within": sum(one not in overdue and one.last is not None and one.last <= soon for one in dated),
        "done_since": sum(day - 7 * ONE < one.done_on <= day for one in finished if one.done_on),
    }


def of_units(office: Office, actions: list[Row], day: dt.date) -> dict[str, tuple[int, int, int, int]]:
    """Unit's name -> its own lines: done, in time, overdue, undetermined."""
    names = {unit["id"]: unit["name"] for unit in office.units["units"]}
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in owed(office, actions):
        for unit, done in one.done.items():
            if unit and not (one.cancelled and one.open):
                place = 0 if done else 3 if not one.stated else 2 if day > one.stated else 1
                found[names[unit]][place] += 1
    return {name: (row[0], row[1], row[2], row[3]) for name, row in found.items()}
