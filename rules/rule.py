"""The words of a rule file: rules, steps, recipients and digests, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["acknowledged", "submitted", "blocked", "extension-pending", "extended"]
Operator: TypeAlias = Literal[">=", ">", "<=", "<", "==", "!="]
Counter: TypeAlias = Literal["reminders", "days_late", "extensions"]
Place: TypeAlias = Literal[
    "before", "after", "last-day", "stated", "start", "month-start", "quarter-end", "waiting", "dates"
]
RecipientKind: TypeAlias = Literal[
    "lead", "lead.head", "support", "support.named", "support.head",
    "office", "office.head", "leadership", "leadership.in-charge",
    "unit", "person", "role", "address",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """`5wd` (working days) or `10d` (calendar days)."""

    n: int
    unit: Literal["wd", "d"]

    def __str__(self) -> str:
        return f"{self.n}{self.unit}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a rule means: a selector, or `unit:`, `person:`, `role:` with a value, or an address."""

    kind: RecipientKind
    value: str | None = None

    def __str__(self) -> str:
        if self.kind == "address":
            return self.value or ""
        return f"{self.kind}:{self.value}" if self.value else self.kind


@dataclass(frozen=True, slots=True)
class Condition:
    """`reminders >= 3`."""

    name: Counter
    operator: Operator
    number: int

    def __str__(self) -> str:
        return f"{self.name} {self.operator} {self.number}"


@dataclass(frozen=True, slots=True)
class Step:
    """One time of a rule: when, to whom, unless or when what holds."""

    id: str
    place: Place
    span: Span | None = None  # before, after
    dates: tuple[tuple[int, int], ...] = ()  # dates: (day, month) in the plan's year
    every: Span | None = None
    limit: int | None = None
    weekday: int | None = None  # 1 = Monday: the step's day moves on to that weekday (our addition)
    to: tuple[Recipient, ...] = ()
    cc: tuple[Recipient, ...] = ()
    unless: tuple[Mark, ...] = ()
    when: tuple[Condition, ...] = ()  # all must hold


@dataclass(frozen=True, slots=True)
class SendWindow:
    """Hours of the day, local time: when a step is said, and between which hours a late one may go."""

    at: time = time(8, 0)
    opens: time = time(7, 30)
    closes: time = time(17, 0)


@dataclass(frozen=True, slots=True)
class Match:
    """All keys must hold; each is a set of accepted values, or None when the rule does not ask."""

    plan: frozenset[str] | None = None
    group: frozenset[str] | None = None
    task: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    kind: frozenset[str] | None = None
    lead: frozenset[str] | None = None
    support: frozenset[str] | None = None
    deadline: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Which deadlines, and their steps."""

    id: str
    title: str
    match: Match
    steps: tuple[Step, ...]
    owner: Recipient = Recipient("office")
    send: SendWindow = SendWindow()
    goes_on: bool = False  # continue: true
    pause: Span | None = None  # on_acknowledge
    file: str = ""
    line: int = 0


SectionName: TypeAlias = Literal[
    "summary", "overdue", "due_within", "done_since", "waiting", "extensions", "units", "submitted"
]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a digest, with its span of days where it has one."""

    name: SectionName
    span: Span | None = None  # due_within, done_since


LAST_WORKDAY = 0  # the last working day of the week, whichever it is


@dataclass(frozen=True, slots=True)
class Digest:
    """When a digest goes out, to whom, with which sections."""

    id: str
    title: str
    weekday: int  # 1 = Monday; LAST_WORKDAY
    at: time
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...] = ()
    plans: frozenset[str] | None = None  # None: all
    sections: tuple[Section, ...] = ()
    of: str | None = None  # the digest whose next issue this one foretells
    answer_by: time | None = None  # until then the units named may answer
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules and digests in the order of the files."""

    rules: tuple[Rule, ...] = ()
    digests: tuple[Digest, ...] = ()
