"""The ledger: one line for each (deadline, rule, step, occurrence), and one for each digest."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from data.sql.store import Reader
from rules.engine import kind_of
from rules.greeting import FIRST
from rules.notice import Decision, Notice, NoticeKind, Occurrence
from scheduler.inforce import InForce

Line: TypeAlias = dict[str, Any]
FIELDS = (
    "at", "deadline", "task", "rule", "step", "occurrence", "recipients", "cc", "kind", "messages",
    "superseded", "late", "figures", "term",
)  # fmt: skip


def ledger(tx: Reader, files: InForce, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """What was said from `since` up to but without `until`, in order of time."""
    said: dict[tuple[Occurrence, dt.datetime], list[Notice]] = defaultdict(list)
    for notice in tx.notices(since=since, until=until):
        said[notice.occurrence, notice.at].append(notice)
    lines = [_said(notices, files) for notices in said.values()]
    lines += _superseded(tx, files, {key for key, _ in said}, since, until)
    lines += _digests(tx, files, since, until)
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[str, str, str, str, int]:
    return (
        line["at"], line["deadline"] or "", line["rule"], line["step"] or "", line["occurrence"] or 0,
    )  # fmt: skip


def _line(at: dt.datetime, files: InForce, **values: object) -> Line:
    empty: Line = dict.fromkeys(FIELDS)
    empty |= {"recipients": [], "cc": [], "messages": {}, "superseded": False, "late": False}
    return empty | {"at": at.astimezone(files.world.zone).isoformat()} | values


def _of(key: Occurrence) -> Line:
    return {
        "deadline": key.deadline,
        "task": key.deadline.split("/")[1],
        "rule": key.rule,
        "step": key.step,
        "occurrence": key.number,
        "term": key.term,
    }


def _addresses(notices: Sequence[Notice], *, copy: bool) -> list[str]:
    return sorted({notice.address for notice in notices if notice.copy is copy})


def _said(notices: Sequence[Notice], files: InForce) -> Line:
    first = notices[0]
    return _line(
        first.at,
        files,
        **_of(first.occurrence),
        recipients=_addresses(notices, copy=False),
        cc=_addresses(notices, copy=True),
        kind=first.kind,
        messages={notice.address: notice.message for notice in notices},
        late=first.late,
    )


def _superseded(
    tx: Reader, files: InForce, said: set[Occurrence], since: dt.datetime, until: dt.datetime
) -> Iterator[Line]:
    """Occurrences that a later one overtook before anybody was told."""
    seen: dict[Occurrence, Decision] = {}
    for decision in tx.decisions():
        if decision.status == "superseded" and since <= decision.at < until:
            seen.setdefault(decision.occurrence, decision)
    for key, decision in seen.items():
        if key not in said:
            late = (
                decision.at.astimezone(files.world.zone).date()
                > decision.moment.astimezone(files.world.zone).date()
            )
            yield _line(decision.at, files, **_of(key), kind=_kind(key, files), superseded=True, late=late)


def _kind(key: Occurrence, files: InForce) -> NoticeKind:
    if key.step == FIRST:
        return "first"
    for rule in files.world.rules.rules:
        if rule.id == key.rule:
            return next((kind_of(step) for step in rule.steps if step.id == key.step), "reminder")
    return "reminder"


def _digests(tx: Reader, files: InForce, since: dt.datetime, until: dt.datetime) -> Iterator[Line]:
    for made in tx.digests():
        if not made.noted or not since <= made.at < until:
            continue
        noted = json.loads(made.noted)
        if not noted["messages"]:
            continue
        moment = dt.datetime.fromisoformat(noted["moment"])
        yield _line(
            made.at,
            files,
            rule=made.digest,
            recipients=sorted(noted["recipients"]),
            cc=sorted(noted["cc"]),
            kind="digest",
            messages=noted["messages"],
            figures=noted["figures"],
            late=made.at.astimezone(moment.tzinfo).date() > moment.date(),
        )
