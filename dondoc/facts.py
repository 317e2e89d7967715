"""How the service stands by its record: the facts that `status` and the metrics tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from dondoc.asof import local
from dondoc.brakes import brakes_of
from dondoc.settings import Settings
from rules.notice import MessageState
from rules.standing import turned_aside
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from data.sql.outbox import Outbox
    from data.sql.refusals import Refusal
    from data.sql.store import Node, Revision, Store

Facts: TypeAlias = dict[str, Any]
STATES: tuple[MessageState, ...] = get_args(MessageState)
SILENT = dt.timedelta(minutes=3)  # a service that lives is heard of every minute


def nothing(settings: Settings) -> Facts:
    """The same facts where nothing is on record."""
    return {
        "known_since": None, "revision": None, "revision_at": None, "changed": None, "summary": None,
        "passed_over": None, "refused": None, "nodes": [], "alive": 0, "last_pass": None, "lines": 0,
        "next_wake": None, "outbox": dict.fromkeys(STATES, 0), "undelivered": 0, "oldest_undelivered": None,
        "paused": None, "trial": None, "redirect_to": settings.redirect_to, "still": None, "held": {},
        "standing": [turned_aside(settings.redirect_to)] if settings.redirect_to else [],
    }  # fmt: skip


def recorded(
    store: Store, outbox: Outbox, files: InForce | None, settings: Settings, now: dt.datetime
) -> Facts:
    """What the database says at `now`, moments as ISO 8601 text; `files`: those in force, if known."""
    from data.sql.refusals import refused
    from scheduler.weekly import weekly_wake

    with store.read() as tx:
        since, revision, nodes, bad = tx.known_since(), tx.newest(), tx.nodes(), refused(tx)
        wake, lines = tx.wake(), len(tx.scheduled())
        brakes = brakes_of(tx, settings)
    wakes = [wake, outbox.wake(), weekly_wake(store, files, now) if files and since else None]
    count, oldest = outbox.undelivered_since(now)
    passes = [node.passed_at for node in nodes if node.passed_at is not None]
    return {
        "known_since": iso(since, settings),
        **_revision(revision, settings),
        "refused": _refused(bad, settings),
        "nodes": [_node(node, settings, now) for node in nodes],
        "alive": sum(alive(node, now) for node in nodes),
        "last_pass": iso(max(passes, default=None), settings),
        "lines": lines,
        "next_wake": iso(_coming(wakes, now), settings),
        "outbox": dict.fromkeys(STATES, 0) | outbox.counts(),
        "undelivered": count,
        "oldest_undelivered": iso(oldest, settings),
        **brakes,
    }


def _revision(revision: Revision | None, settings: Settings) -> Facts:
    return {
        "revision": revision.hash if revision else None,
        "revision_at": iso(revision.at if revision else None, settings),
        "changed": revision.changed if revision else None,
        "summary": revision.summary if revision else None,
        "passed_over": revision.passed if revision else None,
    }


def _refused(found: list[Refusal], settings: Settings) -> Facts | None:
    """The files that wait to be mended: since when some are bad, and what is wrong with them now."""
    if not found:
        return None
    told = [one.told for one in found if one.told is not None]
    return {
        "since": iso(found[0].at, settings),
        "problems": found[-1].problems,
        "first": found[-1].first,
        "node": found[-1].node,
        "told": iso(max(told, default=None), settings),
    }


def _node(node: Node, settings: Settings, now: dt.datetime) -> Facts:
    return {
        "name": node.name,
        "started": iso(node.started, settings),
        "seen": iso(node.seen, settings),
        "last_pass": iso(node.passed_at, settings),
        "alive": alive(node, now),
        "revision": node.revision,
        "note": node.note or None,
    }


def alive(node: Node, now: dt.datetime) -> bool:
    """Whether it was heard of lately."""
    return now - node.seen <= SILENT


def _coming(wakes: Iterable[dt.datetime | None], now: dt.datetime) -> dt.datetime | None:
    """When there is something to do next; what is due already is due now."""
    known = [max(wake, now) for wake in wakes if wake is not None]
    return min(known, default=None)


def iso(moment: dt.datetime | None, settings: Settings) -> str | None:
    return local(moment, settings).isoformat() if moment else None
