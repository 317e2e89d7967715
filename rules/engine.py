"""What is to be said now about one deadline, to whom, and when to look at it again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.days.calendar import WorkCalendar
from rules.directory import Directory
from rules.gates import held, paused, units_of
from rules.greeting import FIRST, greeting
from rules.matching import rules_for
from rules.moments import Course, Planned, in_hours, next_send, planned
from rules.notice import ALL_PARTS, Decision, Notice, NoticeKind, Occurrence, Role, Status, to_beats_cc
from rules.numbering import numbered
from rules.plan import Task
from rules.recipients import (
    OF_LEAD,
    OF_UNITS,
    PER_LINE,
    Cast,
    Target,
    asking,
    delivered,
    line_targets,
    once_each,
    owner_targets,
    shared_targets,
)
from rules.rule import Recipient, Rule, RuleSet, Step
from rules.subject import Record, Subject

ASK = "phan-cong"  # the pseudo-step that records that a head was asked to assign an officer
HANDS = frozenset({"lead", "support", "support.named"})  # who does the work; a head is told to step in
SHARED = ""  # the part of an occurrence that belongs to no lead line


@dataclass(frozen=True, slots=True)
class World:
    """What all deadlines share: who, which days, which rules, which local time.

    `plans` keeps what was last worked out for each deadline, beside all that it was worked out from.
    """

    directory: Directory
    calendar: WorkCalendar
    rules: RuleSet
    zone: ZoneInfo
    plans: dict[str, tuple[tuple[Course, tuple[str, ...]], tuple[Planned, ...]]] = field(
        init=False, compare=False, default_factory=dict
    )


class Candidate(NamedTuple):
    """One part of an occurrence that may be said now, with its people."""

    planned: Planned
    part: str
    targets: tuple[Target, ...]


class Verdict(NamedTuple):
    """What one look at a subject decided. Notices lack their message and channel yet."""

    decisions: tuple[Decision, ...] = ()
    notices: tuple[Notice, ...] = ()
    wake: dt.datetime | None = None  # None: nothing more to say
    newborn: bool = False


@dataclass(slots=True)
class _Look:
    """One subject looked at once; collects as it goes."""

    subject: Subject
    record: Record
    world: World
    now: dt.datetime  # local
    plans: tuple[Planned, ...]
    decisions: list[Decision] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    waiting: list[Candidate] = field(default_factory=list)  # held back by a gate
    wakes: list[dt.datetime] = field(default_factory=list)
    numbers: dict[tuple[str, dt.datetime, Role], tuple[int, int | None]] = field(default_factory=dict)

    @property
    def born(self) -> dt.datetime:
        return self.record.born or self.now

    @property
    def day(self) -> dt.date:
        return self.now.date()

    @property
    def cast(self) -> Cast:
        subject, directory = self.subject, self.world.directory.on(self.day)
        return Cast(
            subject.deadline, subject.progress, subject.assignees, directory, self.day, self.record.asked,
            subject.taken,
        )  # fmt: skip

    def occurrence(self, p: Planned) -> Occurrence:
        return Occurrence(self.subject.id, self.subject.term, p.rule.id, p.step.id, p.number)

    def parts_left(self, p: Planned) -> list[str]:
        decided = self.record.decided.get(self.occurrence(p), frozenset())
        if ALL_PARTS in decided:
            return []
        return [part for part in parts_of(p.step, self.subject) if part not in decided]

    def number(self, p: Planned, role: Role) -> tuple[int, int | None]:
        """Which reminder of how many; a collective deadline asks for each of its units."""
        key = (p.rule.id, p.moment, role)
        if key not in self.numbers:
            self.numbers[key] = numbered(self.plans, p, role)
        return self.numbers[key]

    def settle(self, p: Planned, part: str, status: Status) -> None:
        self.decisions.append(Decision(self.occurrence(p), part, status, p.moment, self.now))


def parts_of(step: Step, subject: Subject) -> list[str]:
    """The parts an occurrence is decided in: one for each open lead line, one for all others together."""
    wanted = (*step.to, *step.cc)
    units = list(subject.progress.open_units)
    lines = units if any(r.kind in PER_LINE for r in wanted) else []
    shared = any(r.kind not in PER_LINE for r in wanted) or not units
    return lines + ([SHARED] if shared else [])


def urged(task: Task, day: dt.date) -> bool:
    """Whether the task's plan is still urged on `day`."""
    return task.plan.opened and not task.plan.closed and day <= task.plan.last_urging_day


