"""Small workspaces for tests: two units, one plan, whatever rules a test states, lived through in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from data.sql.database import memory_database
from data.sql.outbox import Outbox
from data.sql.store import Store
from data.workspace import build
from notifiers.base import Notifier, Parcel, Session
from rules.action import Action, Do
from rules.letter import Letter
from scheduler.clock import VirtualClock
from scheduler.deliver import Way
from scheduler.inforce import InForce, in_force
from scheduler.ledger import Line
from scheduler.load import bring_into_force
from scheduler.passes import Tally, one_pass
from scheduler.post import Post
from scheduler.rehearsal import SILENT, Silent, lines_of
from scheduler.virtual import live_through, report

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

UNITS = """
organization: {id: so, name: Sở Thử nghiệm}
units:
  - {id: vp, name: Văn phòng, address: vp@so.example, head: cvp, officers: [theo-doi], in_charge: pgd}
  - {id: kt, name: Phòng Kinh tế, address: kt@so.example, head: tp-kt, officers: [an], in_charge: pgd}
  - {id: xd, name: Phòng Xây dựng, address: xd@so.example, head: tp-xd, officers: [binh], in_charge: pgd}
people:
  - {id: theo-doi, name: Lê Theo Dõi, title: Chuyên viên, address: theodoi@so.example}
  - {id: cvp, name: Phạm Văn, title: Chánh Văn phòng, address: cvp@so.example}
  - {id: tp-kt, name: Trần Kinh, title: Trưởng phòng Kinh tế, address: tpkt@so.example}
  - {id: tp-xd, name: Đỗ Xây, title: Trưởng phòng Xây dựng, address: tpxd@so.example}
  - {id: an, name: Nguyễn An, title: Chuyên viên, address: an@so.example}
  - {id: binh, name: Vũ Bình, title: Chuyên viên, address: binh@so.example}
  - {id: gd, name: Hoàng Giám, title: Giám đốc, address: gd@so.example}
  - {id: pgd, name: Ngô Phó, title: Phó Giám đốc, address: pgd@so.example}
groups:
  tat-ca: {name: Các phòng, members: [vp, kt, xd]}
roles: {office: [theo-doi], office.head: [cvp], leadership: [gd, pgd], admin: [theo-doi]}
"""
CALENDAR = """
years:
  2020: {notice: TB 2020, confirmed: true, off: [2020-01-01]}
  2021:
    notice: TB 2021
    confirmed: true
    off: [
      2021-01-01, 2021-02-10, 2021-02-11, 2021-02-12, 2021-02-15, 2021-02-16,
      2021-04-21, 2021-04-30, 2021-05-03, 2021-09-02, 2021-09-03,
    ]
  2022: {notice: TB 2022, confirmed: true, off: [2022-01-03]}
"""
PLAN_HEAD = """
plan: {id: p, title: Kế hoạch thử, year: 2021, number: null, signed: 2020-12-31}
groups: {I: NHÓM MỘT}
"""


def task(
    deadline: str, *, key: str = "I.1", lead: str = "[kt]", support: str = "[]",
    assignees: str = "{kt: an, xd: binh, vp: theo-doi}", tags: str = "[]", more: str = "",
) -> str:  # fmt: skip
    """One task of the plan, its deadlines written as flow mappings."""
    return (
        f"  - {{key: {key}, title: Việc {key}, lead: {lead}, support: {support}, assignees: {assignees},"
        f" tags: {tags}, time: thời hạn, {more} deadlines: [{deadline}]}}\n"
    )


def rule(steps: str, *, more: str = "") -> str:
    """A rule file of one catch-all rule with these steps (lines of flow mappings)."""
    listed = "".join(f"      - {line.strip()}\n" for line in steps.strip().splitlines())
    return f"rules:\n  - id: r\n    title: Quy tắc\n    match: {{}}\n{more}    steps:\n{listed}"


def files_of(rules: str, *tasks: str, units: str = UNITS, head: str = PLAN_HEAD) -> dict[str, str]:
    plan = head + "tasks:\n" + "".join(tasks)
    return {
        "rules/10.yaml": rules, "data/units.yaml": units, "data/calendar.yaml": CALENDAR,
        "data/plans/p.yaml": plan,
    }  # fmt: skip


def in_force_from(files: Mapping[str, str]) -> InForce:
    workspace, problems = build(files)
    assert workspace is not None, "\n".join(map(str, problems))
    return in_force(workspace, ZONE)


def at(text: str) -> dt.datetime:
    """`2021-03-08T08:00`, local; a bare date is its first moment."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def action(do: Do, when: str, deadline: str = "p/I.1/han", **values: Any) -> Action:
    moment = at(when)
    return Action(do, deadline, "vp", moment, moment.date(), **values)


