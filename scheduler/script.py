"""Decides what a script of reports says: what people do meanwhile, for a replay.

Codes: S701 not a list, S702 shape of an entry, S703 a value, S704 an unknown deadline, unit or person.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.action import Action, Do
from rules.permits import only_once
from rules.problem import BadFiles, Problem
from rules.subject import Subject
from rules.yaml.text import Document, parse
from scheduler.inforce import InForce
from scheduler.known import base_of
from scheduler.references import Unknown, person_named, subject_named, task_named, unit_named
from scheduler.reports import actions_of

FILE = "script"
MORNING = dt.time(8)
KEYS = ("at", "do", "deadline", "unit", "by", "document", "to", "on", "person", "note", "no_output")
NEEDED = ("at", "do", "deadline")
DOES: dict[str, Do] = {
    "ack": "ack", "submit": "submit", "block": "block", "done": "done", "cancel": "cancel",
    "reopen": "reopen", "event": "event", "assign": "assign",
    "extend": "extend-grant", "extend-grant": "extend-grant", "grant": "extend-grant",
    "extend-ask": "extend-ask", "ask": "extend-ask",
    "extend-refuse": "extend-refuse", "refuse": "extend-refuse",
    "amend": "amend", "change-date": "amend",
}  # fmt: skip
ON_LINES = frozenset({"ack", "submit", "block", "done"})


class _Trouble(Exception):
    """One value that cannot be used."""

    def __init__(self, key: str, code: str, message: str) -> None:
        self.key, self.code, self.message = key, code, message
        super().__init__(message)


class _Entry(NamedTuple):
    """One entry of the list whose shape is good; values are text, as written."""

    number: int  # its place in the list, from 0
    values: dict[str, str]
    no_output: bool
    at: dt.datetime


@dataclass(slots=True)
class _Reader:
    """Reads the entries in the order of time, each with what the earlier ones made."""

    files: InForce
    document: Document
    problems: list[Problem] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    by_line: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))

    def trouble(self, number: int, trouble: _Trouble) -> None:
        path: list[str | int] = [number, trouble.key] if trouble.key else [number]
        self.problems.append(self.document.problem(path, trouble.code, trouble.message))

    def take(self, entry: _Entry) -> None:
        try:
            report, subject = _report(entry, self.files, self.by_line)
        except _Trouble as trouble:
            self.trouble(entry.number, trouble)
            return
        made = actions_of(report, subject, self.files, self.by_line) if subject else (report,)
        for action in made:
            kept = replace(action, seq=len(self.actions) + 1)
            self.actions.append(kept)
            self.by_line[base_of(kept.deadline, self.files)].append(kept)


def actions_from_script(text: str, files: InForce, zone: ZoneInfo, file: str = FILE) -> list[Action]:
    """The actions of a script, by time; raises BadFiles with every problem.

    `text` is a YAML list of `{at, do, deadline, unit, by, document, to, on, person, note, no_output}`;
    `at` a date (08:00) or a moment in `zone`; `by` is the tracking officer unless it is named.
    """
    document = parse(file, text)
    reader = _Reader(files, document, list(document.problems))
    entries = _entries(reader, zone)
    for entry in sorted(entries, key=lambda entry: entry.at):
        reader.take(entry)
    if any(problem.level == "error" for problem in reader.problems):
        raise BadFiles(reader.problems)
    return reader.actions


# The shape of an entry.


def _entries(reader: _Reader, zone: ZoneInfo) -> list[_Entry]:
    value = reader.document.value
    if reader.document.broken or value is None:
        return []
    if not isinstance(value, list):
        message = "kịch bản phải là một danh sách các mục {at, do, deadline, …}"
        reader.problems.append(reader.document.problem([], "S701", message))
        return []
    return [
        entry
        for number, item in enumerate(value)
        if (entry := _entry(reader, number, item, zone)) is not None
    ]


def _entry(reader: _Reader, number: int, item: object, zone: ZoneInfo) -> _Entry | None:
    if not isinstance(item, dict):
        reader.trouble(number, _Trouble("", "S702", "mỗi mục phải là một nhóm khóa {at, do, deadline, …}"))
        return None
    troubles = list(_misshapen(item))
    for trouble in troubles:
        reader.trouble(number, trouble)
    if troubles:
        return None
    values = {key: str(value) for key, value in item.items() if value is not None and key != "no_output"}
    try:
        at = moment_of("at", values["at"], zone)
    except _Trouble as trouble:
        reader.trouble(number, trouble)
        return None
    return _Entry(number, values, item.get("no_output") is True, at)


def _misshapen(item: dict[str, object]) -> Iterator[_Trouble]:
    for key in item:
        if key not in KEYS:
            yield _Trouble(key, "S702", f"không có khóa “{key}”; cho phép: {', '.join(KEYS)}")
    for key in NEEDED:
        if item.get(key) is None:
            yield _Trouble("", "S702", f"thiếu khóa “{key}”")
    for key, value in item.items():
        if key == "no_output" and not isinstance(value, bool):
            yield _Trouble(key, "S703", "no_output phải là true hoặc false")
        elif key != "no_output" and isinstance(value, (list, dict, bool)):
            yield _Trouble(key, "S703", f"“{key}” phải là một giá trị chữ")
    do = item.get("do")
    if isinstance(do, str) and do not in DOES:
        yield _Trouble("do", "S703", f"không có việc “{do}”; cho phép: {', '.join(DOES)}")


def moment_of(key: str, text: str, zone: ZoneInfo) -> dt.datetime:
    """A date means 08:00; a moment without an offset is local."""
    try:
        if len(text) == 10:
            return dt.datetime.combine(dt.date.fromisoformat(text), MORNING, zone)
        found = dt.datetime.fromisoformat(text)
    except ValueError as error:
        said = f"“{text}” không phải thời điểm; viết 2021-03-10 hoặc 2021-03-10T08:00"
        raise _Trouble(key, "S703", said) from error
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _day(key: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise _Trouble(key, "S703", f"“{text}” không phải ngày có thật; viết 2021-03-10") from error


# What an entry means.


def _report(
    entry: _Entry, files: InForce, by_line: Mapping[str, list[Action]]
) -> tuple[Action, Subject | None]:
    """The action as told and its deadline; an assignment is of the whole task and has none."""
    values, do, typed = entry.values, DOES[entry.values["do"]], entry.values["deadline"]
    with _naming("deadline"):
        subject = None if do == "assign" else subject_named(typed, files, by_line)
        deadline = subject.id if subject else task_named(typed, files)
    report = Action(
        do=do,
        deadline=deadline,
        by=values.get("by") or _officer(files),
        at=entry.at,
        on=_day("on", values["on"]) if "on" in values else entry.at.date(),
        unit=_unit(do, values.get("unit"), files),
        document=values.get("document"),
        to=_to(do, values, subject, files),
        note=values.get("note"),
        no_output=entry.no_output,
    )
    _check_lead(report, subject, values.get("unit", ""))
    return report, subject


@contextmanager
def _naming(key: str) -> Iterator[None]:
    """What is unknown is the value of this key."""
    try:
        yield
    except Unknown as error:
        raise _Trouble(key, "S704", str(error)) from error


def _officer(files: InForce) -> str:
    """Who reports when the script names nobody: the tracking officer."""
    return next(iter(files.workspace.directory.roles.get("office", ())), "office")


def _unit(do: Do, typed: str | None, files: InForce) -> str | None:
    if typed is None:
        if do == "assign":
            raise _Trouble("", "S702", "việc assign thiếu khóa “unit”")
        return None
    with _naming("unit"):
        unit = unit_named(typed, files.workspace.directory)
    return unit.id


def _check_lead(report: Action, subject: Subject | None, typed: str) -> None:
    if report.unit is None or report.do not in ON_LINES or subject is None or subject.lines_of(report):
        return
    leads = ", ".join(subject.leads) or "chưa có đơn vị nào"
    raise _Trouble("unit", "S704", f"“{typed}” không chủ trì “{subject.id}”; chủ trì: {leads}")


def _to(do: Do, values: Mapping[str, str], subject: Subject | None, files: InForce) -> str | None:
    if do == "assign":
        return _person(values, files)
    if do.startswith("extend") or do == "amend":
        return _extension(do, values.get("to"), subject)
    if do != "event":
        return values.get("to") or values.get("person")
    if subject is not None:
        _check_event(subject)
    return _day("to", values["to"]).isoformat() if "to" in values else None


def _person(values: Mapping[str, str], files: InForce) -> str | None:
    key = "person" if "person" in values else "to"
    if key not in values:
        return None
    with _naming(key):
        return person_named(values[key], files.workspace.directory).id


def _extension(do: Do, to: str | None, subject: Subject | None) -> str | None:
    waits = subject is not None and subject.deadline.waiting and subject.deadline.kind != "external"
    if waits:
        raise _Trouble("deadline", "S703", "thời hạn còn chờ sự kiện, chưa có ngày để gia hạn")
    if do != "extend-refuse" and to is None:
        raise _Trouble("", "S702", "thiếu khóa “to”: ngày xin gia hạn hoặc được gia hạn")
    return _day("to", to).isoformat() if to is not None else None


def _check_event(subject: Subject) -> None:
    kind = subject.deadline.kind
    if kind == "external" or (kind == "after_event" and subject.deadline.waiting):
        return
    if kind == "after_event" and subject.deadline.spec.once:
        said = only_once(subject.deadline)
    elif kind == "after_event":
        said = f"sự kiện ghi cho thời hạn đang chờ, không ghi cho “{subject.id}”"
    else:
        said = f"“{subject.id}” không chờ sự kiện nào; chỉ thời hạn after_event, external có sự kiện"
    raise _Trouble("deadline", "S703", said)
