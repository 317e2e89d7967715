"""The facts of one mail, complete and decided: a notifier only chooses words and form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rules.notice import NoticeKind, Role
from rules.state import State


class Contact(NamedTuple):
    """The human behind the mails: who may be asked."""

    name: str
    title: str
    address: str
    phone: str | None = None


class Marks(NamedTuple):
    """What was reported beside the state."""

    acknowledged: dt.date | None = None
    submitted: dt.date | None = None
    submitted_to: str | None = None
    blocked: str | None = None  # what it waits for
    extension_asked: dt.date | None = None  # the date asked for
    extensions: int = 0
    original: dt.date | None = None  # the plan's own date, when it was extended
    granted: dt.date | None = None  # the date last granted
    granted_by: str | None = None  # the document that granted it
    replaced: dt.date | None = None  # the date that it took the place of
    amended: bool = False  # `granted` was set by an amending document: no extension
    taken_from: str | None = None  # the name of the unit that led it before
    taken_by: str | None = None  # the document that gave it to another
    taken_on: dt.date | None = None
    reopened: dt.date | None = None  # the day a finished or stopped work was taken up again
    reopened_why: str | None = None


class Sent(NamedTuple):
    """How far one of a report's inputs is."""

    what: str
    sent: int
    units: int
    missing: tuple[str, ...]  # names
    last_day: dt.date | None


class Item(NamedTuple):
    """One deadline in one mail, shown once whatever number of steps say it."""

    deadline: str  # id
    key: str  # "I.5"
    plan: str  # the plan's title
    title: str  # short form
    product: str | None
    time_words: str  # the plan's own words: "trước ngày 10/3"
    stated: dt.date | None
    last_day: dt.date | None
    time: dt.time | None
    state: State
    days_left: int | None  # working days from the mail's day to the last day; 0 on it
    days_late: int | None  # working days after the stated date, when overdue
    kind: NoticeKind
    role: Role  # why this person gets it
    unit: str | None  # name of the unit it concerns for this reader
    leads: tuple[str, ...]  # names
    open_leads: tuple[str, ...]  # names of those not finished
    supports: tuple[str, ...]  # names; empty when collective
    copy: bool  # "Để biết"
    rule: str  # the rule's title
    rule_id: str
    steps: tuple[str, ...]  # step ids said here
    number: int  # how many reminders of the rule this reader's role was told in this term, this one included
    total: int | None  # those and the ones still to come; None: nobody can tell
    late_since: dt.date | None = None  # meant for this earlier day, said late; never of what a gate held
    ask: Literal["assign-officer", "assign-unit", "no-recipient"] | None = None
    why: str | None = None  # Vietnamese: why the owner gets it
    office_leads: bool = False  # the lead is the tracking office itself
    in_charge: str | None = None  # title of the deputy in charge, when the office leads
    event: str | None = None  # the event's words, of a term counted from an event or waiting for it
    event_on: dt.date | None = None
    whole_year: bool = False
    scoring: bool = False  # copied from a scoring table: asks for "tài liệu kiểm chứng"
    moved: bool = False  # the date moved since this reader was last told
    new_term: bool = False
    marks: Marks = Marks()
    reminders: int | None = None  # accepted mails to the lead unit in this term; escalations tell it
    period: str | None = None  # which of its like: "quý I/2024", "văn bản ngày 03/5/2021"
    head: str | None = None  # title of the unit's head, unless that is the reader
    document: str | None = None  # which gave a task that is in no appendix
    issued: dt.date | None = None  # the day of that document
    directed: bool = False  # a direction from above set the date; `event_on` is the day of its document
    inputs: tuple[Sent, ...] = ()  # what others owe for this report
    owed: bool = False  # itself an input: what units owe for a report
    report_on: tuple[str, ...] = ()  # of an input: the unit's own whole-year tasks that it tells of


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a digest; deadlines are counted, not lines of units, unless a name says so."""

    tasks: int = 0
    deadlines: int = 0
    done_on_time: int = 0
    done_late: int = 0
    in_time: int = 0  # unfinished, within the limit (stated day included)
    overdue: int = 0
    undetermined: int = 0  # waiting or continuous
    cancelled: int = 0
    no_output: int = 0  # of the done: "không phát sinh"
    done_before: int = 0  # finished before the plan was loaded, the day unknown: neither on time nor late
    extended: int = 0  # deadlines extended at least once
    extension_pending: int = 0
    submitted: int = 0  # unfinished, waiting for a signature
    blocked: int = 0
    longest_late: int = 0  # working days, among the overdue
    due_within: int = 0
    done_since: int = 0


class DigestRow(NamedTuple):
    """One deadline in one section of a digest."""

    deadline: str
    title: str
    units: tuple[str, ...]  # names of the open leads (of all leads when done)
    stated: dt.date | None
    last_day: dt.date | None
    state: State
    days_late: int | None = None
    days_left: int | None = None
    done_on: dt.date | None = None
    document: str | None = None
    time_words: str = ""
    marks: Marks = Marks()
    plan: str = ""  # the plan's title


class UnitRow(NamedTuple):
    """A line per unit; no ranking: in the directory's order."""

    unit: str
    done: int
    in_time: int
    overdue: int
    undetermined: int


