"""Decides which steps of a rule meet or overtake one another on every deadline of the loaded plans.

Codes: W906 always at the moment of another step, W907 someone above is told before those below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias
from zoneinfo import ZoneInfo

from data.scrutiny.seen import RuleSeen, Seen, warn
from rules.days.calendar import WorkCalendar
from rules.moments import Course, planned
from rules.plan import Deadline
from rules.problem import Problem
from rules.rule import Rule, Step

# Any zone will do: only days are compared.
_ZONE = ZoneInfo("UTC")
_ENOUGH = 100  # deadlines
_RANKS = {
    "lead": 0, "support": 0, "support.named": 0, "lead.head": 1, "support.head": 1,
    "leadership.in-charge": 2, "leadership": 3,
}  # fmt: skip

Days: TypeAlias = Mapping[str, tuple[dt.date, ...]]  # of each step


def of_steps(seen: Seen) -> Iterator[Problem]:
    """Of every rule that speaks about some deadline."""
    for one in seen.rules:
        # A large plan is looked at whole only where its first deadlines give reason to.
        found = _meeting(one, one.own[:_ENOUGH], seen.workspace.calendar)
        if found and len(one.own) > _ENOUGH:
            found = _meeting(one, one.own, seen.workspace.calendar)
        yield from found


def _meeting(one: RuleSeen, deadlines: Sequence[Deadline], calendar: WorkCalendar) -> list[Problem]:
    lives = [_days(one.rule, deadline, calendar) for deadline in deadlines]
    return [*_together(one, lives), *_overtaking(one, lives)]


def _days(rule: Rule, deadline: Deadline, calendar: WorkCalendar) -> Days:
    plan = deadline.task.plan
    start = deadline.start or plan.signed or dt.date(plan.year, 1, 1)
    found: dict[str, list[dt.date]] = {step.id: [] for step in rule.steps}
    for one in planned(Course(deadline, start, calendar, _ZONE), (rule,)):
        found[one.step.id].append(one.day)
    return {id: tuple(days) for id, days in found.items()}


def _together(one: RuleSeen, lives: list[Days]) -> Iterator[Problem]:
    told: set[str] = set()
    for (_, first), (index, second) in combinations(enumerate(one.rule.steps), 2):
        if second.id in told or (first.unless, first.when) != (second.unless, second.when):
            continue
        both = [(days[first.id], days[second.id]) for days in lives if days[first.id] or days[second.id]]
        if both and all(early == late for early, late in both):
            told.add(second.id)
            said = f"lần nhắc “{second.id}” luôn cùng ngày với “{first.id}”"
            place = (*one.path, "steps", index, "id")
            yield warn(one.document, place, "W906", said, "gộp thành một lần nhắc gửi cho nhiều người")


def _rank(step: Step) -> int | None:
    """How high the lowest reader of a step stands; None where that cannot be told."""
    ranks = [_RANKS.get(recipient.kind) for recipient in step.to]
    known = [rank for rank in ranks if rank is not None]
    return min(known) if known and len(known) == len(ranks) else None


def _overtaking(one: RuleSeen, lives: list[Days]) -> Iterator[Problem]:
    ranked = [
        (index, step, rank)
        for index, step in enumerate(one.rule.steps)
        if step.place == "after" and (rank := _rank(step)) is not None
    ]
    for index, step, rank in ranked:
        below = [other for _, other, lower in ranked if lower < rank]
        late = [other for other in below if _always_before(step, other, lives)]
        if below and len(late) == len(below):
            said = f"lần nhắc “{step.id}” báo lên cấp trên trước khi “{late[0].id}” nhắc người thực hiện"
            place = (*one.path, "steps", index, "after")
            yield warn(one.document, place, "W907", said, "đổi số ngày, hoặc nhắc người thực hiện sớm hơn")


def _always_before(step: Step, other: Step, lives: list[Days]) -> bool:
    """Whether the first day of `step` comes before that of `other` wherever both have one."""
    both = [(days[step.id][0], days[other.id][0]) for days in lives if days[step.id] and days[other.id]]
    return bool(both) and all(early < late for early, late in both)