@dataclass
class Relay:
    """A channel that keeps what it was given, and fails as the test says."""

    name: str = SILENT
    failures: list[Exception | None] = field(default_factory=list)  # of the next parcels; None: accepted
    down: Exception | None = None  # no session at all
    letters: list[Letter] = field(default_factory=list)  # every text written
    tried: list[Parcel] = field(default_factory=list)
    accepted: list[Parcel] = field(default_factory=list)

    def render(self, letter: Letter) -> bytes:
        self.letters.append(letter)
        steps = "; ".join(f"{item.deadline} {'+'.join(item.steps)} {item.state}" for item in letter.items)
        return f"{letter.message_id} {letter.at:%F %R} {letter.address}: {steps}".encode()

    @contextmanager
    def session(self) -> Iterator[Session]:
        if self.down is not None:
            raise self.down
        yield self

    def send(self, parcel: Parcel) -> None:
        self.tried.append(parcel)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.accepted.append(parcel)


@dataclass
class Office:
    """A store in memory and the files in force: time goes by as the test says."""

    files: InForce
    channel: Notifier = field(default_factory=Silent)
    way: Way = field(init=False)
    post: Post = field(default_factory=lambda: Post((SILENT,), "so.example"))

    def __post_init__(self) -> None:
        engine = memory_database()
        store = Store(engine, self.files.organization)
        outbox = Outbox(engine, self.files.organization)
        self.way = Way(store, outbox, {SILENT: self.channel}, "test", settle_each=False)

    def open(self, when: str) -> None:
        bring_into_force(self.way.store, self.files, in_force_from, at(when))

    def change(self, files: InForce, when: str) -> None:
        self.files = files
        self.open(when)

    def tick(self, when: str) -> Tally:
        return one_pass(self.way, self.post, self.files, at(when))

    def live(self, start: str, end: str, script: Sequence[Action] = ()) -> None:
        live_through(self.way, self.post, self.files, VirtualClock(at(start)), at(end), script)

    def report(self, *actions: Action) -> None:
        for one in actions:
            report(self.way.store, self.files, one)

    def lines(self) -> list[Line]:
        return lines_of(self.way, self.files, at("2000-01-01"), at("2100-01-01"))


def office(rules: str, *tasks: str, channel: Notifier | None = None, **texts: str) -> Office:
    """An office at work on these files; `texts`: units, head."""
    return Office(in_force_from(files_of(rules, *tasks, **texts)), channel or Silent())


def lived(
    rules: str, *tasks: str, start: str = "2021-01-01", end: str = "2021-12-31T23:59",
    script: Sequence[Action] = (), units: str = UNITS, head: str = PLAN_HEAD,
) -> list[Line]:  # fmt: skip
    """The ledger after living from `start` to `end`."""
    office = Office(in_force_from(files_of(rules, *tasks, units=units, head=head)))
    office.open(start)
    office.live(start, end, script)
    return office.lines()


def said(lines: Sequence[Line]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(moment, step, recipients and copies) of every line that was said, in order."""
    return [
        (line["at"][:16], line["step"] or line["rule"], tuple(line["recipients"] + line["cc"]))
        for line in lines
        if not line["superseded"]
    ]


def days(lines: Sequence[Line], step: str | None = None) -> list[str]:
    """`03-09` for each line of the step that was said, in order."""
    return [at[5:10] for at, name, _ in said(lines) if step in (None, name)]


def told(lines: Sequence[Line], address: str) -> list[str]:
    """`03-09 step` for each line that went to an address, as `to` or copy."""
    return [f"{at[5:10]} {name}" for at, name, people in said(lines) if address in people]


def readers(lines: Sequence[Line], step: str) -> list[str]:
    """Everybody the step was said to, in any of its occurrences, without the domain."""
    found = {person for _, name, people in said(lines) for person in people if name == step}
    return sorted(person.removesuffix("@so.example") for person in found)