@dataclass(frozen=True, slots=True)
class DigestSection:
    """One section with what it lists."""

    name: str  # summary, overdue, due_within, done_since, waiting, extensions, units, submitted
    span: str | None = None  # "10wd", "7d"
    rows: tuple[DigestRow, ...] = ()
    units: tuple[UnitRow, ...] = ()


class Foretold(NamedTuple):
    """That a digest is only to come: on which day, and for whom these are its words."""

    title: str  # of the digest itself
    day: dt.date
    answer_by: dt.time | None = None
    units: tuple[str, ...] = ()  # names of the reader's own units; empty: the whole draft


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """Everything a digest says."""

    id: str
    title: str
    plans: tuple[str, ...]  # titles
    week: int  # ISO week
    monday: dt.date
    sunday: dt.date
    figures: Figures
    sections: tuple[DigestSection, ...] = ()
    by_plan: tuple[tuple[str, Figures], ...] = ()  # the numbers of each plan, where there are several
    chosen: bool = False  # a digest of some plans: it says which
    foretold: Foretold | None = None  # not said yet: who is named may still answer


class Alert(NamedTuple):
    """What the admin must know at once: files that cannot be used, or can again."""

    subject: str
    opening: str
    lines: tuple[str, ...]
    whom: str = "người quản trị"  # as what they get it


class ListedTask(NamedTuple):
    """One task in the list of a unit that leads it."""

    key: str
    title: str
    product: str | None
    time_words: str  # verbatim
    officer: str | None  # by name; None: nobody is assigned
    items: tuple[Item, ...]  # its unfinished deadlines, by date


class TaskList(NamedTuple):
    """What a plan that is opened asks of one unit, or of one officer of it."""

    plan: str  # title
    unit: str  # name
    tasks: tuple[ListedTask, ...]
    own: bool = False  # only what is assigned to the reader
    assign_by: dt.date | None = None  # until when officers are asked for; None: everybody is known
    finished: int = 0  # deadlines recorded as finished already


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything one mail says. `at` is aware local time; addresses are bare."""

    message_id: str  # "<...@domain>"
    organization: str
    address: str
    addressee: str  # "Đồng chí Chánh Văn phòng Sở", "Văn phòng Sở"
    at: dt.datetime
    reply_to: Contact
    items: tuple[Item, ...] = ()  # already in order; copies last
    digest: DigestFacts | None = None
    alert: Alert | None = None
    lists: tuple[TaskList, ...] = ()  # of a plan that is opened; `items` are theirs, for the calendar
    also: tuple[str, ...] = ()  # "Đồng gửi"
    instead_of: str | None = None  # the person on leave whom this delegate replaces
    references: tuple[str, ...] = ()  # Message-IDs of the thread, oldest first
    calendar: bool = False  # carry an .ics
    important: bool = False
    plans: tuple[str, ...] = ()
    board: str | None = None  # PUBLIC_URL
    extra: Mapping[str, str] = field(default_factory=dict)
    also_more: int = 0  # how many of those told too are not named in `also`
    standing: tuple[str, ...] = ()  # what holds mails back or turns them aside (Vietnamese); a digest says it
    to_name: str | None = None  # the reader by name where the title alone could mean another; To shows it
