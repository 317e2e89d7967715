"""How a value becomes a row and a row a value again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from data.sql.prepared import Answer, Values
from data.sql.tables import action, decision, message, node, notice, revision
from rules.action import Action
from rules.notice import Decision, Message, Notice, Occurrence, Told

ACTION_COLUMNS = tuple(
    action.c[name]
    for name in ("do", "deadline", "by", "at", "on", "unit", "document", "to", "note", "no_output", "seq")
)
OCCURRENCE = ("deadline", "term", "rule", "step", "number")
DECISION_COLUMNS = tuple(decision.c[name] for name in (*OCCURRENCE, "part", "status", "moment", "at"))
NOTICE_FIELDS = (
    "recipient", "channel", "message", "address", "role", "unit", "copy", "kind", "moment", "at", "late",
    "ask", "why", "nth", "total", "told",
)  # fmt: skip
NOTICE_COLUMNS = tuple(notice.c[name] for name in (*OCCURRENCE, *NOTICE_FIELDS))
TOLD_COLUMNS = tuple(
    notice.c[name] for name in (*OCCURRENCE, "recipient", "address", "role", "unit", "kind", "at", "told")
)
MESSAGE_COLUMNS = tuple(
    message.c[name]
    for name in (
        "id", "channel", "address", "at", "kind", "digest", "expires", "opens", "closes", "revision",
    )
)  # fmt: skip
REVISION_COLUMNS = tuple(
    revision.c[name] for name in ("hash", "at", "changed", "node", "summary", "passed", "files")
)
NODE_COLUMNS = tuple(node.c[name] for name in ("name", "started", "seen", "revision", "note", "passed_at"))


@dataclass(frozen=True, slots=True)
class Revision:
    """The workspace as it was taken into use at one time."""

    hash: str
    at: dt.datetime
    changed: str | None = None  # the names of the files that changed
    files: Mapping[str, str] = field(default_factory=dict)  # relative path -> text; empty in lists
    node: str | None = None  # who took it into use
    summary: str | None = None  # what changed, for people
    passed: int | None = None  # steps that it put into the past
    hashes: Mapping[str, str] = field(default_factory=dict, compare=False)  # relative path -> of its text


@dataclass(frozen=True, slots=True)
class Noted:
    """One digest that was made."""

    digest: str  # the digest rule's id
    week: str  # "2021-W05"
    at: dt.datetime
    noted: str  # what its maker wanted to keep


@dataclass(frozen=True, slots=True)
class Node:
    """One running service: when it started, when it was last heard of."""

    name: str
    started: dt.datetime
    seen: dt.datetime
    revision: str | None = None  # Revision.hash it works with
    note: str | None = None
    passed_at: dt.datetime | None = None  # its last pass


def action_row(organization: str, base: str, value: Action) -> Values:
    return {
        "organization": organization,
        "base": base,
        "do": value.do,
        "deadline": value.deadline,
        "by": value.by,
        "at": value.at,
        "on": value.on,
        "unit": value.unit,
        "document": value.document,
        "to": value.to,
        "note": value.note,
        "no_output": value.no_output,
    }


@lru_cache(maxsize=1024)  # the same reports are read again for every digest
def action_of(row: Answer) -> Action:
    return Action(*row)


def occurrence_values(value: Occurrence) -> Values:
    return {
        "deadline": value.deadline,
        "term": value.term,
        "rule": value.rule,
        "step": value.step,
        "number": value.number,
    }


def decision_row(organization: str, base: str, value: Decision) -> Values:
    return {
        "organization": organization,
        "base": base,
        **occurrence_values(value.occurrence),
        "part": value.part,
        "status": value.status,
        "moment": value.moment,
        "at": value.at,
    }


def decision_of(row: Answer) -> Decision:
    return Decision(Occurrence(*row[:5]), *row[5:])


def notice_row(organization: str, base: str, value: Notice) -> Values:
    return {
        "organization": organization,
        "base": base,
        **occurrence_values(value.occurrence),
        "recipient": value.recipient,
        "channel": value.channel,
        "message": value.message,
        "address": value.address,
        "role": value.role,
        "unit": value.unit,
        "copy": value.copy,
        "kind": value.kind,
        "moment": value.moment,
        "at": value.at,
        "late": value.late,
        "ask": value.ask,
        "why": value.why,
        "nth": value.number,
        "total": value.total,
        "told": value.told,
        "dropped": False,
    }


def notice_of(row: Answer) -> Notice:
    return Notice(Occurrence(*row[:5]), *row[5:])


def told_of(row: Answer) -> Told:
    return Told(*row)


def message_row(organization: str, value: Message, now: dt.datetime) -> Values:
    return {
        "organization": organization,
        "id": value.id,
        "channel": value.channel,
        "address": value.address,
        "at": value.at,
        "kind": value.kind,
        "digest": value.digest,
        "expires": value.expires,
        "opens": value.opens,
        "closes": value.closes,
        "state": "pending",
        "attempts": 0,
        "next_at": value.at,
        "created_at": now,
        "revision": value.revision,
    }


def message_of(row: Answer) -> Message:
    return Message(*row)


def content_row(organization: str, message_id: str, channel: str, text: bytes) -> Values:
    return {"organization": organization, "message": message_id, "channel": channel, "content": text}


def revision_row(organization: str, value: Revision) -> Values:
    return {
        "organization": organization,
        "hash": value.hash,
        "at": value.at,
        "changed": value.changed,
        "files": {name: text_hash(text) for name, text in value.files.items()},
        "node": value.node,
        "summary": value.summary,
        "passed": value.passed,
    }


def revision_of(row: Answer) -> Revision:
    """As listed: with the hashes of its files, without their texts."""
    hash, at, changed, node, summary, passed, hashes = row
    return Revision(hash, at, changed, {}, node, summary, passed, hashes)


def text_rows(organization: str, texts: Iterable[str]) -> list[Values]:
    return [{"organization": organization, "hash": text_hash(text), "text": text} for text in texts]


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def node_row(organization: str, value: Node) -> Values:
    return {
        "organization": organization,
        "name": value.name,
        "started": value.started,
        "seen": value.seen,
        "revision": value.revision,
        "note": value.note,
        "passed_at": value.passed_at,
    }
