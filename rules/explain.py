"""Decides how each step of a deadline stands: said, to be said, or not, and why (Vietnamese)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.engine import FIRST, World, plans_of, urged
from rules.gates import held, paused, units_of
from rules.moments import Planned
from rules.notice import Decision, Notice, Occurrence
from rules.recipients import PER_LINE, Cast, Target, delivered, line_targets, once_each, shared_targets
from rules.rule import Recipient
from rules.subject import Record, Subject
from rules.vietnam import spoken

StepStatus: TypeAlias = Literal["said", "planned", "held", "superseded", "passed", "closed"]
VIETNAMESE: dict[StepStatus, str] = {
    "said": "đã nhắc",
    "planned": "sẽ nhắc",
    "held": "đang giữ lại",
    "superseded": "không nhắc",
    "passed": "không nhắc",
    "closed": "không nhắc",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One occurrence of one step."""

    rule: str
    step: str
    occurrence: int
    at: dt.datetime  # said: when; else the moment it is meant for
    status: StepStatus
    why: str
    recipients: tuple[str, ...]  # addresses: told, or who would be told now
    cc: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What was decided and said about one deadline, by occurrence."""

    decisions: Mapping[Occurrence, tuple[Decision, ...]]
    notices: Mapping[Occurrence, tuple[Notice, ...]]


def past_of(decisions: Iterable[Decision], notices: Iterable[Notice]) -> Past:
    decided: dict[Occurrence, tuple[Decision, ...]] = {}
    for decision in decisions:
        decided[decision.occurrence] = (*decided.get(decision.occurrence, ()), decision)
    said: dict[Occurrence, tuple[Notice, ...]] = {}
    for notice in notices:
        said[notice.occurrence] = (*said.get(notice.occurrence, ()), notice)
    return Past(decided, said)


def explain(
    subject: Subject, record: Record, past: Past, world: World, now: dt.datetime
) -> tuple[Explained, ...]:
    """Every step of the current term by moment, and what was said in former terms, as of `now` (aware)."""
    now = now.astimezone(world.zone)
    born = record.born or now
    found = [_step(subject, record, past, world, now, p) for p in plans_of(subject, born, world)]
    keys = {(one.rule, one.step, one.occurrence) for one in found}
    found += [
        _told(notices)
        for key, notices in past.notices.items()
        if key.term != subject.term or (key.rule, key.step, key.number) not in keys
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _step(
    subject: Subject, record: Record, past: Past, world: World, now: dt.datetime, p: Planned
) -> Explained:
    key = Occurrence(subject.id, subject.term, p.rule.id, p.step.id, p.number)
    if notices := past.notices.get(key):
        return _told(notices)
    status, why = _unsaid(subject, record, past.decisions.get(key, ()), world, now, p)
    open_still = status in ("planned", "held")
    to, cc = _people(subject, record, world, p) if open_still else ((), ())
    return Explained(p.rule.id, p.step.id, p.number, p.moment, status, why, to, cc)


def _told(notices: tuple[Notice, ...]) -> Explained:
    first = notices[0]
    key = first.occurrence
    why = "thời hạn mới được biết khi lần nhắc đầu đã qua: giao nhiệm vụ, thông báo thời hạn"
    if key.step != FIRST:
        why = f"nhắc muộn, lẽ ra {_moment(first.moment)}" if first.late else "đến lần nhắc"
    reasons = [notice.why for notice in notices if notice.why]
    return Explained(
        key.rule,
        key.step,
        key.number,
        first.at,
        "said",
        "; ".join(dict.fromkeys([why, *reasons])),
        tuple(sorted({notice.address for notice in notices if not notice.copy})),
        tuple(sorted({notice.address for notice in notices if notice.copy})),
        first.late,
    )


def _unsaid(
    subject: Subject,
    record: Record,
    decisions: tuple[Decision, ...],
    world: World,
    now: dt.datetime,
    p: Planned,
) -> tuple[StepStatus, str]:
    """Why an occurrence has not been said, or when it will be."""
    if any(decision.status == "superseded" for decision in decisions):
        return "superseded", "đã có lần nhắc sau thay cho lần này"
    if decisions or (record.born is not None and p.moment < record.born):
        return "passed", _why_passed(subject, record, world, p, decisions)
    if closed := _why_closed(subject, world, p):
        return "closed", closed
    if p.moment > now:
        return "planned", "chưa đến lúc"
    if reason := _why_held(subject, record, world, now, p):
        return "held", reason
    return "planned", "đã đến lúc, sẽ nhắc ở lượt chạy tới trong giờ gửi"


def _why_passed(
    subject: Subject, record: Record, world: World, p: Planned, decisions: tuple[Decision, ...]
) -> str:
    if record.born is not None and p.moment < record.born:
        born = record.born.astimezone(world.zone)
        return f"trước khi hệ thống biết thời hạn này ({_moment(born)})"
    if all(paused(subject, p, unit, world.calendar) for unit in units_of(subject)):
        return "tạm dừng sau khi đơn vị tiếp nhận"
    last = subject.deadline.last_day
    decided = decisions[0].at.astimezone(world.zone).date() if decisions else None
    if p.step.place == "before" and last is not None and decided is not None and decided > last:
        return f"đã qua ngày làm việc cuối cùng trong hạn ({spoken(last)})"
    if not any(_people(subject, record, world, p)):
        return "quy tắc không chỉ ra người nhận nào cho thời hạn này"
    return "không còn ai cần nhắc lúc ấy, hoặc bỏ qua do tệp thay đổi"


def _why_closed(subject: Subject, world: World, p: Planned) -> str | None:
    progress, plan = subject.progress, subject.deadline.task.plan
    if progress.done_on is not None:
        return f"đã hoàn thành ngày {spoken(progress.done_on)}"
    if progress.cancelled_on is not None:
        return f"đã dừng thực hiện từ ngày {spoken(progress.cancelled_on)}"
    if not urged(subject.deadline.task, p.moment.astimezone(world.zone).date()):
        return (
            "kế hoạch đã kết thúc đôn đốc"
            if plan.closed
            else f"chỉ đôn đốc đến {spoken(plan.last_urging_day)}"
        )
    return None


def _why_held(subject: Subject, record: Record, world: World, now: dt.datetime, p: Planned) -> str | None:
    units = units_of(subject)
    reasons = [held(subject, record, p, unit, now.date(), world.calendar) for unit in units]
    return "; ".join(dict.fromkeys(filter(None, reasons))) if all(reasons) else None


def _people(
    subject: Subject, record: Record, world: World, p: Planned
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Addresses the step would go to on its day, as things stand now."""
    directory = world.directory
    cast = Cast(subject.deadline, subject.progress, subject.assignees, directory, p.day, record.asked)
    found = {
        copy: [
            delivered(target, world.directory, p.day)
            for recipient in recipients
            for target in _targets(cast, recipient)
        ]
        for copy, recipients in ((False, p.step.to), (True, p.step.cc))
    }
    to = tuple(t.address or t.why or "" for t in once_each(found[False]))
    return to, tuple(t.address for t in once_each(found[True]) if t.address and t.address not in to)


def _targets(cast: Cast, recipient: Recipient) -> Iterator[Target]:
    if recipient.kind in PER_LINE and cast.progress.open_units:
        for unit in cast.progress.open_units:
            yield from line_targets(cast, recipient.kind, unit)
    else:
        yield from shared_targets(cast, recipient)


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%H:%M} ngày {spoken(moment.date())}"
