"""A plan of any size in memory: as many lines as asked, each with one reminder on a chosen day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from data.sql.database import open_database
from data.sql.outbox import Outbox
from data.sql.store import Store
from data.workspace import build
from notifiers.base import Parcel, Session
from rules.letter import Letter
from rules.plan import DeadlineSpec, Task
from scheduler.deliver import Way
from scheduler.inforce import InForce, in_force
from scheduler.post import Post

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CHANNEL = "counting"
UNITS = 50
MORNING = dt.time(8, 0)
RULES = """
rules:
  - id: den-han
    title: Đến hạn
    match: {}
    steps: [{id: hom-nay, on: last-day, to: lead}]
"""
PLAN = """
plan: {id: p, title: Kế hoạch, year: 2021, number: null, signed: 2020-12-31}
groups: {I: NHÓM}
tasks:
  - key: I.1
    title: Việc
    lead: [don-vi-0]
    support: []
    time: ngày 10/3
    deadlines: [{kind: by, date: 2021-03-10}]
"""


def files_of(days: Mapping[str, dt.date]) -> InForce:
    """One line for each key ("I.17"), due on its day; the units take turns in leading."""
    small = small_files()
    ((task, spec),) = small.lines.values()
    lines = dict(
        line_of(task, spec, key, day, f"don-vi-{number % UNITS}")
        for number, (key, day) in enumerate(days.items())
    )
    return replace(small, lines=lines)


def line_of(
    task: Task, spec: DeadlineSpec, key: str, day: dt.date, lead: str
) -> tuple[str, tuple[Task, DeadlineSpec]]:
    own = replace(spec, date=day)
    made = replace(task, key=key, title=f"Việc {key}", short=f"Việc {key}", leads=(lead,), deadlines=(own,))
    return f"{made.id}/{own.slug}", (made, own)


def small_files() -> InForce:
    texts = {"rules/10.yaml": RULES, "data/units.yaml": units(), "data/plans/p.yaml": PLAN}
    workspace, problems = build(texts)
    assert workspace is not None, "\n".join(map(str, problems))
    return in_force(workspace, ZONE)


def units() -> str:
    listed = "".join(
        f"  - {{id: don-vi-{i}, name: Đơn vị số {i}, address: dv{i}@example.gov.vn}}\n" for i in range(UNITS)
    )
    return (
        f"organization: {{id: so, name: Sở}}\nunits:\n{listed}"
        "people:\n  - {id: a, name: Nguyễn Văn A, title: Chuyên viên, address: a@example.gov.vn}\n"
        "roles: {office: [a], office.head: [a], leadership: [a], admin: [a]}\n"
    )


def morning_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, MORNING, ZONE)


@dataclass(slots=True)
class Counting:
    """A channel that keeps what each accepted parcel said."""

    name: str = CHANNEL
    written: dict[str, list[str]] = field(default_factory=dict)  # Message-ID -> deadlines
    accepted: list[str] = field(default_factory=list)  # deadlines, once for each time said

    def render(self, letter: Letter) -> bytes:
        self.written[letter.message_id] = [item.deadline for item in letter.items]
        return b"x"

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def send(self, parcel: Parcel) -> None:
        self.accepted += self.written[parcel.message_id]


@dataclass(frozen=True, slots=True)
class Office:
    """A record on disk with every line scheduled, and the parts of the service around it."""

    files: InForce
    way: Way
    channel: Counting

    @property
    def post(self) -> Post:
        return Post((CHANNEL,), "example.gov.vn")


@contextmanager
def office(file: Path, days: Mapping[str, dt.date], born: dt.datetime) -> Iterator[Office]:
    """Every line is known since `born`, so that its step is no first notice; it wakes on its day."""
    files, channel = files_of(days), Counting()
    engine = open_database(f"sqlite:///{file}")
    try:
        store = Store(engine, files.organization)
        with store.begin() as tx:
            tx.start(born)
            tx.bear(((base, base, 1) for base in files.lines), born)
            tx.reschedule({
                base: morning_of(spec.date) for base, (_, spec) in files.lines.items() if spec.date
            })  # fmt: skip
        way = Way(store, Outbox(engine, files.organization), {CHANNEL: channel}, "a", settle_each=False)
        yield Office(files, way, channel)
    finally:
        engine.dispose()
