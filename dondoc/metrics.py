"""Decides which figures of the service are measured, and writes them as Prometheus reads them."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from dondoc.facts import Facts, recorded
from dondoc.settings import Settings
from rules.days.calendar import WorkCalendar
from rules.state import State
from rules.subject import state_of
from scheduler.inforce import InForce
from scheduler.known import actions_by_line, subjects_from

if TYPE_CHECKING:
    from data.sql.outbox import Outbox
    from data.sql.store import Store

log = logging.getLogger("dondoc.metrics")
READABLE = 0o644  # who collects the figures is another user


class Measure(NamedTuple):
    """One figure, or one for each value of a label."""

    name: str  # without the prefix
    what: str
    samples: tuple[tuple[str, float], ...]  # (labels, value)


@dataclass(slots=True)
class Gauge:
    """The figures of one organisation; the states of its deadlines are counted when they may have changed."""

    settings: Settings
    store: Store
    outbox: Outbox
    _counted: tuple[tuple[str, dt.date, int], Counter[State]] | None = None

    def text(self, files: InForce, now: dt.datetime) -> str:
        """All figures as of `now` (aware)."""
        local = now.astimezone(self.settings.zone)
        facts = recorded(self.store, self.outbox, files, self.settings, local)
        states = self._states(files, local.date())
        return written(_measures(facts, states, files.world.calendar, local))

    def write(self, path: Path, files: InForce, now: dt.datetime) -> None:
        """Put them into a file, whole at once; a failure is logged and the service goes on."""
        try:
            new = path.with_name(f".{path.name}.{os.getpid()}")
            new.write_text(self.text(files, now), encoding="utf-8")
            new.chmod(READABLE)
            new.replace(path)
        except OSError as error:
            log.error("metrics were not written: %s", error)

    def _states(self, files: InForce, day: dt.date) -> Counter[State]:
        with self.store.read() as tx:
            actions = tx.actions()
        key = (files.revision, day, len(actions))
        if self._counted is None or self._counted[0] != key:
            known = actions_by_line((action for action in actions if action.on <= day), files)
            calendar = files.world.calendar
            found = Counter(state_of(subject, day, calendar) for subject in subjects_from(known, files))
            self._counted = key, found
        return self._counted[1]


def _measures(
    facts: Facts, states: Counter[State], calendar: WorkCalendar, now: dt.datetime
) -> Iterator[Measure]:
    refused = facts["refused"]
    by_state = ((f'state="{state}"', count) for state, count in facts["outbox"].items())
    yield Measure("messages", "messages of the outbox by state", tuple(by_state))
    yield _one("messages_undelivered", "messages whose moment has come", facts["undelivered"])
    age = (now.timestamp() - _seconds(facts["oldest_undelivered"])) if facts["undelivered"] else 0
    yield _one("oldest_undelivered_seconds", "age of the oldest of them", round(age, 3))
    yield _one("last_pass_timestamp_seconds", "the last pass that went well", _seconds(facts["last_pass"]))
    still = facts["still"] is not None
    yield _one("still", "1: an admin, or a trial begun elsewhere, holds every mail back", still)
    yield _one("nodes_alive", "services heard of lately", facts["alive"])
    yield _one("reload_ok", "1: the edited files are in force; 0: they were refused", refused is None)
    bad_since = _seconds(refused["since"]) if refused else 0
    yield _one(
        "files_bad_since_timestamp_seconds", "since when files are refused; 0: they are good", bad_since
    )
    yield _one("files_problems", "errors in the refused files", refused["problems"] if refused else 0)
    yield _one("revision_timestamp_seconds", "when files came into force", _seconds(facts["revision_at"]))
    revision = (f'revision="{(facts["revision"] or "")[:12]}"', 1.0)
    yield Measure("revision_info", "the files in force", (revision,))
    counted = ((f'state="{state}"', states[state]) for state in get_args(State))
    yield Measure("deadlines", "deadlines by state", tuple(counted))
    days = _days_confirmed(calendar, now.date())
    yield _one("calendar_confirmed_days", "days ahead whose calendar rests on a confirmed notice", days)


def _one(name: str, what: str, value: float) -> Measure:
    return Measure(name, what, (("", value),))


def _seconds(iso: str | None) -> float:
    """0 for what never was, as Prometheus has it."""
    return dt.datetime.fromisoformat(iso).timestamp() if iso else 0


def _days_confirmed(calendar: WorkCalendar, day: dt.date) -> int:
    year = day.year
    while calendar.confirmed(year):
        year += 1
    return max((dt.date(year, 1, 1) - day).days, 0)


def written(measures: Iterable[Measure]) -> str:
    """The text format, version 0.0.4: every figure is a gauge."""
    lines: list[str] = []
    for measure in measures:
        name = f"dondoc_{measure.name}"
        lines += [f"# HELP {name} {measure.what}", f"# TYPE {name} gauge"]
        for labels, value in measure.samples:
            lines.append(f"{name}{f'{{{labels}}}' if labels else ''} {value:.15g}")
    return "\n".join(lines) + "\n"
