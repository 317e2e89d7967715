"""Finds out everything that is told about one deadline: its date, its rules, its steps and their mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dondoc.app import rebuild
from dondoc.commands.deadlines import row_of
from dondoc.explaining.delivery import Delivery, delivery_at
from dondoc.explaining.outset import Known, known_at
from dondoc.phrasing import plain
from dondoc.settings import Settings
from rules.days.lastday import reasons_for
from rules.explain import Explained, explain
from rules.matching import PassedOver, passed_over
from rules.plan import Reason
from rules.readingwords import told_reading
from rules.rule import Rule
from rules.subject import Subject
from rules.terms import terms_of
from scheduler.inforce import InForce
from scheduler.known import actions_by_line
from scheduler.references import line_named, subject_named

if TYPE_CHECKING:
    from data.sql.store import Revision


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is told about one deadline."""

    subject: Subject
    reasons: tuple[Reason, ...]
    rules: tuple[Rule, ...]
    passed_over: tuple[PassedOver, ...]
    steps: tuple[Explained, ...]
    now: dt.datetime
    born: dt.datetime | None
    assumed: str | None  # nothing is recorded: what is assumed
    deliveries: Mapping[str, tuple[Delivery, ...]] = field(default_factory=dict)  # by Message-ID
    revisions: Sequence[Revision] = ()  # files taken into use by `now`, oldest first

    def of(self, step: Explained) -> tuple[Delivery, ...]:
        """How the mails of a step stand."""
        ids = dict.fromkeys(step.messages.values())
        return tuple(one for id_ in ids for one in self.deliveries.get(id_, ()))

    def files_of(self, step: Explained) -> Revision | None:
        """The revision of the files that a step was said by."""
        if step.status != "said":
            return None
        before = [one for one in reversed(self.revisions) if one.at <= step.at]
        named = {one.revision for one in self.of(step)}
        # A mail of an older database does not name its files: those of its moment then.
        return next((one for one in before if one.hash in named), before[0] if before else None)


def explained(settings: Settings, files: InForce, typed: str, now: dt.datetime) -> Explanation:
    """The deadline named `typed`, as of `now` (local). Raises Unknown."""
    from rules.engine import rules_of
    from scheduler.outlook import lived_on

    base, _ = line_named(typed, files)
    task, spec = files.lines[base]
    with known_at(settings, files, {base}, now) as known:
        subject = subject_named(typed, files, actions_by_line(known.actions, files))
        lived = lived_on(files, {base}, known.outset, lambda texts: rebuild(texts, settings.zone), now)
        terms = terms_of(task, spec, files.world.calendar, subject.id, known.actions, files.world.directory)
        steps = explain(terms, lived, files.world, now)
        deliveries, revisions = _recorded(known, steps, now)
    born = lived.births.get((subject.id, subject.term))
    return Explanation(
        subject,
        reasons_for(subject.deadline, files.world.calendar),
        rules_of(subject, files.world),
        passed_over(files.world.rules.rules, subject.deadline, subject.leads),
        steps,
        now,
        born if born is not None and born <= now else None,
        known.assumed,
        deliveries,
        revisions,
    )


def _recorded(
    known: Known, steps: Iterable[Explained], now: dt.datetime
) -> tuple[dict[str, tuple[Delivery, ...]], list[Revision]]:
    from data.sql.posted import posted

    if known.record is None:
        return {}, []
    ids = {id_ for step in steps for id_ in step.messages.values()}
    found: dict[str, tuple[Delivery, ...]] = {}
    for row in posted(known.record, ids):
        found[row.id] = (*found.get(row.id, ()), delivery_at(row, now))
    return found, [one for one in known.record.revisions() if one.at <= now]


def as_json(found: Explanation, files: InForce) -> dict[str, Any]:
    """The object of `--json`."""
    deadline = found.subject.deadline
    row = row_of(found.subject, found.now.date(), files)
    return {
        "deadline": found.subject.id,
        "last_day": plain(deadline.last_day),
        "rule": found.rules[-1].id if found.rules else None,
        "rules": [rule.id for rule in found.rules],
        "passed_over": [
            {"rule": one.rule.id, "after": one.after, "unmet": plain(one.unmet)} for one in found.passed_over
        ],
        "words": deadline.spec.text or deadline.task.time,
        "reading": told_reading(deadline),
        "stated": row["stated"],
        "state": row["state"],
        "term": row["term"],
        "born": plain(found.born, files.world.zone),
        "assumed": found.assumed is not None,
        "reasons": [plain(reason) for reason in found.reasons],
        "steps": [_step(found, step, files.world.zone) for step in found.steps],
    }


def _step(found: Explanation, step: Explained, zone: dt.tzinfo) -> dict[str, Any]:
    revision = found.files_of(step)
    told: dict[str, Any] = plain(step, zone)
    return told | {
        "deliveries": plain(found.of(step), zone),
        "revision": revision.hash if revision else None,
    }
