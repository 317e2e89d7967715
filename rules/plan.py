"""The words of a plan: tasks, what the plan prints about each deadline, and the deadlines read from it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from rules.rule import Span

StatedKind: TypeAlias = Literal["by", "period", "recurring", "after_event", "external", "continuous"]
Kind: TypeAlias = StatedKind | Literal["input"]  # an input is born from the report that names it
SetBy: TypeAlias = Literal["own", "tinh", "bo"]
EventUnit: TypeAlias = Literal["working_day", "day", "week", "month", "year", "hour"]
Every: TypeAlias = Literal["week", "month", "quarter", "half-year", "year"]


UNLABELLED = "han"  # the slug of a deadline without a label


class Inputs(NamedTuple):
    """What some units owe for a report, as its deadline in the plan file states it."""

    slug: str  # "so-lieu"
    what: str  # "số liệu CCHC quý"
    units: tuple[str, ...]  # unit ids, groups expanded
    ahead: Span  # before the report's last day
    grouped: frozenset[str] = frozenset()  # those of `units` that only a group names


@dataclass(frozen=True, slots=True)
class DeadlineSpec:
    """One deadline as the plan file states it; the same keys as a reading of `dondoc read`."""

    slug: str
    kind: Kind
    label: str | None = None
    date: dt.date | None = None  # by
    strict: bool = False  # by, recurring: the plan says "trước"
    time: dt.time | None = None  # by: "trước 16 giờ 00 ngày ..."
    start: dt.date | None = None  # period, continuous
    end: dt.date | None = None  # period, continuous
    every: Every | None = None  # recurring
    day: int | Literal["last"] | None = None  # recurring: day of the month; None = the period's end
    months: tuple[int, ...] = ()  # recurring: months of the year that hold the day
    month: int | None = None  # recurring yearly: its month
    weekday: int | None = None  # recurring weekly: 1 = Monday
    next_period: bool = False  # recurring: the day lies in the period after the one reported
    year_offset: int = 0  # recurring yearly: -1 = the year before
    n: int | None = None  # after_event
    unit: EventUnit | None = None  # after_event
    event: str | None = None  # after_event: the event's words
    once: bool = False  # after_event: the first event ends the waiting
    by: str | None = None  # external, recurring: the words about who or what sets it
    approx: bool = False
    condition: str | None = None
    set_by: SetBy | None = None  # None: the plan's own
    short: str | None = None  # what mails show when the label alone is unclear
    ambiguous: bool = False  # needs a person's confirmation; see alternative
    alternative: dt.date | None = None
    text: str | None = None  # the plan's time words of this deadline alone, when a cell states several
    line: int = 0  # where the plan file states it (1-based; 0 = not from a file)
    inputs: tuple[Inputs, ...] = ()  # what other units owe for it
    report: Report | None = None  # input: what it is for


class Report(NamedTuple):
    """The line of the plan that an input is for, and how long before its last day the input is due."""

    task: Task
    spec: DeadlineSpec
    ahead: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """A yearly plan's heading."""

    id: str
    title: str
    year: int
    number: str | None = None
    signed: dt.date | None = None
    source: str | None = None
    inclusive: bool = False  # truoc_ngay: inclusive
    set_by: SetBy = "own"
    urge_until: dt.date | None = None  # None: 31 March after its year
    closed: bool = False
    opened: bool = True  # false: nothing is said before `dondoc plan open`
    warnings: tuple[str, ...] = ()  # what the document itself gets wrong, known to VP
    groups: tuple[tuple[str, str], ...] = ()  # (id, title) in the plan's order
    file: str = ""
    apart: str = ""  # what tells it from another plan of the same title

    @property
    def called(self) -> str:
        """Its title as mails show it, never that of another plan."""
        return f"{self.title} ({self.apart})" if self.apart else self.title

    @property
    def last_urging_day(self) -> dt.date:
        """The last day on which the plan is urged (DESIGN section 3)."""
        return self.urge_until or dt.date(self.year + 1, 3, 31)


def told_apart(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Plans of one title with their numbers beside it, or their ids where those do not tell them apart."""
    titles, numbers = Counter(p.title for p in plans), Counter((p.title, p.number) for p in plans)
    return tuple(
        plan
        if titles[plan.title] == 1
        else replace(
            plan,
            apart=f"số {plan.number}"
            if plan.number and numbers[plan.title, plan.number] == 1
            else f"mã {plan.id}",
        )
        for plan in plans
    )


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a plan's appendix, its units already resolved to unit ids."""

    plan: Plan
    key: str  # group.number: "I.5"
    group: str
    title: str  # verbatim
    short: str  # what mails show
    products: tuple[str, ...] = ()  # verbatim
    shown_products: tuple[str, ...] = ()  # corrected form for mails; empty: the verbatim ones
    unit_products: tuple[tuple[str, str], ...] = ()  # (unit id, its own product) of paired leads
    leads: tuple[str, ...] = ()  # unit ids, groups expanded, named supports removed from collective leads
    collective: bool = False  # at least one lead came through a group
    grouped_leads: frozenset[str] = frozenset()  # those of `leads` that only a group names
    supports: tuple[str, ...] = ()  # unit ids, never one of the leads
    named_supports: tuple[str, ...] = ()  # those of `supports` named one by one
    lead_text: str = ""  # verbatim
    support_text: str = ""  # verbatim
    assignees: tuple[tuple[str, str], ...] = ()  # (unit id, person id)
    tags: frozenset[str] = frozenset()
    document: str | None = None  # which gave a task that is in no appendix
    issued: dt.date | None = None  # the day of that document
    time: str = ""  # verbatim
    deadlines: tuple[DeadlineSpec, ...] = ()
    same_product_as: str | None = None  # another task's key in this plan
    warnings: tuple[str, ...] = ()  # what the document gets wrong in this row
    line: int = 0
    part: str | None = None  # the slug of the report whose inputs these are; the key stays the row's

    @property
    def id(self) -> str:
        row = f"{self.plan.id}/{self.key}"
        return f"{row}/{self.part}" if self.part else row

    def product_of(self, unit: str | None) -> str | None:
        """The product of one lead line where the plan pairs them (a/b/c)."""
        return dict(self.unit_products).get(unit) if unit else None


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain that leads to a last day: a day passed over, counted or chosen, and why."""

    day: dt.date | None
    text: str  # Vietnamese
    basis: str | None = None  # article or notice: "BLDS 2015 Điều 147", "TB 4875/TB-LĐTBXH"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing owed at one time: an instance of a spec (a period of a recurring one, an event's own one)."""

    id: str  # "cchc-2021/I.5/bao-cao-quy-i"
    task: Task
    spec: DeadlineSpec
    stated: dt.date | None  # the date the plan prints; a period: its last day; waiting or continuous: None
    last_day: dt.date | None  # last working day on which it is still on time
    strict: bool  # "trước", after the plan's truoc_ngay policy
    start: dt.date | None  # first day of its own span: period's start, event's day; None: from the birth
    waiting: bool = False  # no date yet: external, or an event not recorded
    event_on: dt.date | None = None
    reasons: tuple[Reason, ...] = field(default=(), compare=False)

    @property
    def kind(self) -> Kind:
        return self.spec.kind

    @property
    def label(self) -> str | None:
        return self.spec.label

    @property
    def set_by(self) -> SetBy:
        return self.spec.set_by or self.task.plan.set_by

    @property
    def base(self) -> str:
        """The id of the plan's own line, without period or event number."""
        return f"{self.task.id}/{self.spec.slug}"
