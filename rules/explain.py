"""Decides how each step of a deadline stands: said, to be said, or not, and why (Vietnamese)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rules.days.vietnam import spoken
from rules.engine import SHARED, World, parts_of, people_of, plans_of, urged
from rules.gates import held, paused, units_of
from rules.greeting import FIRST
from rules.moments import Planned
from rules.notice import ALL_PARTS, Decision, Notice, Occurrence
from rules.subject import Record, Subject
from rules.terms import Term, why_ended

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
    """One occurrence of one step, as it was said at one moment."""

    rule: str
    step: str
    occurrence: int
    at: dt.datetime  # said, to be said: when; else the moment it is meant for
    moment: dt.datetime  # what it is meant for
    status: StepStatus
    why: str
    recipients: tuple[str, ...]  # addresses
    cc: tuple[str, ...] = ()
    late: bool = False
    term: int = 1
    assumed: bool = False  # nothing is recorded: so a first start would have gone
    messages: Mapping[str, str] = field(default_factory=dict)  # said: address -> Message-ID


@dataclass(frozen=True, slots=True)
class Lived:
    """One line's record, lived on to the end of urging; what is not `recorded` is foreseen."""

    decisions: Mapping[Occurrence, tuple[Decision, ...]]
    notices: Mapping[Occurrence, tuple[Notice, ...]]
    births: Mapping[tuple[str, int], dt.datetime]  # (deadline, term)
    accepted: Mapping[tuple[str, int, str], int]  # (deadline, term, unit) -> mails, as of the moment asked
    recorded: frozenset[tuple[Occurrence, dt.datetime]] | None  # said when; None: all is assumed
    dropped: frozenset[Occurrence] = frozenset()  # decided, but taken out of the mail before it went
    changes: frozenset[dt.datetime] = field(default_factory=frozenset)  # when files came into force


@dataclass(frozen=True, slots=True)
class _Eye:
    """One term looked at from one moment."""

    term: Term
    lived: Lived
    world: World
    now: dt.datetime  # local

    @property
    def subject(self) -> Subject:
        return self.term.subject

    @property
    def record(self) -> Record:
        id, term = self.subject.id, self.subject.term
        counts = {key[2]: count for key, count in self.lived.accepted.items() if key[:2] == (id, term)}
        return Record(born=self.lived.births.get((id, term)), accepted=counts)

    def key(self, p: Planned) -> Occurrence:
        return Occurrence(self.subject.id, self.subject.term, p.rule.id, p.step.id, p.number)

    def moment(self, moment: dt.datetime) -> str:
        local = moment.astimezone(self.world.zone)
        return f"{local:%H:%M} ngày {spoken(local.date())}"

    def explained(
        self,
        p: Planned,
        status: StepStatus,
        why: str,
        people: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    ) -> Explained:
        to, cc = people
        term, assumed = self.subject.term, self.lived.recorded is None
        return Explained(
            p.rule.id,
            p.step.id,
            p.number,
            p.moment,
            p.moment,
            status,
            why,
            to,
            cc,
            term=term,
            assumed=assumed,
        )


def by_occurrence(
    decisions: Iterable[Decision], notices: Iterable[Notice]
) -> tuple[dict[Occurrence, tuple[Decision, ...]], dict[Occurrence, tuple[Notice, ...]]]:
    """Decisions and notices under what they are about."""
    decided: dict[Occurrence, tuple[Decision, ...]] = defaultdict(tuple)
    for decision in decisions:
        decided[decision.occurrence] += (decision,)
    said: dict[Occurrence, tuple[Notice, ...]] = defaultdict(tuple)
    for notice in notices:
        said[notice.occurrence] += (notice,)
    return dict(decided), dict(said)