def course_of(subject: Subject, born: dt.datetime, world: World) -> Course:
    start = subject.progress.term_start if subject.term > 1 else None
    local = born.astimezone(world.zone).date()
    return Course(subject.deadline, start or subject.deadline.start or local, world.calendar, world.zone)


def rules_of(subject: Subject, world: World) -> tuple[Rule, ...]:
    return rules_for(world.rules.rules, subject.deadline, subject.leads)


def plans_of(subject: Subject, born: dt.datetime, world: World) -> tuple[Planned, ...]:
    """Every occurrence of the subject's term under the rules in force, by moment."""
    asked = (course_of(subject, born, world), subject.leads)
    known = world.plans.get(subject.id)
    if known is None or known[0] != asked:
        known = world.plans[subject.id] = (asked, planned(asked[0], rules_of(subject, world)))
    return known[1]


def decide(subject: Subject, record: Record, world: World, now: dt.datetime) -> Verdict:
    """One look at one subject at `now` (aware). Pure: the caller keeps what comes out."""
    now = now.astimezone(world.zone)
    newborn = record.born is None
    if subject.progress.closed or not urged(subject.deadline.task, now.date()):
        # What a plan that is not open yet holds is born when it is opened.
        return Verdict(newborn=newborn and subject.deadline.task.plan.opened)
    born = record.born or now
    look = _Look(subject, record, world, now, plans_of(subject, born, world))
    _greet(look)
    _gather(look)
    notices = tuple(to_beats_cc(list(_say(look))))
    return Verdict(tuple(look.decisions), notices, min(look.wakes, default=None), newborn)


def _greet(look: _Look) -> None:
    """Steps before the birth are passed over; who must hear of a newborn at once gets a first notice."""
    if look.record.born is None:
        for p in look.plans:
            if p.moment < look.born:
                look.settle(p, ALL_PARTS, "passed")
    if first := greeting(look.subject, look.plans, look.born):
        for part in look.parts_left(first):
            _weigh(look, first, part)


def _gather(look: _Look) -> None:
    """Sort the undecided occurrences into: not yet, past sense, passed over, held back, to be said."""
    for p in look.plans:
        if p.moment < look.born:
            continue
        if p.moment > look.now:
            if look.parts_left(p):
                look.wakes.append(p.moment)
                break  # the later ones come to be looked at then
            continue
        for part in look.parts_left(p):
            _weigh(look, p, part)


def _weigh(look: _Look, p: Planned, part: str) -> None:
    last = look.subject.deadline.last_day
    if p.step.place == "before" and last is not None and look.day > last:
        look.settle(p, part, "passed")
        return
    if _passed_over(look, p, part):
        look.settle(p, part, "passed")
        return
    found = _targets(look, p, part)
    candidate = Candidate(p, part, tuple(target for target in found if target.address))
    if not found:
        look.settle(p, part, "passed")
    elif not candidate.targets:  # not even an owner: it waits until there is somebody
        look.wakes.append(next_send(look.now, p.rule.send, look.world.calendar))
    elif _why_held(look, p, part):
        look.waiting.append(candidate)
        look.wakes.append(next_send(look.now, p.rule.send, look.world.calendar))
    elif not in_hours(look.now, p.rule.send, look.world.calendar):
        look.wakes.append(next_send(look.now, p.rule.send, look.world.calendar))
    else:
        look.candidates.append(candidate)


def _passed_over(look: _Look, p: Planned, part: str) -> bool:
    calendar = look.world.calendar
    if any(r.kind not in OF_LEAD for r in p.step.to):
        return False
    units = (part,) if part != SHARED else units_of(look.subject)
    return all(paused(look.subject, p, unit, calendar) for unit in units)


def _why_held(look: _Look, p: Planned, part: str) -> str | None:
    """Why the part waits; the shared part waits only when it would wait for every open line."""
    units = (part,) if part != SHARED else units_of(look.subject)
    reasons = [held(look.subject, look.record, p, unit, look.day, look.world.calendar) for unit in units]
    return reasons[0] if all(reasons) else None


