"""Decides which rules can never speak, or speak on other days than written.

Codes: W904 no deadline, W905 shadowed, W908 a `when` that never holds, W909 29/02 of a common year.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from operator import attrgetter

from data.scrutiny.seen import RuleSeen, Seen, warn
from rules.gates import compares
from rules.problem import Problem
from rules.rule import Condition, Match, Step
from rules.syntax.listed import value_at
from rules.syntax.names import names_used
from rules.yaml.text import Path

_LEAP_DAY = (29, 2)
_WRITTEN = frozenset({"29/02", "29/2"})


def of_rules(seen: Seen) -> Iterator[Problem]:
    """What is idle in the rules of a workspace that has a plan."""
    used = names_used(seen.workspace.tasks, (plan.id for plan in seen.workspace.plans))
    for one in seen.rules:
        if seen.workspace.tasks:
            yield from _idle(one, used)
        for index, step in enumerate(one.rule.steps):
            yield from _never(one, index, step)
            yield from _leap_day(one, index, step)


def _idle(one: RuleSeen, used: dict[str, frozenset[str]]) -> Iterator[Problem]:
    if one.own or one.takes_all:
        return
    path = (*one.path, "match")
    if not one.wanted:
        if not _explained(one.rule.match, used):
            said = f"quy tắc “{one.rule.id}” không khớp thời hạn nào của các kế hoạch đang có"
            yield warn(
                one.document, path, "W904", said, "mọi khóa của match phải cùng đúng; xem lại từng khóa"
            )
    elif not any(rule.match == Match() for rule in one.before):
        names = ", ".join(f"“{rule.id}” ({rule.file}:{rule.line})" for rule in one.before)
        said = f"quy tắc “{one.rule.id}” không bao giờ được dùng: mọi thời hạn khớp đã thuộc {names}"
        yield warn(one.document, path, "W905", said, "chuyển lên trước, hoặc ghi continue: true ở đó")


def _explained(match: Match, used: dict[str, frozenset[str]]) -> bool:
    """Whether a value that no plan has was warned about, or the rule only waits for a kind to come."""
    asked = {key: values for key in Match.__slots__ if (values := attrgetter(key)(match)) is not None}
    return asked.keys() == {"kind"} or any(
        key in used and values.isdisjoint(used[key]) for key, values in asked.items()
    )


def _never(one: RuleSeen, index: int, step: Step) -> Iterator[Problem]:
    if not step.when or _may_hold(step):
        return
    words = " and ".join(map(str, step.when))
    said = f"điều kiện “{words}” không bao giờ đúng nên lần nhắc “{step.id}” không bao giờ gửi"
    hint = None
    if step.place == "before":
        hint = "trước hạn thì days_late luôn là 0"
    yield warn(one.document, (*one.path, "steps", index, "when"), "W908", said, hint)


def _may_hold(step: Step) -> bool:
    """Whether each quantity has a value that all its conditions accept."""
    return all(
        any(all(compares(condition, number) for condition in own) for number in _values(step, own))
        for own in (
            [condition for condition in step.when if condition.name == name]
            for name in {condition.name for condition in step.when}
        )
    )


def _values(step: Step, conditions: Sequence[Condition]) -> Iterator[int]:
    """The values that can differ in their answer; before the last day nothing is late."""
    yield 0
    if step.place == "before" and conditions[0].name == "days_late":
        return
    for condition in conditions:
        yield from range(max(condition.number - 1, 0), condition.number + 2)


def _leap_day(one: RuleSeen, index: int, step: Step) -> Iterator[Problem]:
    if _LEAP_DAY not in step.dates:
        return
    years = sorted({deadline.task.plan.year for deadline in one.own})
    common = [str(year) for year in years if not isleap(year)]
    if common:
        said = f"năm {', '.join(common)} không có ngày 29/02; lần nhắc “{step.id}” sẽ rơi vào ngày 28/02"
        yield warn(one.document, _leap_place(one, index), "W909", said, "ghi 28/02 nếu đúng ý")


def _leap_place(one: RuleSeen, index: int) -> Path:
    path = (*one.path, "steps", index, "on")
    listed = value_at(one.document, path)
    days = listed if isinstance(listed, list) else []
    found = [number for number, day in enumerate(days) if str(day) in _WRITTEN]
    return (*path, found[0]) if found else path