def explain(terms: Sequence[Term], lived: Lived, world: World, now: dt.datetime) -> tuple[Explained, ...]:
    """Every step of every term by moment: what was and will be said, and what not, as of `now` (aware)."""
    found: list[Explained] = []
    shown: set[Occurrence] = set()
    for term in terms:
        eye = _Eye(term, lived, world, now.astimezone(world.zone))
        for p in plans_of(term.subject, eye.record.born or eye.now, world):
            shown.add(eye.key(p))
            found += _step(eye, p)
    eye = _Eye(terms[-1], lived, world, now.astimezone(world.zone))
    for key, notices in lived.notices.items():
        # First notices, and steps of rules that were changed since.
        if key.deadline == eye.subject.id and key not in shown:
            found += _told(eye, notices)
    return tuple(sorted(found, key=lambda one: (one.at, one.term)))


def _step(eye: _Eye, p: Planned) -> Iterator[Explained]:
    """What was said of one occurrence, and what is left of it."""
    notices = eye.lived.notices.get(eye.key(p), ())
    yield from _told(eye, notices, _why_waits(eye, p))
    decisions = eye.lived.decisions.get(eye.key(p), ())
    if not notices:
        yield _unsaid(eye, p, decisions)
        return
    left = [] if eye.subject.progress.closed else _parts_left(eye, p, decisions)
    if reason := _why_held(eye, p, left):
        yield eye.explained(p, "held", reason, _people(eye, p, left))


def _parts_left(eye: _Eye, p: Planned, decisions: Collection[Decision]) -> list[str]:
    decided = {decision.part for decision in decisions}
    return [] if ALL_PARTS in decided else [x for x in parts_of(p.step, eye.subject) if x not in decided]


def _why_waits(eye: _Eye, p: Planned) -> str | None:
    """Why what is due at last is not said yet."""
    if p.moment > eye.now:
        return None
    reason = _why_held(eye, p, parts_of(p.step, eye.subject))
    return f"đang giữ lại: {reason}" if reason else "đã đến lúc, sẽ nhắc ở lượt chạy tới trong giờ gửi"


def _told(eye: _Eye, notices: Iterable[Notice], waits: str | None = None) -> Iterator[Explained]:
    """One line for each moment at which the occurrence was said, as in the ledger."""
    moments: dict[dt.datetime, list[Notice]] = defaultdict(list)
    for notice in notices:
        moments[notice.at].append(notice)
    for at, together in moments.items():
        first, recorded = together[0], eye.lived.recorded
        status: StepStatus = "said" if (first.occurrence, at) in (recorded or ()) else "planned"
        yield Explained(
            first.occurrence.rule,
            first.occurrence.step,
            first.occurrence.number,
            at,
            first.moment,
            status,
            _why_told(eye, together, waits if at > eye.now else None),
            _addresses(together, copy=False),
            _addresses(together, copy=True),
            first.late,
            first.occurrence.term,
            recorded is None,
            {notice.address: notice.message for notice in together} if status == "said" else {},
        )


def _addresses(notices: Iterable[Notice], *, copy: bool) -> tuple[str, ...]:
    return tuple(sorted({notice.address for notice in notices if notice.copy is copy}))


def _why_told(eye: _Eye, notices: Sequence[Notice], waits: str | None) -> str:
    reasons = [notice.why for notice in notices if notice.why]
    return "; ".join(dict.fromkeys([waits or _why_then(eye, notices[0]), *reasons]))


def _why_then(eye: _Eye, notice: Notice) -> str:
    if notice.occurrence.step == FIRST:
        return "thời hạn mới được biết khi lần nhắc đầu đã qua: giao nhiệm vụ, thông báo thời hạn"
    if notice.late:
        return f"nhắc muộn, lẽ ra {eye.moment(notice.moment)}"
    return "đến lần nhắc" if notice.at <= eye.now else "chưa đến lúc"