def _targets(look: _Look, p: Planned, part: str) -> list[Target]:
    """The people of one part, delegates in place, the owner for what has nobody."""
    cast = look.cast
    quiet = OF_LEAD if paused(look.subject, p, part, look.world.calendar) else frozenset()
    found = [
        target._replace(copy=copy)
        for copy, recipients in ((False, p.step.to), (True, p.step.cc))
        for recipient in recipients
        if recipient.kind not in quiet
        for target in _resolved(cast, recipient, part)
    ]
    return once_each(_addressed(look, p.rule, found))


def people_of(
    subject: Subject, record: Record, world: World, p: Planned, part: str, now: dt.datetime
) -> list[Target]:
    """Whom one part of an occurrence would be said to at `now` (aware), whatever holds it back."""
    look = _Look(subject, record, world, now.astimezone(world.zone), (p,))
    return [target for target in _targets(look, p, part) if target.address]


def _resolved(cast: Cast, recipient: Recipient, part: str) -> list[Target]:
    per_line = recipient.kind in PER_LINE
    if part != SHARED:
        return line_targets(cast, recipient.kind, part) if per_line else []
    if per_line and cast.progress.open_units:
        return []
    if recipient.kind == "leadership" and cast.uncertain:
        return [Target("", "", "owner", None, ask="no-recipient", why=cast.uncertain)]
    found = shared_targets(cast, recipient)
    if not found and recipient.kind not in OF_UNITS:
        return [
            Target("", "", "owner", None, ask="no-recipient", why=f"không tìm thấy người nhận “{recipient}”")
        ]
    return found


def _addressed(look: _Look, rule: Rule, targets: Iterable[Target]) -> Iterator[Target]:
    for target in targets:
        if target.address:
            yield delivered(target, look.world.directory, look.day)
            continue
        owners = owner_targets(look.cast, rule.owner)
        if not owners:
            yield target
        for owner in owners:
            stand_in = delivered(owner, look.world.directory, look.day)
            yield stand_in._replace(unit=target.unit, ask=target.ask, why=target.why, copy=target.copy)


def _say(look: _Look) -> Iterator[Notice]:
    """Each recipient gets the furthest of several missed; what it overtakes is superseded."""
    furthest: dict[str, dt.datetime] = defaultdict(lambda: look.born)
    for candidate in look.candidates:
        for target in candidate.targets:
            furthest[target.recipient] = max(furthest[target.recipient], candidate.planned.moment)
    for candidate in look.candidates:
        yield from _said(look, candidate, furthest)
    for candidate in look.waiting:
        moment = candidate.planned.moment
        if all(furthest.get(target.recipient, moment) > moment for target in candidate.targets):
            look.settle(candidate.planned, candidate.part, "superseded")


def _said(look: _Look, candidate: Candidate, furthest: dict[str, dt.datetime]) -> Iterator[Notice]:
    p = candidate.planned
    winners = [
        target for target in candidate.targets if p.step.id == FIRST or furthest[target.recipient] == p.moment
    ]
    look.settle(p, candidate.part, "said" if winners else "superseded")
    for target in winners:
        yield _notice(look, p, target)
        if target.ask == "assign-officer":
            asked = asking(look.cast, target.unit or "")
            look.decisions.append(asked_once(look.subject.deadline.task, asked, look.now))


def asked_once(task: Task, what: str, now: dt.datetime) -> Decision:
    """The record that a head was asked to assign an officer for `task`; what: see `asking`."""
    return Decision(Occurrence(task.id, 0, "", ASK, 1), what, "said", now, now)


def kind_of(step: Step) -> NoticeKind:
    """What sort of notice a step makes; an `after` step to anyone but `lead` or `support` escalates."""
    if step.id == FIRST:
        return "first"
    if step.place == "waiting":
        return "waiting"
    above = step.place == "after" and any(r.kind not in HANDS for r in step.to)
    return "escalation" if above else "reminder"


def _notice(look: _Look, p: Planned, target: Target) -> Notice:
    number, total = look.number(p, target.role)
    return Notice(
        occurrence=look.occurrence(p),
        recipient=target.recipient,
        channel="",
        message="",
        address=target.address,
        role=target.role,
        unit=target.unit,
        copy=target.copy,
        kind=kind_of(p.step),
        moment=p.moment,
        at=look.now,
        late=p.step.id != FIRST and look.day > p.day,
        ask=target.ask,
        why=target.why,
        number=number,
        total=total,
        told=look.subject.deadline.last_day,
    )
