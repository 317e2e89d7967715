"""One pass of deciding: what is due now becomes notices and messages, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from data.sql.store import Store, Writer
from rules.engine import Verdict, decide
from rules.notice import Decision, Message, Notice
from rules.rule import SendWindow
from rules.subject import Subject
from scheduler.holding import hold_if_many
from scheduler.inforce import InForce, task_of
from scheduler.known import known_about
from scheduler.post import Post, message_id


class Decided(NamedTuple):
    """What one pass decided."""

    lines: int = 0  # lines of the plans looked at
    notices: int = 0
    messages: int = 0
    held: str | None = None  # the batch that waits for an admin's word


class _Looked(NamedTuple):
    """What a look at one subject of a line found."""

    base: str
    subject: Subject
    verdict: Verdict


def decide_due(store: Store, files: InForce, post: Post, now: dt.datetime, digests: int = 0) -> Decided:
    """Look at every line whose moment has come; nothing is kept unless all of it is.

    `digests`: messages that the same pass enqueued before; they are held with the others.
    """
    with store.begin() as tx:
        bases = tx.due(now)
        looked = _look(tx, files, bases, now)
        messages, notices = _composed(looked, files, post, now)
        _keep(tx, bases, looked, now)
        count = tx.enqueue(messages, notices, now)
        held = hold_if_many(tx, files, post, len(messages) + digests, now) if post.holds else None
    return Decided(len(bases), len(notices) // max(len(post.channels), 1), count, held)


def _look(tx: Writer, files: InForce, bases: Sequence[str], now: dt.datetime) -> list[_Looked]:
    known = known_about(tx, files, bases, now)
    return [
        _Looked(base, subject, decide(subject, known.record(subject), files.world, now))
        for base in bases
        for subject in known.subjects(files, base)
    ]


def _keep(tx: Writer, bases: Iterable[str], looked: Iterable[_Looked], now: dt.datetime) -> None:
    wakes: dict[str, dt.datetime | None] = dict.fromkeys(bases)
    decisions: list[tuple[str, Decision]] = []
    births: list[tuple[str, str, int]] = []
    for look in looked:
        if look.verdict.newborn:
            births.append((look.base, look.subject.id, look.subject.term))
        decisions += [(_kept_under(look.base, d), d) for d in look.verdict.decisions]
        soonest = [w for w in (wakes[look.base], look.verdict.wake) if w is not None]
        wakes[look.base] = min(soonest, default=None)
    tx.bear(births, now)
    tx.decide(decisions)
    tx.reschedule(wakes)


def _kept_under(base: str, decision: Decision) -> str:
    return base if decision.occurrence.rule else task_of(base)


def _composed(
    looked: Iterable[_Looked], files: InForce, post: Post, now: dt.datetime
) -> tuple[list[Message], list[tuple[str, Notice]]]:
    """One message per address and channel; every notice knows its message."""
    by_address: dict[str, list[tuple[str, Notice]]] = defaultdict(list)
    for look in looked:
        for notice in look.verdict.notices:
            by_address[notice.address.casefold()].append((look.base, notice))
    windows = {rule.id: rule.send for rule in files.world.rules.rules}
    messages: list[Message] = []
    notices: list[tuple[str, Notice]] = []
    for items in by_address.values():
        said = [notice for _, notice in items]
        id = message_id(files.organization, said[0].address, now, _keys(said), post.domain)
        opens, closes = _hours(windows[notice.occurrence.rule] for notice in said)
        for channel in post.channels:
            messages.append(
                Message(
                    id, channel, said[0].address, now, "mail",
                    opens=opens, closes=closes, revision=files.revision,
                )
            )  # fmt: skip
            notices += [(base, notice._replace(message=id, channel=channel)) for base, notice in items]
    return messages, notices


def _hours(windows: Iterable[SendWindow]) -> tuple[dt.time, dt.time]:
    """The hours in which all of the windows are open."""
    found = list(windows)
    return max(window.opens for window in found), min(window.closes for window in found)


def _keys(notices: Iterable[Notice]) -> list[str]:
    return sorted(f"{n.occurrence}{n.recipient}" for n in notices)