def _unsaid(eye: _Eye, p: Planned, decisions: tuple[Decision, ...]) -> Explained:
    """Why an occurrence was not and will not be said."""
    if any(decision.status == "superseded" for decision in decisions):
        return eye.explained(p, "superseded", "đã có lần nhắc sau thay cho lần này")
    born = eye.record.born
    if decisions or (born is not None and p.moment < born):
        return eye.explained(p, "passed", _why_passed(eye, p, decisions))
    if closed := why_closed(eye.term):
        return eye.explained(p, "closed", closed)
    left, plan = parts_of(p.step, eye.subject), eye.subject.deadline.task.plan
    over = f"chỉ đôn đốc đến {spoken(plan.last_urging_day)}"
    reason = _why_held(eye, p, left) or over
    if reason == over or not urged(eye.subject.deadline.task, eye.now.date()):
        return eye.explained(p, "closed", reason)
    return eye.explained(p, "held", reason, _people(eye, p, left))


def _why_passed(eye: _Eye, p: Planned, decisions: tuple[Decision, ...]) -> str:
    born, last = eye.record.born, eye.subject.deadline.last_day
    if born is not None and p.moment < born:
        return f"trước khi hệ thống biết thời hạn này ({eye.moment(born)})"
    decided = decisions[0]
    if eye.key(p) in eye.lived.dropped:
        return "đã bỏ trước khi gửi: khi ấy không còn phải nhắc, hoặc người quản trị không cho gửi"
    if decided.at in eye.lived.changes:
        return f"khi nạp tệp mới lúc {eye.moment(decided.at)}, lần nhắc này đã qua nên được bỏ qua"
    if p.step.place == "before" and last is not None and _day(eye, decided.at) > last:
        return f"đã qua ngày làm việc cuối cùng trong hạn ({spoken(last)})"
    if any(paused(eye.subject, p, unit, eye.world.calendar) for unit in units_of(eye.subject)):
        return "tạm dừng sau khi đơn vị tiếp nhận"
    wanted = ", ".join(map(str, dict.fromkeys((*p.step.to, *p.step.cc))))
    return f"thời hạn này không có ai là người nhận mà quy tắc nêu ({wanted})"


def _day(eye: _Eye, moment: dt.datetime) -> dt.date:
    return moment.astimezone(eye.world.zone).date()


def why_closed(term: Term) -> str | None:
    """Why nothing more is said in a term; None while it is open."""
    progress = term.subject.progress
    if progress.done_on is not None:
        return f"đã hoàn thành ngày {spoken(progress.done_on)}"
    if progress.overtaken and progress.cancelled_on:
        return f"báo cáo cần số liệu này đã kết thúc ngày {spoken(progress.cancelled_on)}, thôi hỏi"
    if progress.cancelled_on is not None:
        return f"đã dừng thực hiện từ ngày {spoken(progress.cancelled_on)}"
    if term.ended is not None:
        return why_ended(term.ended)
    plan = term.subject.deadline.task.plan
    if not plan.opened:
        return f"kế hoạch chưa mở; mở bằng lệnh dondoc plan open {plan.id}"
    return "kế hoạch đã kết thúc đôn đốc" if plan.closed else None


def _why_held(eye: _Eye, p: Planned, parts: Iterable[str]) -> str | None:
    """What holds these parts back; of the shared part, when it holds for every open line."""
    found: list[str] = []
    for part in parts:
        units = (part,) if part != SHARED else units_of(eye.subject)
        day, calendar = max(eye.now.date(), p.day), eye.world.calendar
        reasons = [held(eye.subject, eye.record, p, unit, day, calendar) for unit in units]
        found += [reason for reason in reasons if reason] if all(reasons) else []
    return "; ".join(dict.fromkeys(found)) or None


def _people(eye: _Eye, p: Planned, parts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Addresses of those who would be told of these parts, as the engine finds them."""
    moment = max(eye.now, p.moment)
    found = [t for part in parts for t in people_of(eye.subject, eye.record, eye.world, p, part, moment)]
    to = dict.fromkeys(target.address for target in found if not target.copy)
    cc = dict.fromkeys(t.address for t in found if t.copy and t.address not in to)
    return tuple(sorted(to)), tuple(sorted(cc))
