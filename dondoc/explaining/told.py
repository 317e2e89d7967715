"""Decides how one deadline is explained to a person at a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dondoc.commands.deadlines import row_of, words_of
from dondoc.explaining.deadline import Explanation
from dondoc.explaining.delivery import told_delivery
from dondoc.phrasing import long_day, told_moment, told_reason
from rules.days.vietnam import spoken
from rules.explain import VIETNAMESE, Explained
from rules.matching import PassedOver, Unmet
from rules.readingwords import told_reading
from scheduler.inforce import InForce

KEYS = {
    "plan": "kế hoạch",
    "group": "nhóm",
    "task": "nhiệm vụ",
    "tags": "nhãn",
    "kind": "loại thời hạn",
    "lead": "đơn vị chủ trì",
    "support": "đơn vị phối hợp",
    "deadline": "mốc thời hạn",
}
REPORTED = {
    "acknowledged": "tiếp nhận ngày",
    "submitted": "trình ký ngày",
    "extension_asked": "xin gia hạn đến hết ngày",
    "done_on": "hoàn thành ngày",
}
SHOWN = 4  # values of one key


def told(found: Explanation, files: InForce) -> Iterator[str]:
    """The lines, from the plan's words to the last step."""
    subject, deadline = found.subject, found.subject.deadline
    if found.assumed:
        yield found.assumed
    row = row_of(subject, found.now.date(), files)
    yield f"{subject.id}: {words_of(row)}"
    yield deadline.task.title
    yield from _reported(row)
    plan = deadline.task.plan
    where = f" ({plan.file}:{deadline.spec.line or deadline.task.line})" if plan.file else ""
    words = deadline.spec.text or deadline.task.time
    yield f"Kế hoạch ghi: “{words}”{where}" if words else f"Nêu trong tệp kế hoạch{where}"
    yield f"Cách hiểu: {told_reading(deadline)}"
    last = deadline.last_day
    yield "\nNgày làm việc cuối cùng trong hạn: " + (long_day(last) if last else "chưa xác định")
    yield from (f"  {told_reason(reason)}" for reason in found.reasons)
    for term in range(1, subject.term + 1):
        yield from _term(found, files, term)
    yield from _passed_over(found.passed_over)


def _reported(row: Mapping[str, Any]) -> Iterator[str]:
    """What people have said about it, in one line."""
    parts = [
        f"{words} {spoken(dt.date.fromisoformat(row[key]))}" for key, words in REPORTED.items() if row[key]
    ]
    parts += [f"vướng mắc: {row['blocked']}"] if row["blocked"] else []
    if parts:
        yield f"Đã ghi nhận: {'; '.join(parts)}"


def _term(found: Explanation, files: InForce, term: int) -> Iterator[str]:
    steps = [one for one in found.steps if one.term == term]
    if found.subject.term > 1 and steps:
        now = "hiện tại" if term == found.subject.term else "đã kết thúc"
        yield f"\nKỳ hạn thứ {term} ({now}):"
    known = {rule.id: rule for rule in files.world.rules.rules}
    current = [rule.id for rule in found.rules] if term == found.subject.term else []
    for id_ in dict.fromkeys([*current, *(step.rule for step in steps)]):
        rule = known.get(id_)
        where = f"{rule.title}; {rule.file}:{rule.line}" if rule else "không còn trong các tệp quy tắc"
        yield f"\nQuy tắc {id_} ({where})"
        for step in (one for one in steps if one.rule == id_):
            yield f"  {_sentence(step, files)}"
            yield from (f"      {line}" for line in _mails(found, step, files))


def _sentence(step: Explained, files: InForce) -> str:
    number = f" lần {step.occurrence}" if step.occurrence > 1 else ""
    people = ", ".join(step.recipients) + (f"; đồng gửi {', '.join(step.cc)}" if step.cc else "")
    to = f" → {people}" if people else ""
    at = told_moment(step.at.astimezone(files.world.zone))
    words = "giả định nhắc" if step.assumed and step.status == "planned" else VIETNAMESE[step.status]
    return f"{at}  {words} [{step.step}{number}]{to} ({step.why})"


def _mails(found: Explanation, step: Explained, files: InForce) -> Iterator[str]:
    """What became of each mail, and by which files it was decided when those are not the present ones."""
    zone = files.world.zone
    for one in found.of(step):
        yield f"{one.address}: {told_delivery(one, zone)} [{one.channel}] {one.message}"
    revision = found.files_of(step)
    if revision is not None and revision.hash != files.revision:
        loaded = told_moment(revision.at.astimezone(zone))
        yield f"theo bản tệp {revision.hash[:12]}, nạp lúc {loaded}; nay tệp đã khác (dondoc revision show)"


def _passed_over(rules: Sequence[PassedOver]) -> Iterator[str]:
    if rules:
        yield "\nQuy tắc không áp dụng:"
    for one in rules:
        why = [_unmet(key) for key in one.unmet]
        if one.after:
            why.insert(0, f"đứng sau quy tắc {one.after} đã khớp và không ghi continue")
        yield f"  {one.rule.id} ({one.rule.file}:{one.rule.line}): {'; '.join(why)}"


def _unmet(one: Unmet) -> str:
    has = ", ".join(one.found) or "không có"
    return f"{KEYS[one.key]} ({one.key}) phải là {_some(one.wanted)}; thời hạn này: {has}"


def _some(values: Sequence[str]) -> str:
    more = f" hoặc {len(values) - SHOWN} giá trị khác" if len(values) > SHOWN else ""
    return " hoặc ".join(values[:SHOWN]) + more
